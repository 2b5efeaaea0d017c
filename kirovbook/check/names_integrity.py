"""Prove that the index of names does not lie: each wrapped mention is in it, where it stands, and nothing else.

What it should say is gathered anew from the wrapped words of the settled book; where they have come to stand is
read from the finished file; and what the index prints is read as a reader would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING

from kirovbook.arrange.pages import has_names_index
from kirovbook.arrange.terms import Terms
from kirovbook.check.index_integrity import read_places
from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.model.apparatus import IndexPlaces
from kirovbook.model.blocks import Block
from kirovbook.model.book import ArrangedBook, Book, Chapter
from kirovbook.model.inlines import Indexed, Inline
from kirovbook.model.names import IndexKey, MentionedIn, NamesEntry
from kirovbook.model.source import Note, PrimarySource
from kirovbook.model.walk import inlines_of, walk_inlines
from kirovbook.quick_dataclass import dataclass

if TYPE_CHECKING:
    from kirovbook.check.epub_reading import ReadEntry, ReadPage
    from kirovbook.render.epub.addresses import Addresses

_REPORT = "report this with the manuscript: an index must name each place, and no other"
Wrapped = Mapping[IndexKey, frozenset[MentionedIn]]


@dataclass(frozen=True, slots=True)
class Named:
    """What the words of one chapter or source name, each with its place; the notes whose two forms do not agree."""

    wrapped: tuple[tuple[IndexKey, MentionedIn], ...]
    disagreeing: tuple[Note, ...]


def named_in(unit: Chapter | PrimarySource) -> Named:
    """Gather the wrapped words of a chapter or source."""
    wrapped = tuple(
        (key, MentionedIn(unit.unit, number, inline.number))
        for number, inlines in _texts_of(unit) for inline in inlines if isinstance(inline, Indexed)
        for key in inline.keys
    )
    return Named(wrapped, tuple(note for note in unit.notes if _numbers(note.content) != _numbers(note.spelled_out)))


def prove_names(book: Book, find_named: Callable[[Chapter | PrimarySource], Named] = named_in) -> Iterator[Diagnostic]:
    """Give an error for each entry that names other places than those where its words are wrapped in the book.

    ``find_named`` may know what it has gathered before.
    """
    wrapped = _wrapped(book, find_named)
    entries = {entry.key: entry for _, entry in book.names.every_entry() if entry.cited}
    for key in dict.fromkeys((*wrapped, *entries)):
        named = frozenset(entries[key].cited) if key in entries else frozenset()
        if named != wrapped.get(key, frozenset()):
            anchors = sorted(place.anchor for place in named ^ wrapped.get(key, frozenset()))
            called = f"'{key.person or '!'.join(key.subject)}'"
            yield _wrong(book, f"the index of names and the book do not agree on {called}: {', '.join(anchors[:3])}")
    for unit in _units(book):
        for note in find_named(unit).disagreeing:
            yield Diagnostic("X111", ERROR, note.place,
                             f"the forms of note {note.number} do not name the same persons", _REPORT)


def _units(book: Book) -> tuple[Chapter | PrimarySource, ...]:
    return (*book.front_matter, *book.chapters, *book.sources, *book.back_matter)


def _wrapped(book: Book, find_named: Callable[[Chapter | PrimarySource], Named] = named_in) -> Wrapped:
    """Gather the places of all wrapped words by the entries that they belong to."""
    places: dict[IndexKey, set[MentionedIn]] = {}
    for unit in _units(book):
        for key, place in find_named(unit).wrapped:
            places.setdefault(key, set()).add(place)
    return {key: frozenset(where) for key, where in places.items()}


def _texts_of(unit: Chapter | PrimarySource) -> Iterator[tuple[int, Iterator[Inline]]]:
    """Give the inlines of a unit's text, under 0, and of each note under its number."""
    match unit:
        case Chapter(title=title, blocks=blocks):
            yield 0, walk_inlines(title)
            yield 0, inlines_of(blocks)
        case PrimarySource() as source:
            yield 0, walk_inlines(source.header.title)
            yield 0, inlines_of((*source.headnote, *source.passage))
    for note in unit.notes:
        yield note.number, inlines_of(note.content)


def _numbers(blocks: Iterable[Block]) -> list[tuple[int, tuple[IndexKey, ...]]]:
    return [(inline.number, inline.keys) for inline in inlines_of(blocks) if isinstance(inline, Indexed)]


def _wrong(book: Book, message: str) -> Diagnostic:
    first = next(iter((*book.front_matter, *book.chapters, *book.back_matter)), None)
    place = first.place if first else book.sources[0].header.place
    return Diagnostic("X111", ERROR, place, message, _REPORT)


def words_behind(entry: NamesEntry, places: str, terms: Terms) -> str:
    """Give what must stand behind a heading in print: ``, 12, 34n5. See also Smolny``."""
    words = f", {places}" if places else ""
    for term, targets in ((terms.see, entry.see), (terms.see_also, entry.see_also)):
        if targets:
            words += f". {term} {'; '.join(targets)}"
    return words


def prove_name_places(
    arranged: ArrangedBook, seen: Mapping[str, str], places: Callable[[NamesEntry], str]
) -> Iterator[Diagnostic]:
    """Give an error for each entry whose printed places are not those where its mentions stand in the file.

    ``seen`` gives the page label of each anchor as it was found in the finished pages, for a mention within a note
    that of the note; ``places`` the figures that the index prints behind an entry.
    """
    if not has_names_index(arranged):
        return
    names_notes = arranged.book.apparatus.index_places is not IndexPlaces.PAGES
    order = list(dict.fromkeys(seen.values()))
    wrapped = _wrapped(arranged.book)
    for _, entry in arranged.book.names.every_entry():
        mentions = wrapped.get(entry.key, frozenset())
        if any(_stands_at(mention) not in seen for mention in mentions):
            # The words are missing from the file, and that is said of them.
            continue
        wanted = {(seen[_stands_at(one)], one.number if names_notes else 0) for one in mentions}
        if set(read_places(places(entry), order)) != wanted:
            yield Diagnostic("P117", ERROR, arranged.edition.place,
                             f"the places of {entry.heading!r} in the index of names of the edition "
                             f"{arranged.edition.name!r} are not where it is mentioned", _REPORT)


def _stands_at(mention: MentionedIn) -> str:
    return f"note-{mention.unit}-{mention.number}" if mention.number else mention.anchor


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the index of an e-book must have of an entry: its words, its links, and how many entries it sends to."""

    words: str
    hrefs: frozenset[str]
    sent: int


def prove_name_links(page: ReadPage, arranged: ArrangedBook, addresses: Addresses) -> Iterator[Diagnostic]:
    """Give an error for each entry that does not lead to the first mention in each chapter, source and note."""
    wrapped = _wrapped(arranged.book)
    wanted = [_wanted(entry, wrapped, addresses) for _, entry in arranged.book.names.every_entry()]
    for want, read in zip_longest(wanted, page.entries):
        if trouble := _trouble(want, read):
            yield Diagnostic("E131", ERROR, arranged.edition.place, trouble, _REPORT)


def _wanted(entry: NamesEntry, wrapped: Wrapped, addresses: Addresses) -> _Wanted:
    from kirovbook.check.epub_reading import plain  # noqa: PLC0415 - what reads e-books is loaded where there is one
    from kirovbook.render.epub.characters import legal  # noqa: PLC0415

    first: dict[tuple[str, int], MentionedIn] = {}
    for place in sorted(wrapped.get(entry.key, frozenset()), key=lambda place: place.passage):
        first.setdefault((place.unit, place.number), place)
    hrefs = frozenset(href for place in first.values() if (href := addresses.of_mention(place)))
    return _Wanted(plain(legal(entry.label)), hrefs, len({*entry.see, *entry.see_also}))


def _trouble(want: _Wanted | None, read: ReadEntry | None) -> str:
    if want is None:
        return f"the index of names has an entry {read.words if read else ''!r} that the book does not have"
    if read is None or read.words != want.words:
        return f"the entry {want.words!r} is missing from its place in the index of names"
    leads = frozenset(href for href in read.hrefs if not href.startswith("#"))
    if leads != want.hrefs:
        wrong = min(leads ^ want.hrefs)
        return f"the entry {want.words!r} of the index of names does not lead where it should: {wrong!r}"
    if len(read.hrefs) - len(leads) != want.sent:
        return f"the entry {want.words!r} of the index of names does not send to all its entries"
    return ""
