"""Write the book's blocks and inlines as markup that is HTML and well-formed XML at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from itertools import chain, groupby, repeat
from typing import assert_never

from kirovbook.diagnostics import Place
from kirovbook.model import blocks as b
from kirovbook.model import inlines as i
from kirovbook.model.citation import Citation, CrossReference
from kirovbook.model.plain import plain_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.spacing import set_spaces

# The shape that RFC 5646 gives a language tag; another would make the page invalid.
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


# What is longer is no word but an address, and may be broken anywhere.
_LONG_WORD = re.compile(r"\S{40,}")
_GLUED_BEHIND, _GLUED_BEFORE = re.compile(r"[^ \t\n]+"), re.compile(r"[^ \t\n]+$")


@dataclass(frozen=True, slots=True)
class Dress:
    """What differs from edition to edition.

    ``mark`` writes a note mark (and, on paper, the note with it); ``href`` gives the address of a unit or
    of a heading's id, or an empty string where the edition does not hold it; ``src`` the address of a picture.
    ``anchor`` gives the name that an author's id has in the edition, or an empty string: no id at all; ``passage``
    that of a citation in the text, and ``mention`` that of words that the index of names leads to. ``where`` writes
    an attribute that says where a block was written, for who reads the laid-out page; ``lang`` is
    the language of what is written, by which its spaces are set.
    """

    mark: Callable[[i.NoteMark], str]
    href: Callable[[str], str]
    src: Callable[[str], str]
    anchor: Callable[[str], str] = str
    passage: Callable[[int], str] = lambda _: ""
    mention: Callable[[int], str] = lambda _: ""
    where: Callable[[Place], str] = lambda _: ""
    lang: str = ""


def render_inlines(content: tuple[i.Inline, ...], dress: Dress) -> str:
    """Write a line of text, its spaces set as its language has them."""
    return _render_line(set_spaces(content, dress.lang), dress)


def _render_line(content: tuple[i.Inline, ...], dress: Dress) -> str:
    return "".join(render_inline(inline, dress) for inline in _with_whole_words(content))


def _with_whole_words(content: tuple[i.Inline, ...]) -> Iterator[i.Inline]:
    """Let what the index leads to reach to the spaces around it.

    WeasyPrint breaks a line too early where an inline box ends within a word, as in "Kirov|'s own", and draws
    the words before it apart.
    """
    following = iter(content)
    held: i.Inline | None = next(following, None)
    for inline in following:
        match held, inline:
            case i.Indexed(), i.Text(words) if (glued := _GLUED_BEHIND.match(words)):
                held = replace(held, content=(*held.content, i.Text(glued[0])))
                inline = i.Text(words[glued.end() :])  # noqa: PLW2901 - what is left of it comes next
            case i.Text(words), i.Indexed() if (glued := _GLUED_BEFORE.search(words)):
                inline = replace(inline, content=(i.Text(glued[0]), *inline.content))  # noqa: PLW2901
                held = i.Text(words[: glued.start()])
            case _:
                pass
        if held is not None:
            yield held
        held = inline
    if held is not None:
        yield held


def render_inline(inline: i.Inline, dress: Dress) -> str:
    """Write one inline; the forms that only a manuscript has are an error of the program."""
    match inline:
        case i.Text(words):
            return _LONG_WORD.sub(r'<span class="long-word">\g<0></span>', escape(words, quote=False))
        case i.Emphasis(content):
            return f"<em>{_render_line(content, dress)}</em>"
        case i.Strong(content):
            return f"<strong>{_render_line(content, dress)}</strong>"
        case i.Strikeout(content):
            return f"<s>{_render_line(content, dress)}</s>"
        case i.Superscript(content):
            return f"<sup>{_render_line(content, dress)}</sup>"
        case i.Subscript(content):
            return f"<sub>{_render_line(content, dress)}</sub>"
        case i.SmallCaps(content):
            return f'<span class="small-caps">{_render_line(content, dress)}</span>'
        case i.Code(words):
            return f"<code>{escape(words, quote=False)}</code>"
        case i.Span(content, attributes):
            return f"<span{render_attributes(attributes, dress)}>{_render_line(content, dress)}</span>"
        case i.LineBreak():
            return "<br/>"
        case i.NoteMark():
            return dress.mark(inline)
        case i.CitationText(content, _, passage):
            anchor = dress.passage(passage) if passage else ""
            written = _render_line(content, dress)
            return f'<span class="citation" id="{escape(anchor)}">{written}</span>' if anchor else written
        case i.Indexed(content, _, number):
            name, written = dress.mention(number), _render_line(content, dress)
            return f'<span id="{escape(name)}">{written}</span>' if name else written
        case i.Link():
            return _render_link(inline, dress)
        case i.ReferenceText(words, unit):
            return _anchor(dress.href(unit), escape(words, quote=False), ' class="reference"')
        case i.Picture():
            return _render_picture(inline, dress)
        case i.Missing(words, _):
            return f'<mark class="missing">{escape(words, quote=False)}</mark>'
        case i.NoteCall() | i.NoteReference() | Citation() | CrossReference():
            message = f"an unsettled {type(inline).__name__} reached a page"
            raise TypeError(message)
        case _:
            assert_never(inline)


def render_attributes(attributes: i.Attributes, dress: Dress, *classes: str) -> str:
    """Write id, classes and language; other pairs are the program's and stay out of the page."""
    anchor = dress.anchor(attributes.id) if attributes.id else ""
    written = f' id="{escape(anchor)}"' if anchor else ""
    if every := (*classes, *attributes.classes):
        written += f' class="{escape(" ".join(every))}"'
    lang, direction = attributes.get("lang"), attributes.get("dir")
    if _LANGUAGE_TAG.fullmatch(lang):
        written += f' lang="{escape(lang)}" xml:lang="{escape(lang)}"'
    if direction in {"ltr", "rtl", "auto"}:
        written += f' dir="{direction}"'
    return written


def _render_link(link: i.Link, dress: Dress) -> str:
    """Write a link in pieces around the note marks and links within it: no link may hold another."""
    href = dress.href(link.target.removeprefix("#")) if link.target.startswith("#") else link.target
    titled = f' title="{escape(link.title)}"' if link.title else ""
    return "".join(
        written if is_link else _anchor(href, written, titled)
        for is_link, pieces in groupby(_apart(link.content), _is_link)
        if (written := _render_line(tuple(pieces), dress))
    )


def _anchor(href: str, inner: str, attributes: str) -> str:
    return f'<a href="{escape(href)}"{attributes}>{inner}</a>' if href else inner


def _is_link(inline: i.Inline) -> bool:
    return isinstance(inline, i.NoteMark | i.ReferenceText | i.Link)


def _apart(content: tuple[i.Inline, ...]) -> Iterator[i.Inline]:
    """Take what is itself a link out of the emphasis that holds it, which goes on after it."""
    for inline in content:
        match inline:
            case (
                i.Emphasis() | i.Strong() | i.Strikeout() | i.Superscript() | i.Subscript() | i.SmallCaps() | i.Span()
                | i.CitationText() | i.Indexed()
            ):
                for is_link, pieces in groupby(_apart(inline.content), _is_link):
                    if is_link:
                        yield from pieces
                    else:
                        yield replace(inline, content=tuple(pieces))
            case _:
                yield inline


def _render_picture(picture: i.Picture, dress: Dress) -> str:
    attributes = render_attributes(picture.attributes, dress)
    return f'<img src="{escape(dress.src(picture.path))}" alt="{escape(picture.alternative)}"{attributes}/>'


def render_blocks(content: tuple[b.Block, ...], dress: Dress) -> str:
    """Write blocks, one after another."""
    return "\n".join(render_block(block, dress) for block in content)


def render_block(block: b.Block, dress: Dress) -> str:
    """Write one block."""
    match block:
        case b.Paragraph(content, place):
            return f"<p{dress.where(place)}>{render_inlines(content, dress)}</p>"
        case b.Heading():
            return render_heading(block, dress)
        case b.Quotation(content, _):
            return f"<blockquote>{render_blocks(content, dress)}</blockquote>"
        case b.ListBlock():
            return _render_list(block, dress)
        case b.DefinitionList(items, _):
            return f"<dl>{''.join(_render_definition(item, dress) for item in items)}</dl>"
        case b.Table():
            return _render_table(block, dress)
        case b.Figure():
            return _render_figure(block, dress)
        case b.Verse(lines, place):
            rows = "".join(f'<p class="line">{render_inlines(line, dress)}</p>' for line in lines)
            return f'<div class="verse"{dress.where(place)}>{rows}</div>'
        case b.CodeBlock(words, _, place):
            return f"<pre{dress.where(place)}><code>{escape(words, quote=False)}</code></pre>"
        case b.Division(name, content, attributes, _):
            inner = render_blocks(content, _in_language(attributes, dress))
            return f"<div{render_attributes(attributes, dress, name)}>{inner}</div>"
        case b.Rule():
            return '<hr class="pause"/>'
        case _:
            assert_never(block)


def _in_language(attributes: i.Attributes, dress: Dress) -> Dress:
    lang = attributes.get("lang")
    return replace(dress, lang=lang) if lang else dress


def _render_figure(figure: b.Figure, dress: Dress) -> str:
    """Write a picture with its caption, and below it whose it is."""
    said = render_inlines(figure.caption, dress)
    if figure.credit:
        said = f"<p>{said}</p>" if said else ""
        said += f'<p class="picture-credit">{escape(figure.credit, quote=False)}</p>'
    shown = f"<figcaption{dress.where(figure.place)}>{said}</figcaption>" if said else ""
    return f"<figure>{_render_picture(figure.picture, dress)}{shown}</figure>"


def render_heading(heading: b.Heading, dress: Dress) -> str:
    """Write a heading within a chapter, with its words alone for the running head and the outline."""
    title = escape(plain_title(heading.content))
    tag = f"h{min(heading.level, 6)}"
    attributes = render_attributes(heading.attributes, dress) + dress.where(heading.place)
    inner = render_inlines(heading.content, _in_language(heading.attributes, dress))
    return f'<{tag}{attributes} data-title="{title}">{inner}</{tag}>'


def _render_list(block: b.ListBlock, dress: Dress) -> str:
    tag = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    tight = ' class="tight"' if block.tight else ""
    items = "".join(f"<li>{render_blocks(item, dress)}</li>" for item in block.items)
    return f"<{tag}{start}{tight}>{items}</{tag}>"


def _render_definition(item: b.Definition, dress: Dress) -> str:
    meanings = "".join(f"<dd>{render_blocks(meaning, dress)}</dd>" for meaning in item.meanings)
    return f"<dt>{render_inlines(item.term, dress)}</dt>{meanings}"


def _render_table(table: b.Table, dress: Dress) -> str:
    caption = f"<caption>{render_inlines(table.caption, dress)}</caption>" if table.caption else ""
    head = _render_row(table.head, table.alignments, "th", dress)
    rows = "".join(_render_row(row, table.alignments, "td", dress) for row in table.rows)
    has_head = any(cell.content for cell in table.head)
    thead = f"<thead>{head}</thead>" if has_head else ""
    attributes = render_attributes(table.attributes, dress) + dress.where(table.place)
    return f"<table{attributes}>{caption}{thead}<tbody>{rows}</tbody></table>"


def _render_row(cells: tuple[b.Cell, ...], alignments: tuple[b.Alignment, ...], tag: str, dress: Dress) -> str:
    written = []
    for cell, alignment in zip(cells, chain(alignments, repeat(b.Alignment.DEFAULT)), strict=False):
        aligned = f' class="align-{alignment}"' if alignment else ""
        scope = ' scope="col"' if tag == "th" else ""
        written.append(f"<{tag}{scope}{aligned}{dress.where(cell.place)}>{render_inlines(cell.content, dress)}</{tag}>")
    return f"<tr>{''.join(written)}</tr>"


def plain_title(content: tuple[i.Inline, ...]) -> str:
    """Give a title's words alone, without its note marks."""
    return " ".join(plain_inlines(content).split())
