"""Find a note on the pages of a finished file: whole on one, or broken off at its foot and taken up on the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kirovbook.model.source import Note
from kirovbook.quick_dataclass import dataclass

LONG_ENOUGH_TO_COUNT = 24
"""How many letters a note must have before the same letters elsewhere are no chance."""

OPENING = 8
"""How many letters of a note, its number among them, must stand at a page's foot before the rest is looked for."""
_CHANCE = 12
"""How many letters of a running head or a folio may happen to go on as the note would."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of bare letters: the index of its page, where it begins there, and how long it is."""

    page: int
    start: int
    length: int

    @property
    def end(self) -> tuple[int, int]:
        """Give the page and the offset behind the last letter."""
        return self.page, self.start + self.length


@dataclass(frozen=True, slots=True, eq=False)
class NoteWords:
    """A note, and its bare letters with its number before them."""

    note: Note
    bare: str

    def find(self, page: str) -> int:
        """Find the note on a bare page: behind something else than a figure, lest note 1 be found within note 21.

        Only where it stands nowhere else may a figure go before it: the last of the running text's.
        """
        first = start = page.find(self.bare)
        while start > 0 and page[start - 1].isdigit():
            start = page.find(self.bare, start + 1)
        return start if start >= 0 else first

    def pieces(self, pages: Sequence[str], first: int) -> tuple[Piece, ...]:
        """Give where the note stands if it begins on page ``first``: in one piece, or in several; else nothing."""
        if (start := self.find(pages[first])) >= 0:
            return (Piece(first, start, len(self.bare)),)
        for start in self._openings(pages[first]):
            length = _same_letters(pages[first], start, self.bare)
            if rest := _taken_up(pages, first, self.bare, length):
                return (Piece(first, start, len(self.bare) - sum(piece.length for piece in rest)), *rest)
        return ()

    def _openings(self, page: str) -> Iterator[int]:
        """Give where a note's number and first letters stand, those behind a figure last."""
        opening = self.bare[:OPENING]
        starts, start = [], page.find(opening)
        while start >= 0:
            starts.append(start)
            start = page.find(opening, start + 1)
        yield from sorted(starts, key=lambda start: start > 0 and page[start - 1].isdigit())


def _taken_up(pages: Sequence[str], page: int, words: str, longest: int) -> tuple[Piece, ...]:
    """Cut the words so that the next page has the rest, or its beginning and the page after it goes on."""
    if page + 1 >= len(pages):
        return ()
    after = pages[page + 1]
    cuts = range(longest, max(longest - _CHANCE, 0), -1)
    for cut in cuts:
        if (start := after.find(words[cut:])) >= 0:
            return (Piece(page + 1, start, len(words) - cut),)
    for cut in cuts:
        rest = words[cut:]
        for length, start in _beginnings(after, rest):
            if onward := _taken_up(pages, page + 1, rest, length):
                there = len(rest) - sum(piece.length for piece in onward)
                return Piece(page + 1, start, there), *onward
    return ()


def _beginnings(page: str, words: str) -> Iterator[tuple[int, int]]:
    """Give how far and where a page says what the words begin with, the longest first."""
    opening, found = words[:LONG_ENOUGH_TO_COUNT], []
    start = page.find(opening)
    while start >= 0:
        found.append((_same_letters(page, start, words), start))
        start = page.find(opening, start + 1)
    yield from sorted(found, reverse=True)


def _same_letters(page: str, start: int, words: str) -> int:
    """Give how far the page goes on as the words do."""
    low, high = 0, min(len(words), len(page) - start)
    while low < high:
        middle = (low + high + 1) // 2
        if page.startswith(words[:middle], start):
            low = middle
        else:
            high = middle - 1
    return low
