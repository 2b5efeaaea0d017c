"""Name the files of an e-book, and the points in them that a link can lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from kirovbook.model.blocks import Block, Division, Heading, Table
from kirovbook.model.book import ArrangedBook, Chapter, Leaf, LeafKind
from kirovbook.model.index import CitedIn
from kirovbook.model.inlines import Inline, Picture, Span
from kirovbook.model.names import MentionedIn
from kirovbook.model.source import Note, PrimarySource
from kirovbook.model.walk import inlines_of, walk_blocks, walk_inlines
from kirovbook.quick_dataclass import dataclass

# A contents page and a list of sources are the navigation of an e-book; it has no half-title.
WITHOUT_PAGE = frozenset({LeafKind.HALF_TITLE, LeafKind.CONTENTS, LeafKind.LIST_OF_SOURCES})

_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_SAFE_ANCHOR = re.compile(r"[A-Za-z_][A-Za-z0-9._-]{0,99}")
_OUR_ANCHOR = re.compile(
    r"heading|called|title|text|headnote|passage|provenance|credit|questions|questions-heading|notes|toc|landmarks"
    r"|(note|mark|cite|work|name|named|page)-.*"
)
_LONGEST_WORDS = 40
_ENDING = ".xhtml"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where in the e-book a unit, or a point that the author named, is to be found.

    ``notes`` is the file that holds all notes, or empty where they stand with their chapter or source.
    """

    pages: Mapping[str, str]
    points: Mapping[str, str]
    notes: str = ""

    def of(self, target: str) -> str:
        """Give the address of a unit or of an author's id, or an empty string if this edition has neither."""
        return self.pages.get(target) or self.points.get(target, "")

    def of_work(self, number: int) -> str:
        """Give the address of the entry with that place in the source index, from 1; empty where there is none."""
        page = self.of(LeafKind.SOURCE_INDEX)
        return page and f"{page}#work-{number}"

    def of_place(self, place: CitedIn) -> str:
        """Give the address of the mark of a citing note, or of a citation in the text; empty as with ``of``."""
        page = self.of(place.unit)
        return page and (f"{page}#mark-{place.number}" if place.number else f"{page}#cite-{place.passage}")

    def of_mention(self, place: MentionedIn) -> str:
        """Give the address of the words that the index of names leads to; empty as with ``of``."""
        page = self.of(place.unit)
        if page and place.number and self.notes:
            return f"{self.notes}#{self.name_in_notes('name', place.unit, place.passage)}"
        return page and f"{page}#name-{place.passage}"

    def name_in_notes(self, kind: str, unit: str, number: int) -> str:
        """Give the id of a note of a unit ("note"), or of words in it that the index of names leads to ("name").

        Where the notes of all units are in one file it says of which they are: ``note-ch-smolny-3``.
        """
        return f"{kind}-{self.pages[unit].removesuffix(_ENDING)}-{number}" if self.notes else f"{kind}-{number}"

    def of_note(self, unit: str, number: int) -> str:
        """Give the address of a note of a unit that this edition has."""
        return f"{self.notes or self.pages[unit]}#{self.name_in_notes('note', unit, number)}"

    def from_mark(self, unit: str, number: int) -> str:
        """Give where the mark of a note leads."""
        return f"{self.notes}#{self.name_in_notes('note', unit, number)}"

    def from_note(self, unit: str, number: int) -> str:
        """Give where the number of a note leads back to."""
        return f"{self.pages[unit]}#mark-{number}" if self.notes else f"#mark-{number}"


def survey(arranged: ArrangedBook) -> Addresses:
    """Give every unit its file, and every id in it its address; of two equal ids the first is meant."""
    leaves = leaves_with_page(arranged)
    pages = {leaf.unit: file_name(leaf.unit) for leaf in leaves}
    pages = {leaf.content.unit: file_name(leaf.unit) for leaf in leaves if leaf.content} | pages
    apart = next((file_name(leaf.unit) for leaf in leaves if leaf.kind is LeafKind.NOTES), "")
    units = Addresses(pages, {}, apart)
    points: dict[str, str] = {}
    for content in (leaf.content for leaf in leaves if leaf.content):
        for name, address in _points_in(content, units):
            points.setdefault(name, address)
    return replace(units, points=points)


def _points_in(content: Chapter | PrimarySource, units: Addresses) -> Iterator[tuple[str, str]]:
    page = units.pages[content.unit]
    for name in _ids_in(_blocks_in(content), inlines_of_text(content)):
        yield name, f"{page}#{anchor_of(name)}"
    for note in content.notes:
        yield note.anchor, units.of_note(note.unit, note.number)
        for name in _ids_in(shown_of(note), inlines_of(shown_of(note))):
            yield name, f"{units.notes or page}#{anchor_of(name)}"


def leaves_with_page(arranged: ArrangedBook) -> tuple[Leaf, ...]:
    """Give the leaves that are a page of the e-book."""
    return tuple(leaf for leaf in arranged.leaves if leaf.kind not in WITHOUT_PAGE)


def file_name(unit: str) -> str:
    """Name the file of a unit in letters that every reader's file system keeps apart."""
    return f"{_safe(unit)}{_ENDING}"


def picture_href(path: str) -> str:
    """Name the file of a picture after its path in the book."""
    *folders, name = path.split("/")
    stem, _, ending = name.rpartition(".")
    kept = stem if _SAFE_NAME.fullmatch(stem) and _SAFE_NAME.fullmatch(ending) else _safe(name)
    suffix = f".{ending.lower()}" if _SAFE_NAME.fullmatch(ending.lower()) else ""
    return "/".join(("pictures", *map(_safe, folders), f"{kept}{suffix}"))


def anchor_of(name: str) -> str:
    """Give an author's id the form that XML allows, apart from the program's own ids."""
    if _SAFE_ANCHOR.fullmatch(name) and not _OUR_ANCHOR.fullmatch(name):
        return name
    return f"id-{_digest(name)}"


def inlines_in(content: Chapter | PrimarySource) -> Iterator[Inline]:
    """Give every inline of a unit in the order of its page, those of its notes last."""
    yield from inlines_of_text(content)
    yield from inlines_of_notes(content)


def inlines_of_text(content: Chapter | PrimarySource) -> Iterator[Inline]:
    """Give every inline of a unit but those of its notes."""
    match content:
        case Chapter():
            yield from walk_inlines(content.title)
            yield from inlines_of(content.blocks)
        case PrimarySource():
            yield from walk_inlines(content.header.title)
            yield from inlines_of((*content.headnote, *content.passage))
            yield from walk_inlines(content.provenance)
            for question in content.header.questions:
                yield from walk_inlines(question.content)


def inlines_of_notes(content: Chapter | PrimarySource) -> Iterator[Inline]:
    """Give every inline of a unit's notes."""
    for note in content.notes:
        yield from inlines_of(shown_of(note))


def shown_of(note: Note) -> tuple[Block, ...]:
    """Give a note's words for a reader who sees it alone: never 'Ibid.'."""
    return note.spelled_out or note.content


def _ids_in(blocks: tuple[Block, ...], inlines: Iterator[Inline]) -> Iterator[str]:
    for block in walk_blocks(blocks):
        match block:
            case Heading() | Division() | Table() if block.attributes.id:
                yield block.attributes.id
            case _:
                pass
    for inline in inlines:
        match inline:
            case Span() | Picture() if inline.attributes.id:
                yield inline.attributes.id
            case _:
                pass


def _blocks_in(content: Chapter | PrimarySource) -> tuple[Block, ...]:
    match content:
        case Chapter():
            return content.blocks
        case PrimarySource():
            return (*content.headnote, *content.passage)


def _safe(name: str) -> str:
    if _SAFE_NAME.fullmatch(name):
        return name
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST_WORDS]
    return f"{words}-{_digest(name)}".lstrip("-")


def _digest(name: str) -> str:
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
