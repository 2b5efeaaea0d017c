"""Make the model's blocks of a text's tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
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
    Verse,
)
from kirovbook.model.inlines import PLAIN, Attributes, Inlines, Missing, Picture, Text
from kirovbook.model.plain import plain_inlines
from kirovbook.parse.attributes import cut_attributes, read_attributes
from kirovbook.parse.block_rules import CAPTION
from kirovbook.parse.commonmark import DEEPEST, Token
from kirovbook.parse.html_blocks import DivisionTag, division_tags, html_blocks
from kirovbook.parse.inlines import make_inlines, read_run, without_alt
from kirovbook.parse.pictures import find_picture
from kirovbook.parse.reader import Node, read_inline_tokens
from kirovbook.parse.reading import Reading
from kirovbook.parse.sheet import Origin, line_segments
from kirovbook.parse.unread import report_unread, report_unread_id

_LANGUAGE: Final = re.compile(r"\{?\.?([\w+#-]+)")
_NO_BREAK_SPACE: Final = "\u00a0"


def make_blocks(reading: Reading, nodes: Sequence[Node]) -> Blocks:
    """Make blocks of sibling nodes; notes defined among them go to the reading's book of notes."""
    captions = _captions(nodes)
    taken = set(captions.values())
    html = _HtmlDivisions(reading)
    for index, node in enumerate(nodes):
        if index in taken:
            continue
        if node.token.type == "html_block" and (tags := division_tags(node.token.content)):
            for tag in tags:
                html.take(tag, node_place(reading, node.token))
        elif index in captions:
            html.add(_table(html.reading, node, nodes[captions[index]]))
        else:
            html.add(*make_block(html.reading, node))
    return html.finish()


def make_block(reading: Reading, node: Node) -> Blocks:
    """Make the blocks of one node; most are one block, a note's definition is none here."""
    token = node.token
    place = node_place(reading, token)
    match token.type:
        case "paragraph_open":
            return _paragraph(reading, node)
        case "heading_open":
            return _heading(reading, node)
        case "blockquote_open":
            return (Quotation(make_blocks(reading, node.children), place),)
        case "bullet_list_open" | "ordered_list_open":
            return (_list(reading, node, place),)
        case "dl_open":
            return (DefinitionList(tuple(_definitions(reading, node.children)), place),)
        case "table_open":
            return (_table(reading, node, None),)
        case "division_open":
            return (_division(reading, node, place),)
        case "verse_open":
            return (_verse(reading, node, place),)
        case "code_block" | "fence":
            return (_code(reading, token, place),)
        case "hr":
            report_unread(reading, reading.sheet.line(token.map[0] if token.map else 0), place, is_rule=True)
            return (Rule(place),)
        case "html_block":
            return html_blocks(reading, token.content, _origin(reading, token), place)
        case "footnote_reference_open":
            return _note(reading, node, place)
        case "stray_fence" | "too_deep":
            return _kept(reading, token, place)
        case _:
            return ()


def node_place(reading: Reading, token: Token) -> Place:
    """Give the place where a block begins."""
    return reading.sheet.place(token.meta.get("offset", 0))


def _origin(reading: Reading, token: Token, *, of_heading: bool = False) -> Origin:
    """Find where the inline text of a block stands."""
    sheet = reading.sheet
    if "segments" in token.meta:
        return Origin(sheet, token.meta["segments"])
    first = token.map[0] if token.map else 0
    if of_heading:
        return Origin(sheet, ((0, sheet.starts[first] + max(sheet.line(first).rfind(token.content), 0)),))
    return Origin(sheet, line_segments(sheet, token.content, first))


def _inline(node: Node) -> Token:
    return node.children[0].token


def _run(reading: Reading, token: Token) -> Inlines:
    return read_run(reading, token.content, _origin(reading, token))


def _paragraph(reading: Reading, node: Node) -> Blocks:
    token = _inline(node)
    origin = _origin(reading, token)
    report_unread(reading, token.content, origin.place(0))
    if token.content.startswith("![") and (figure := _figure(reading, token, origin)):
        return figure
    content = read_run(reading, token.content, origin)
    if len(content) == 1 and isinstance(content[0], Picture):
        return (Figure(content[0], (), origin.place(0)),)
    return (Paragraph(content, origin.place(0)),) if content else ()


def _figure(reading: Reading, token: Token, origin: Origin) -> Blocks:
    """Make a figure of a picture that is alone in its paragraph; nothing if it isn't."""
    tokens = read_inline_tokens(token.content, reading.env)
    if len(tokens) != 1 or tokens[0].type != "image":
        return ()
    image = tokens[0]
    if "label" in image.meta:
        reading.env.setdefault("used", set()).add(image.meta["label"])
    place = origin.place(0)
    caption = make_inlines(reading, image.children or (), origin.within(2))
    file = find_picture(reading, str(image.attrs.get("src", "")), place)
    if not file.is_there:
        said = (Paragraph(caption, origin.place(2)),) if caption else ()
        return (Paragraph((Missing(file.path, place),), place), *said)
    given: Attributes = image.meta.get("attributes", PLAIN)
    alternative = given.get("alt") or plain_inlines(caption)
    title = str(image.attrs.get("title", ""))
    return (Figure(Picture(file.path, alternative, title, place, without_alt(given)), caption, place),)


def _heading(reading: Reading, node: Node) -> tuple[Heading, ...]:
    token = _inline(node)
    origin = _origin(reading, token, of_heading=node.token.markup.startswith("#"))
    words, attributes = cut_attributes(token.content)
    report_unread_id(reading, words, origin.place(0))
    content = read_run(reading, words, origin)
    level = int(node.token.tag[1:])
    if level > 1 and not content:
        reading.warn("M128", origin.place(0), "the heading has no words", "write the heading, or take its signs away")
        return ()
    return (Heading(level, content, attributes, origin.place(0)),)


def _list(reading: Reading, node: Node, place: Place) -> ListBlock:
    paragraphs = [
        block.token for item in node.children for block in item.children if block.token.type == "paragraph_open"
    ]
    return ListBlock(
        ordered=node.token.type == "ordered_list_open",
        start=int(node.token.attrs.get("start", 1)),
        tight=all(token.hidden for token in paragraphs),
        items=tuple(make_blocks(reading, item.children) for item in node.children),
        place=place,
    )


def _definitions(reading: Reading, nodes: Sequence[Node]) -> Iterator[Definition]:
    term: Node | None = None
    meanings: list[Blocks] = []
    for node in (*nodes, None):
        if node is not None and node.token.type == "dd_open":
            meanings.append(make_blocks(reading, node.children))
            continue
        if term is not None:
            token = _inline(term)
            yield Definition(_run(reading, token), tuple(meanings), _origin(reading, token).place(0))
        term, meanings = node, []


def _division(reading: Reading, node: Node, place: Place) -> Division:
    name, attributes = node.token.meta["name"], node.token.meta["attributes"]
    if not node.token.meta["closed"]:
        reading.error(
            "M116", place, f"the division {name!r} is never closed", "close it with ':::' on a line of its own"
        )
    content = make_blocks(reading.in_language(attributes.get("lang")), node.children)
    return Division(name, content, attributes, place)


def _verse(reading: Reading, node: Node, place: Place) -> Verse:
    lines = []
    for child in node.children:
        report_unread(reading, "| " + child.token.content, _origin(reading, child.token).place(0))
        indent = _NO_BREAK_SPACE * child.token.meta["indent"]
        lines.append((*((Text(indent),) if indent else ()), *_run(reading, child.token)))
    return Verse(tuple(lines), place)


def _code(reading: Reading, token: Token, place: Place) -> CodeBlock:
    info = token.info.strip()
    language = _LANGUAGE.match(info)
    raw = read_attributes(info, 0, len(info))
    if raw and (kind := raw[0].get("=")):
        reading.warn("M112", place, f"raw {kind} is not carried over", "write it as Markdown; it is printed as code")
    elif raw is None and info and not (language and language.end() == len(info)):
        message = f"{info[:40]!r} begins a block of code, and is not printed"
        reading.warn("M127", place, message, "put it into the block")
    return CodeBlock(token.content, language[1] if language else "", place)


def _note(reading: Reading, node: Node, place: Place) -> Blocks:
    label: str = node.token.meta["label"]
    content = make_blocks(reading.within_note("a note"), node.children)
    if not content:
        reading.warn("M125", place, f"the note {label!r} has no text", "write the note, or take its mark away")
    reading.add_note(label, content, place)
    return ()


def _kept(reading: Reading, token: Token, place: Place) -> Blocks:
    if token.type == "stray_fence":
        reading.warn(
            "M117",
            place,
            f"{token.content[:40]!r} opens no division and closes none",
            "write '::: name' to open one and ':::' to close it",
            len(token.content),
        )
        words = token.content.strip(": \t")
    else:
        reading.error(
            "M118", place, "blocks are nested too deep to be read", "take some quotations, lists or divisions away"
        )
        words = token.content
    return (Paragraph((Text(words),), place),) if words else ()


def _captions(nodes: Sequence[Node]) -> dict[int, int]:
    """Find the paragraph that is each table's caption: the one before it, else the one after."""
    found: dict[int, int] = {}
    for index, node in enumerate(nodes):
        if node.token.type == "table_open":
            for other in (index - 1, index + 1):
                if 0 <= other < len(nodes) and other not in found.values() and _is_caption(nodes[other]):
                    found[index] = other
                    break
    return found


def _is_caption(node: Node) -> bool:
    return node.token.type == "paragraph_open" and CAPTION.match(_inline(node).content) is not None


def _table(reading: Reading, node: Node, caption: Node | None) -> Table:
    rows = list(chain.from_iterable(part.children for part in node.children))
    head = rows[0]
    attributes = PLAIN
    said: Inlines = ()
    if caption is not None:
        said, attributes = _caption(reading, _inline(caption))
    alignments = tuple(
        Alignment(str(cell.token.attrs.get("style", "")).removeprefix("text-align:")) for cell in head.children
    )
    cells = tuple(tuple(_cell(reading, cell) for cell in row.children) for row in rows)
    top = cells[0] if any(cell.content for cell in cells[0]) else ()
    return Table(said, alignments, top, cells[1:], node_place(reading, node.token), attributes)


def _caption(reading: Reading, token: Token) -> tuple[Inlines, Attributes]:
    mark = CAPTION.match(token.content)
    start = mark.end() if mark else 0
    words, attributes = cut_attributes(token.content[start:])
    return read_run(reading, words, _origin(reading, token).within(start)), attributes


def _cell(reading: Reading, node: Node) -> Cell:
    token = _inline(node)
    origin = _origin(reading, token)
    if token.meta.get("surplus"):
        reading.warn(
            "M120",
            origin.place(0),
            "the row has more cells than the table has columns",
            "give the heading and the line of dashes as many cells, or escape a bar as '\\|'",
            len(token.content),
        )
    return Cell(read_run(reading, token.content, origin), origin.place(0))


class _HtmlDivisions:
    """Nest siblings in the divisions whose tags of HTML stand between them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._top: list[Block] = []
        self._opened: list[tuple[DivisionTag, Place, list[Block]]] = []
        self._passed = 0

    @property
    def reading(self) -> Reading:
        """Give the reading for what comes next: the divisions around it, and their language."""
        inner = self._reading.deeper(1 + len(self._opened))
        for tag, _, _ in self._opened:
            inner = inner.in_language(tag.attributes.get("lang"))
        return inner

    def add(self, *blocks: Block) -> None:
        """Put blocks into the innermost division."""
        (self._opened[-1][2] if self._opened else self._top).extend(blocks)

    def take(self, tag: DivisionTag, place: Place) -> None:
        """Open or close a division; one that nests too deep is passed over, with its end."""
        if self._reading.depth + len(self._opened) >= DEEPEST and not tag.closes:
            if not self._passed:
                self._reading.error(
                    "M118", place, "blocks are nested too deep to be read", f"take some <{tag.name}> away"
                )
            self._passed += 1
        elif not tag.closes:
            self._opened.append((tag, place, []))
        elif self._passed:
            self._passed -= 1
        elif self._opened and self._opened[-1][0].name == tag.name:
            self._close()
        else:
            self._reading.warn("M113", place, f"</{tag.name}> closes nothing", "take it away, or open it")

    def finish(self) -> Blocks:
        """Give the blocks; what is still open is reported and closed."""
        while self._opened:
            tag, place, _ = self._opened[-1]
            self._reading.error("M116", place, f"<{tag.name}> is never closed", f"close it with </{tag.name}>")
            self._close()
        return tuple(self._top)

    def _close(self) -> None:
        tag, place, content = self._opened.pop()
        name, *classes = tag.attributes.classes or ("",)
        attributes = Attributes(tag.attributes.id, tuple(classes), tag.attributes.pairs)
        self.add(Division(name, tuple(content), attributes, place))
