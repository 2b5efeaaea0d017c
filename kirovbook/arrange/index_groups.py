"""Part the source index as the book asks: one list, by kind, by chapter, or by archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kirovbook.arrange.terms import Terms, terms_of
from kirovbook.model.apparatus import Grouping
from kirovbook.model.book import ArrangedBook, Book
from kirovbook.model.index import IndexEntry
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import Standing
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.collation import collation_key

Entries = tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """Some works under one heading, which is empty where the index is one list."""

    heading: str
    entries: Entries


def index_groups(arranged: ArrangedBook) -> tuple[IndexGroup, ...]:
    """Give the groups of the source index in their order, none of them empty.

    By chapter a work stands in the list of each chapter that cites it, with its places there alone. An index
    whose entries the style has numbered is one list: a reader looks for the number.
    """
    book, terms = arranged.book, terms_of(arranged.book.identity.lang)
    entries = book.index.entries
    grouping = Grouping.ONE if book.index.is_numbered else book.apparatus.grouping
    match grouping:
        case Grouping.ONE:
            groups: Iterable[IndexGroup] = (IndexGroup("", entries),)
        case Grouping.KIND:
            groups = _by_kind(entries, terms)
        case Grouping.CHAPTER:
            groups = _by_chapter(book, terms)
        case Grouping.ARCHIVE:
            groups = _by_archive(entries, terms)
    return tuple(group for group in groups if group.entries)


def _by_kind(entries: Entries, terms: Terms) -> Iterator[IndexGroup]:
    for standing, heading in ((Standing.PRIMARY, terms.primary), (Standing.SECONDARY, terms.secondary)):
        yield IndexGroup(heading, tuple(entry for entry in entries if entry.standing is standing))


def _by_archive(entries: Entries, terms: Terms) -> Iterator[IndexGroup]:
    archives = sorted({entry.archive for entry in entries if entry.archive}, key=collation_key)
    for archive in archives:
        yield IndexGroup(archive, tuple(entry for entry in entries if entry.archive == archive))
    yield from _by_kind(tuple(entry for entry in entries if not entry.archive), terms)


def _by_chapter(book: Book, terms: Terms) -> Iterator[IndexGroup]:
    for chapter in (*book.front_matter, *book.chapters):
        yield IndexGroup(_called(plain_inlines(chapter.title)), tuple(_cited_in(book, {chapter.unit})))
    units = {source.unit for source in book.sources}
    taken = (
        replace(entry, cited=tuple(place for place in entry.cited if place.unit in units))
        for entry in book.index.entries
        if entry.sources or any(place.unit in units for place in entry.cited)
    )
    yield IndexGroup(terms.sources, tuple(taken))
    for chapter in book.back_matter:
        yield IndexGroup(_called(plain_inlines(chapter.title)), tuple(_cited_in(book, {chapter.unit})))
    # What ``nocite`` asks for stands nowhere in the book.
    yield IndexGroup(terms.secondary, tuple(e for e in book.index.entries if not e.cited and not e.sources))


def _cited_in(book: Book, units: set[str]) -> Iterator[IndexEntry]:
    for entry in book.index.entries:
        if here := tuple(place for place in entry.cited if place.unit in units):
            yield replace(entry, cited=here, sources=())


def _called(title: str) -> str:
    return " ".join(title.split())
