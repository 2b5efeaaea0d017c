"""Prove that the source index does not lie: each place where a work is used is in it, and no other.

What the index should say is gathered anew, from the notes and the words of the settled book; where the places
have come to stand is read from the finished file; and what the index prints is read as a reader would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.model.apparatus import IndexPlaces
from kirovbook.model.blocks import Block
from kirovbook.model.book import ArrangedBook, Book, Chapter, LeafKind
from kirovbook.model.index import IndexEntry
from kirovbook.model.inlines import CitationText, Inline, Missing
from kirovbook.model.source import PrimarySource
from kirovbook.model.walk import inlines_of, walk_inlines

Folio = str
_REPORT = "report this with the manuscript: an index must name each place, and no other"
_PLACE = re.compile(r"(?P<first>[0-9]+|[ivxlcdm]+)(?:–(?P<last>[0-9]+|[ivxlcdm]+))?(?P<note>n)?")
_LOCATORS = re.compile(r" \[[^\[\]]*\]")
_NOTES = re.compile(r"(?P<first>[0-9]+)(?:–(?P<last>[0-9]+))?")


Unit = Chapter | PrimarySource
Uses = tuple[tuple[str, str], ...]
"""The keys of works, each with the anchor of a note or a passage that cites it."""


def uses_of(unit: Unit) -> Uses:
    """Gather what a chapter or a source cites, from its notes and its words."""
    used: dict[tuple[str, str], None] = {}
    for note in unit.notes:
        cites = _cited_in(inlines_of(note.content), passage=False)
        used |= dict.fromkeys((key, note.anchor) for key in (*note.works, *(key for _, key in cites)))
    passages = _cited_in(_inlines_of(unit), passage=True)
    used |= dict.fromkeys((key, f"cite-{unit.unit}-{passage}") for passage, key in passages)
    return tuple(used)


def prove_index(book: Book, find_uses: Callable[[Unit], Uses] = uses_of) -> Iterator[Diagnostic]:
    """Give an error for each work whose entry names other places than those that cite it in the settled book.

    ``find_uses`` may know what it has gathered before.
    """
    used: dict[str, set[str]] = {}
    units: tuple[Unit, ...] = (*book.front_matter, *book.chapters, *book.sources, *book.back_matter)
    for unit in units:
        for key, anchor in find_uses(unit):
            used.setdefault(key, set()).add(anchor)
    entries = {entry.key: entry for entry in book.index.entries}
    wanted = {wanted.key for wanted in book.apparatus.nocite}
    for key, anchors in used.items():
        named = {place.anchor for place in entries[key].cited} if key in entries else set()
        for anchor in sorted(anchors - named):
            yield _wrong(book, f"the source index does not name {anchor!r}, which cites {key!r}")
    for key, entry in entries.items():
        for anchor in sorted({place.anchor for place in entry.cited} - used.get(key, set())):
            yield _wrong(book, f"the source index names {anchor!r}, which does not cite {key!r}")
        sources = tuple(source.number for source in book.sources if source.header.work in (key, *entry.aliases))
        if sources != entry.sources:
            yield _wrong(book, f"the source index names other sources than those taken from {key!r}")
        if not (entry.cited or sources or wanted):
            yield _wrong(book, f"the source index holds {key!r}, which nothing uses")


def _cited_in(inlines: Iterator[Inline], *, passage: bool) -> Iterator[tuple[int, str]]:
    for inline in inlines:
        if isinstance(inline, CitationText) and bool(inline.passage) == passage:
            # A work that nobody knows is an error of its own.
            missing = {one.words for one in walk_inlines(inline.content) if isinstance(one, Missing)}
            yield from ((inline.passage, one.key) for one in inline.citation.cites if f"@{one.key}" not in missing)


def _inlines_of(unit: Chapter | PrimarySource) -> Iterator[Inline]:
    match unit:
        case Chapter(title=title, blocks=blocks):
            yield from walk_inlines(title)
            yield from inlines_of(blocks)
        case PrimarySource() as source:
            blocks_of_source: tuple[Block, ...] = (*source.headnote, *source.passage)
            yield from walk_inlines(source.header.title)
            yield from inlines_of(blocks_of_source)
            for question in source.header.questions:
                yield from walk_inlines(question.content)


def _wrong(book: Book, message: str) -> Diagnostic:
    first = next(iter((*book.front_matter, *book.chapters, *book.back_matter)), None)
    place = first.place if first else book.sources[0].header.place
    return Diagnostic("X110", ERROR, place, message, _REPORT)


def prove_places(
    arranged: ArrangedBook, seen: Mapping[str, Folio], places: Callable[[IndexEntry], str]
) -> Iterator[Diagnostic]:
    """Give an error for each work whose printed places are not those where its citations stand in the file.

    ``seen`` gives the page label of each anchor as it was found in the finished pages; ``places`` the words that
    the index prints behind an entry.
    """
    if not any(leaf.kind is LeafKind.SOURCE_INDEX for leaf in arranged.leaves):
        return
    names_notes = arranged.book.apparatus.index_places is not IndexPlaces.PAGES
    order = list(dict.fromkeys(seen.values()))
    for entry in arranged.book.index.entries:
        if any(place.anchor not in seen for place in entry.cited):
            # The note or passage is missing from the file, and that is said of it.
            continue
        wanted = {(seen[place.anchor], place.number if names_notes else 0) for place in entry.cited}
        if set(read_places(places(entry), order)) != wanted:
            yield Diagnostic("P116", ERROR, arranged.edition.place,
                             f"the places of {entry.key!r} in the source index of the edition "
                             f"{arranged.edition.name!r} are not where it is cited", _REPORT)


def read_places(words: str, order: list[Folio]) -> Iterator[tuple[Folio, int]]:
    """Read printed places, ``12n3, 45n1–2, 101–3``, as page labels and notes; 0 stands for no note.

    ``order`` has the labels of the pages that may be meant, so that a range of Roman figures can be counted.
    """
    words, position = _LOCATORS.sub("", words), 0
    while found := _PLACE.match(words, position):
        position = found.end()
        if found["note"]:
            if notes := _NOTES.match(words, position):
                position = notes.end()
                yield from ((found["first"], number) for number in range(int(notes["first"]), _last(notes) + 1))
        else:
            yield from ((folio, 0) for folio in _folios(found, order))
        position = len(words) if not words.startswith(", ", position) else position + 2


def _last(run: re.Match[str]) -> int:
    return int(run["last"] or run["first"])


def _folios(found: re.Match[str], order: list[Folio]) -> Iterator[Folio]:
    first, last = found["first"], found["last"]
    if not last:
        yield first
    elif first.isdecimal():
        # The last number of a range leaves out what it has in common with the first.
        yield from map(str, range(int(first), int(first[: max(len(first) - len(last), 0)] + last) + 1))
    elif first in order and last in order:
        yield from order[order.index(first) : order.index(last) + 1]
