"""Write the source index of an e-book: each work, with a link to every note that cites it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import groupby

from kirovbook.arrange.index_groups import index_groups
from kirovbook.arrange.terms import Terms
from kirovbook.model.apparatus import IndexPlaces
from kirovbook.model.book import ArrangedBook, Book, Chapter
from kirovbook.model.index import CitedIn, IndexEntry
from kirovbook.model.inlines import Inlines
from kirovbook.model.numerals import roman
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import PrimarySource
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.epub.addresses import Addresses
from kirovbook.render.html import plain_title
from kirovbook.render.places import bracketed, locators_by_anchor

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class CitingNote:
    """A place in the index: the words of its link, its name for who hears the link alone, its address.

    ``locators`` is what is cited there, where the author asks for it: " [p. 31]".
    """

    words: str
    called: str
    href: str
    locators: str = ""


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A primary source as the index prints it."""

    number: int
    called: str
    href: str


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A work with its places; ``name`` is its id, empty where it has stood before."""

    name: str
    entry: Inlines
    places: tuple[CitingNote, ...]
    sources: tuple[NamedSource, ...]


@dataclass(frozen=True, slots=True)
class WrittenGroup:
    """The works of one group, under their heading, if it has one."""

    heading: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class IndexLink:
    """The way from a note to a work in the index: the address, and its name for who hears the link alone."""

    href: str
    called: str


def index_links(keys: tuple[str, ...], arranged: ArrangedBook, addresses: Addresses) -> tuple[IndexLink, ...]:
    """Give the way from a note to each of its works in the source index, if the edition has one."""
    if not keys:
        return ()
    found = {entry.key: (number, entry) for number, entry in enumerate(arranged.book.index.entries, start=1)
             if entry.key in keys}
    return tuple(
        IndexLink(href, " ".join(plain_inlines(found[key][1].entry).split()))
        for key in keys
        if key in found and (href := addresses.of_work(found[key][0]))
    )


def _numbers(book: Book) -> dict[str, int]:
    return {entry.key: number for number, entry in enumerate(book.index.entries, start=1)}


@dataclass(slots=True)
class _Writing:
    """What the lines of one index are written with, and the works that have stood in it already."""

    book: Book
    addresses: Addresses
    terms: Terms
    folios: Mapping[str, str]
    names: Mapping[str, str]
    numbers: Mapping[str, int]
    has_locators: bool
    stood: set[str] = field(default_factory=set)


def written_groups(
    arranged: ArrangedBook, addresses: Addresses, terms: Terms, folios: Mapping[str, str]
) -> Iterator[WrittenGroup]:
    """Give the groups of the index with the places of their works as links."""
    book = arranged.book
    writing = _Writing(book, addresses, terms, folios, unit_names(book, terms), _numbers(book),
                       book.apparatus.index_places is IndexPlaces.LOCATORS)
    for group in index_groups(arranged):
        yield WrittenGroup(group.heading, tuple(_line(entry, writing) for entry in group.entries))


def _line(entry: IndexEntry, writing: _Writing) -> IndexLine:
    by_number = {source.number: source for source in writing.book.sources}
    sources = (by_number[number] for number in entry.sources if number in by_number)
    name = "" if entry.key in writing.stood else f"work-{writing.numbers[entry.key]}"
    writing.stood.add(entry.key)
    addresses = writing.addresses
    return IndexLine(
        name,
        entry.entry,
        tuple(_places(entry.cited, writing)),
        tuple(NamedSource(source.number, source.called, addresses.of(source.unit)) for source in sources),
    )


def _places(cited: tuple[CitedIn, ...], writing: _Writing) -> Iterator[CitingNote]:
    """Write 'ch. 3, n. 12' and, for the next note of the same unit, '14' alone; 'ch. 3' where the text cites.

    Where there is a print edition its page follows: 'ch. 3, n. 12 (p. 57)'.
    """
    terms, locators = writing.terms, locators_by_anchor(cited)
    places = {place.anchor: place for place in reversed(cited)}
    for (unit, is_note), group in groupby(reversed(places.values()), key=lambda place: (place.unit, place.number > 0)):
        for position, place in enumerate(group):
            name = writing.names.get(unit, unit)
            if is_note:
                called = f"{name}, {terms.note_short}{_NO_BREAK}{place.number}"
                words = str(place.number) if position else called
            else:
                called, words = f"{name} ({position + 1})", f"({position + 1})" if position else name
            folio = writing.folios.get(place.anchor)
            page = f" ({terms.page_short}{_NO_BREAK}{folio})" if folio else ""
            cited_there = bracketed(locators[place.anchor]) if writing.has_locators else ""
            yield CitingNote(words + page, called + page, writing.addresses.of_place(place), cited_there)


def unit_names(book: Book, terms: Terms) -> dict[str, str]:
    """Say how the index calls each unit."""
    units: tuple[Chapter | PrimarySource, ...] = (
        *book.front_matter, *book.chapters, *book.sources, *book.back_matter
    )
    return {unit.unit: _name(unit, terms) for unit in units}


def _name(unit: Chapter | PrimarySource, terms: Terms) -> str:
    match unit:
        case PrimarySource(called=called):
            return called
        case Chapter(opens_part=True, number=number):
            return f"{terms.part_short}{_NO_BREAK}{roman(number).upper()}"
        case Chapter(number=number) if number:
            return f"{terms.chapter_short}{_NO_BREAK}{number}"
        case Chapter(title=title):
            return plain_title(title)
