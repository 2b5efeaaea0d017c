"""Make the model's blocks of raw HTML that stands between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kirovbook.diagnostics import Place
from kirovbook.model.blocks import (
    Alignment,
    Block,
    Blocks,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Division,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Table,
)
from kirovbook.model.inlines import Attributes, Inlines, Picture, Text
from kirovbook.parse.commonmark import Token
from kirovbook.parse.inlines import make_inlines, read_run
from kirovbook.parse.raw_html import (
    BLOCK,
    KNOWN,
    Element,
    Tag,
    is_cut,
    is_silent,
    lost_from,
    not_carried_over,
    read_tree,
    texts_of,
)
from kirovbook.parse.reading import Reading
from kirovbook.parse.sheet import Origin
from kirovbook.quick_dataclass import dataclass

_DIVISION_TAG: Final = re.compile(r"<(/?)(div|section|aside|article)(\s[^<>]{0,1000})?>", re.IGNORECASE)
_FIRST_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_SILENT: Final = re.compile(r"<(script|style)\b", re.IGNORECASE)
_MARKDOWN: Final = re.compile(r"\[[^\]\n]{0,200}@|\[\^|\^\[|(?<![\w.@])@\w|\]\(|\*\*\w")
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")

Child = Element | str


@dataclass(frozen=True, slots=True)
class DivisionTag:
    """A tag that begins or ends a division around Markdown."""

    name: str
    attributes: Attributes
    closes: bool


def division_tags(text: str) -> tuple[DivisionTag, ...]:
    """Read a piece of HTML that is nothing but tags of divisions; anything else gives none."""
    tags = []
    at = 0
    text = text.strip()
    while at < len(text):
        found = _DIVISION_TAG.match(text, at)
        if found is None:
            return ()
        tree = read_tree(f"<div{found[3] or ''}></div>")
        given = tree[0].to_model() if tree and isinstance(tree[0], Element) else Attributes()
        tags.append(DivisionTag(found[2].lower(), given, closes=bool(found[1])))
        space = _SPACE.match(text, found.end())
        at = space.end() if space else found.end()
    return tuple(tags)


def html_blocks(reading: Reading, text: str, origin: Origin, place: Place) -> Blocks:
    """Make blocks of a piece of raw HTML; what cannot be carried over is reported and its text kept."""
    text = text.rstrip()
    if text.lstrip().startswith("<!--"):
        return _after_comment(reading, text, origin, place)
    first = _FIRST_TAG.match(text.lstrip())
    if first is None:
        reading.warn("M113", place, f"{text.strip()[:20]!r} is not carried over", "take it out of the manuscript")
        return (Paragraph((Text(" ".join(text.split())),), place),)
    if not _holds_blocks(text):
        start = len(text) - len(text.lstrip())
        return tuple(_paragraph(_trimmed(read_run(reading, text[start:], origin.within(start))), place))
    if silent := _SILENT.search(text):
        reading.warn("M114", place, f"what <{silent[1].lower()}> holds is left out", "take it out of the manuscript")
    for lost in not_carried_over(text):
        if lost not in {"<script>", "<style>"}:
            reading.warn("M113", place, f"{lost} is not carried over", "write it as Markdown")
    if _MARKDOWN.search(text):
        reading.warn(
            "M115",
            place,
            "Markdown within a block of HTML is not read",
            "leave a blank line around it, or write the block as Markdown",
        )
    tree = read_tree(text)
    if is_cut(tree):
        reading.error("M118", place, "elements of HTML are nested too deep to be read", "take some of them away")
    if lost_words := lost_from(text, tree):
        reading.warn("M114", place, f"{lost_words[0][:40]!r} is left out with a tag", "close the tag, or take it away")
    return tuple(_blocks(reading, tree, place))


def _holds_blocks(text: str) -> bool:
    """Answer whether HTML is more than tags of a line."""
    names = [found[1].lower() for found in _FIRST_TAG.finditer(text)]
    return names[0] in BLOCK or (names[0] in KNOWN and any(name in BLOCK or is_silent(name) for name in names))


def _trimmed(content: Inlines) -> Inlines:
    """Take the space away that a line of text begins or ends with."""
    if content and isinstance(content[0], Text):
        content = (Text(content[0].words.lstrip(" ")), *content[1:])
    if content and isinstance(content[-1], Text):
        content = (*content[:-1], Text(content[-1].words.rstrip(" ")))
    return tuple(inline for inline in content if inline != Text(""))


def _after_comment(reading: Reading, text: str, origin: Origin, place: Place) -> Blocks:
    """Drop a comment; what follows it on its last line is text."""
    end = text.find("-->")
    if end < 0:
        reading.error("M121", place, "the comment is never closed", "close it with '-->'")
        return ()
    rest = text[end + 3 :]
    start = end + 3 + len(rest) - len(rest.lstrip())
    return tuple(_paragraph(read_run(reading, text[start:], origin.within(start)), origin.place(start)))


def _paragraph(content: Inlines, place: Place) -> Iterator[Block]:
    if len(content) == 1 and isinstance(content[0], Picture):
        yield Figure(content[0], (), place)
    elif content and content != (Text(" "),):
        yield Paragraph(content, place)


def _blocks(reading: Reading, children: Iterable[Child], place: Place) -> Iterator[Block]:
    """Make blocks of elements; text and inline elements between them are paragraphs."""
    line: list[Child] = []
    for child in children:
        if isinstance(child, Element) and child.name in BLOCK:
            yield from _paragraph(_inlines(reading, line, place), place)
            line = []
            yield from _block(reading, child, place)
        else:
            line.append(child)
    yield from _paragraph(_inlines(reading, line, place), place)


def _block(reading: Reading, element: Element, place: Place) -> Iterator[Block]:
    inner = element.children
    match element.name:
        case "p" | "figcaption" | "caption" | "dt" | "li" | "dd" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot":
            yield from _blocks(reading, inner, place)
        case "div" | "section" | "aside" | "article":
            given = element.to_model()
            name, *classes = given.classes or ("",)
            content = tuple(_blocks(reading.in_language(given.get("lang")), inner, place))
            yield Division(name, content, Attributes(given.id, tuple(classes), given.pairs), place)
        case "blockquote":
            yield Quotation(tuple(_blocks(reading, inner, place)), place)
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            yield Heading(int(element.name[1]), _inlines(reading, inner, place), element.to_model(), place)
        case "ul" | "ol":
            yield _list(reading, element, place)
        case "dl":
            yield DefinitionList(tuple(_definitions(reading, inner, place)), place)
        case "pre":
            yield CodeBlock("".join(texts_of(inner)), "", place)
        case "hr":
            yield Rule(place)
        case "table":
            yield _table(reading, element, place)
        case "figure":
            yield from _figure(reading, inner, place)


def _inlines(reading: Reading, children: Sequence[Child], place: Place) -> Inlines:
    """Make inlines of text and elements, without the white space around them."""
    tokens = list(_tokens(children))
    while tokens and tokens[0].type == "text" and not tokens[0].content.strip():
        tokens.pop(0)
    while tokens and tokens[-1].type == "text" and not tokens[-1].content.strip():
        tokens.pop()
    if tokens and tokens[0].type == "text":
        tokens[0].content = tokens[0].content.lstrip()
    if tokens and tokens[-1].type == "text":
        tokens[-1].content = tokens[-1].content.rstrip()
    return make_inlines(reading, tokens, _pinned(reading, place))


def _pinned(reading: Reading, place: Place) -> Origin:
    sheet = reading.sheet
    line = min(max(place.line - sheet.first_line, 0), len(sheet.starts) - 1)
    offset = sheet.starts[line] + place.column - (sheet.first_column if line == 0 else 1)
    return Origin(sheet, ((0, max(offset, 0)),))


def _tokens(children: Iterable[Child]) -> Iterator[Token]:
    """Give text and inline elements as the tokens of a line; a block's element within is only its text."""
    for child in children:
        if isinstance(child, str):
            yield Token("text", "", 0, content=_SPACE.sub(" ", child))
        elif child.name in BLOCK:
            yield Token("text", "", 0, content=" ")
            yield from _tokens(child.children)
            yield Token("text", "", 0, content=" ")
        else:
            yield Token("html_inline", "", 0, meta={"tag": Tag(child, closes=False)})
            if child.name not in {"br", "img", "wbr"}:
                yield from _tokens(child.children)
                yield Token("html_inline", "", 0, meta={"tag": Tag(Element(child.name), closes=True)})


def _list(reading: Reading, element: Element, place: Place) -> ListBlock:
    start = element.get("start")
    items = [child for child in element.children if isinstance(child, Element) or child.strip()]
    return ListBlock(
        ordered=element.name == "ol",
        start=int(start) if re.fullmatch(r"[0-9]{1,9}", start) else 1,
        tight=not any(
            isinstance(child, Element) and child.name == "p"
            for item in items
            if isinstance(item, Element)
            for child in item.children
        ),
        items=tuple(tuple(_blocks(reading, (item,), place)) for item in items),
        place=place,
    )


def _definitions(reading: Reading, children: Iterable[Child], place: Place) -> Iterator[Definition]:
    term: Inlines = ()
    meanings: list[Blocks] = []
    for child in children:
        if isinstance(child, str) and not child.strip():
            continue
        if isinstance(child, Element) and child.name == "dt":
            if term or meanings:
                yield Definition(term, tuple(meanings), place)
            term, meanings = _inlines(reading, child.children, place), []
        else:
            meanings.append(tuple(_blocks(reading, (child,), place)))
    if term or meanings:
        yield Definition(term, tuple(meanings), place)


def _table(reading: Reading, element: Element, place: Place) -> Table:
    rows = [[cell for cell in row.children if isinstance(cell, Element)] for row in _named(element.children, {"tr"})]
    width = max((len(row) for row in rows), default=0)
    has_head = bool(rows) and bool(rows[0]) and all(cell.name == "th" for cell in rows[0])
    cells = [
        tuple(Cell(_inlines(reading, cell.children, place), place) for cell in row)
        + (Cell((), place),) * (width - len(row))
        for row in rows
    ]
    captions = _named(element.children, {"caption"})
    said = tuple(inline for caption in captions for inline in _inlines(reading, caption.children, place))
    head = cells[0] if has_head else ()
    return Table(said, (Alignment.DEFAULT,) * width, head, tuple(cells[has_head:]), place, element.to_model())


def _figure(reading: Reading, children: Sequence[Child], place: Place) -> Iterator[Block]:
    caption = tuple(
        inline
        for child in children
        if isinstance(child, Element) and child.name == "figcaption"
        for inline in _inlines(reading, child.children, place)
    )
    rest = [child for child in children if not (isinstance(child, Element) and child.name == "figcaption")]
    made = tuple(_blocks(reading, rest, place))
    match made:
        case (Figure(picture),):
            yield Figure(picture, caption, place)
        case _:
            yield from made
            yield from _paragraph(caption, place)


def _named(children: Iterable[Child], names: set[str]) -> Iterator[Element]:
    for child in children:
        if isinstance(child, Element):
            if child.name in names:
                yield child
            else:
                yield from _named(child.children, names)
