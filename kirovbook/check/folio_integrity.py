"""Prove that each note stands on the page that the index gives for it, and that this page bears that number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from kirovbook.arrange.terms import terms_of
from kirovbook.diagnostics import Place
from kirovbook.model.book import ArrangedBook, Chapter, LeafKind
from kirovbook.model.letters import bare
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import Note
from kirovbook.quick_dataclass import dataclass

_DIVIDED = "\ufffe"
"""What pdfium gives for the hyphen at the end of a line."""


@dataclass(slots=True)
class _Folios:
    """The pages as they were read, and what each that was asked for has to say, so that it is asked once."""

    raw: Sequence[str]
    openings: tuple[str, ...]
    lines: dict[int, frozenset[str]] = field(default_factory=dict)
    numbered: dict[int, int] = field(default_factory=dict)

    def lines_of(self, page: int) -> frozenset[str]:
        """Give the lines of a page."""
        if page not in self.lines:
            # pdfium takes a folio below a divided word for its other half, and gives them one line.
            lines = self.raw[page].replace(_DIVIDED, "\n").splitlines()
            self.lines[page] = frozenset(line.strip() for line in lines)
        return self.lines[page]

    def bears(self, page: int, label: str) -> bool:
        """Answer whether a page has its label as a line, which mostly is the last that is drawn."""
        return self.raw[page].rpartition("\n")[2] == label or label in self.lines_of(page)

    def first_numbered(self, page: int) -> int:
        """Give the first page from one on that has words, and not those that a part opens with; else that page."""
        if page not in self.numbered:
            following = (each for each in range(page, len(self.raw)) if self._bears_a_number(each))
            self.numbered[page] = next(following, page)
        return self.numbered[page]

    def _bears_a_number(self, page: int) -> bool:
        words = bare(self.raw[page])
        return bool(words) and not words.startswith(self.openings)


def find_misnumbered(
    notes: Sequence[Note], found: Mapping[tuple[str, int], int], said: Mapping[str, int], labels: Sequence[str],
    raw: Sequence[str], arranged: ArrangedBook,
) -> Iterator[tuple[int, Place]]:
    """Give the number and the place of each note that is not on the page that is said of it, or whose page is not.

    ``found`` has the page of each note, by its unit and number; ``raw`` the words of each page as they were read. The
    first page of a part bears no number: for its notes the next page that has one is asked.
    """
    parts = {leaf.unit for leaf in arranged.leaves if leaf.kind is LeafKind.PART}
    places: dict[tuple[str, int], Place] = {}
    for note in notes:
        places.setdefault((note.unit, note.number), note.place)
    folios = _Folios(raw, tuple(_openings(arranged)))
    for (unit, number), page in found.items():
        counted = folios.first_numbered(page) if unit in parts else page
        if said.get(f"note-{unit}-{number}") != page or not folios.bears(counted, labels[counted]):
            yield number, places[unit, number]


def _openings(arranged: ArrangedBook) -> Iterator[str]:
    """Give the words that a page of a book in parts begins with where it bears no number."""
    terms = terms_of(arranged.book.identity.lang)
    for leaf in arranged.leaves:
        match leaf.content:
            case Chapter(opens_part=True, number=number):
                yield bare(terms.called_part(number))
            case None if leaf.kind is LeafKind.SOURCES_OPENING:
                yield bare(plain_inlines(leaf.title))
