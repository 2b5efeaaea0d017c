"""Write the source index of an e-book: each work, with a link to every note that cites it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kirovbook.arrange.index_groups import index_groups
from kirovbook.arrange.terms import Terms
from kirovbook.model.book import ArrangedBook, Book, Chapter
from kirovbook.model.index import CitedIn, IndexEntry
from kirovbook.model.inlines import Inlines
from kirovbook.model.source import PrimarySource
from kirovbook.render.epub.addresses import Addresses
from kirovbook.render.html import plain_title

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class CitingNote:
    """A place in the index: the words of its link, its name for who hears the link alone, its address."""

    words: str
    called: str
    href: str


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A primary source as the index prints it."""

    number: int
    called: str
    href: str


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A work with its places."""

    entry: Inlines
    places: tuple[CitingNote, ...]
    sources: tuple[NamedSource, ...]


@dataclass(frozen=True, slots=True)
class WrittenGroup:
    """The works of one group, under their heading, if it has one."""

    heading: str
    lines: tuple[IndexLine, ...]


def written_groups(arranged: ArrangedBook, addresses: Addresses, terms: Terms) -> Iterator[WrittenGroup]:
    """Give the groups of the index with the places of their works as links."""
    names = _names(arranged.book, terms)
    for group in index_groups(arranged):
        lines = tuple(_line(entry, arranged.book, addresses, names, terms) for entry in group.entries)
        yield WrittenGroup(group.heading, lines)


def _line(entry: IndexEntry, book: Book, addresses: Addresses, names: dict[str, str], terms: Terms) -> IndexLine:
    by_number = {source.number: source for source in book.sources}
    sources = (by_number[number] for number in entry.sources if number in by_number)
    return IndexLine(
        entry.entry,
        tuple(_places(entry.cited, addresses, names, terms)),
        tuple(NamedSource(source.number, source.called, addresses.of(source.unit)) for source in sources),
    )


def _places(
    cited: tuple[CitedIn, ...], addresses: Addresses, names: dict[str, str], terms: Terms
) -> Iterator[CitingNote]:
    """Write 'ch. 3, n. 12' and, for the next note of the same unit, '14' alone."""
    places = dict.fromkeys((place.unit, place.number) for place in cited if place.number)
    for unit, group in groupby(places, key=lambda place: place[0]):
        page = addresses.of(unit)
        for position, (_, number) in enumerate(group):
            called = f"{names.get(unit, unit)}, {terms.note_short}{_NO_BREAK}{number}"
            words = str(number) if position else called
            yield CitingNote(words, called, f"{page}#mark-{number}" if page else "")


def _names(book: Book, terms: Terms) -> dict[str, str]:
    """Say how the index calls each unit."""
    units: tuple[Chapter | PrimarySource, ...] = (
        *book.front_matter, *book.chapters, *book.sources, *book.back_matter
    )
    return {unit.unit: _name(unit, terms) for unit in units}


def _name(unit: Chapter | PrimarySource, terms: Terms) -> str:
    match unit:
        case PrimarySource(called=called):
            return called
        case Chapter(number=number) if number:
            return f"{terms.chapter_short}{_NO_BREAK}{number}"
        case Chapter(title=title):
            return plain_title(title)
