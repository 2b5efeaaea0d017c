"""List the parts of an e-book for its readers: the contents, the landmarks, and the same for EPUB 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kirovbook.arrange.terms import Terms
from kirovbook.model.book import ArrangedBook, Chapter, Leaf, LeafKind, MatterPart
from kirovbook.model.inlines import Indexed, Inline, Inlines, Link, NoteMark, Picture, ReferenceText, Span, Text
from kirovbook.model.source import PrimarySource
from kirovbook.model.walk import map_inlines, walk_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.epub.addresses import Addresses, leaves_with_page
from kirovbook.render.epub.rendering import NAVIGATION
from kirovbook.render.html import plain_title


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents: its number or nothing, its title in markup's and in plain words, those under it."""

    number: str
    title: Inlines
    plain: str
    href: str
    order: int
    under: tuple[ContentsLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that a reader jumps to by its kind, in the words of the EPUB Structural Semantics Vocabulary."""

    type: str
    title: str
    href: str


def contents_of(arranged: ArrangedBook, addresses: Addresses, terms: Terms) -> tuple[ContentsLine, ...]:
    """Give the contents: every listed leaf, chapters under their part, sources under the heading that opens them."""
    lines: list[ContentsLine] = []
    for order, leaf in enumerate((leaf for leaf in leaves_with_page(arranged) if leaf.listed), start=1):
        line = _line(leaf, addresses, order, terms)
        opener = lines[-1] if lines else None
        if leaf.under and opener and opener.href == addresses.of(leaf.under):
            lines[-1] = replace(opener, under=(*opener.under, line))
        else:
            lines.append(line)
    return tuple(lines)


def landmarks_of(arranged: ArrangedBook, addresses: Addresses, terms: Terms) -> Iterator[Landmark]:
    """Give the cover, the title page, the contents, the start of the text, the sources, the notes and the index.

    The vocabulary has no word for sources; the page that opens them is a part of the book.
    """
    leaves = leaves_with_page(arranged)
    by_kind = {leaf.kind: leaf for leaf in leaves}
    first = next((leaf for leaf in leaves if leaf.part is MatterPart.BODY), None)
    for kind, name, title in (
        (LeafKind.COVER, "cover", terms.cover),
        (LeafKind.TITLE_PAGE, "titlepage", terms.title_page),
    ):
        if kind in by_kind:
            yield Landmark(name, title, addresses.of(by_kind[kind].unit))
    yield Landmark("toc", terms.contents, f"{NAVIGATION}#toc")
    if first:
        yield Landmark("bodymatter", terms.begin, addresses.of(first.unit))
    if sources := by_kind.get(LeafKind.SOURCES_OPENING):
        yield Landmark("part", terms.sources, addresses.of(sources.unit))
    if notes := by_kind.get(LeafKind.NOTES):
        yield Landmark("endnotes", terms.notes, addresses.of(notes.unit))
    if index := by_kind.get(LeafKind.SOURCE_INDEX):
        yield Landmark("index", terms.source_index, addresses.of(index.unit))


def unmarked(title: Inlines) -> Inlines:
    """Give a title as other pages name it: without notes, pictures, links and ids of its own."""
    return map_inlines(title, _without_links)


def navigation_title(leaf: Leaf) -> str:
    """Give the words by which a menu names a leaf: of a title that is but a picture, what the picture shows.

    A title without any words is named by its unit: no reader can choose a line that is empty.
    """
    pictures = (inline.alternative for inline in walk_inlines(leaf.title) if isinstance(inline, Picture))
    return plain_title(unmarked(leaf.title)) or " ".join(" ".join(pictures).split()) or leaf.unit


def _without_links(inline: Inline) -> Inlines:
    match inline:
        case NoteMark() | Picture():
            return ()
        case Link(content) | Indexed(content):
            return content
        case ReferenceText(words):
            return (Text(words),)
        case Span(content, attributes) if attributes.id:
            return (Span(content, replace(attributes, id="")),)
        case _:
            return (inline,)


def _line(leaf: Leaf, addresses: Addresses, order: int, terms: Terms) -> ContentsLine:
    match leaf.content:
        case Chapter(opens_part=True, number=number):
            label = terms.called_part(number)
        case Chapter(number=number) | PrimarySource(number=number) if number:
            label = str(number)
        case _:
            label = ""
    words, title = navigation_title(leaf), unmarked(leaf.title)
    return ContentsLine(label, title if plain_title(title) else (Text(words),), words, addresses.of(leaf.unit), order)
