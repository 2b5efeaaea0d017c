"""Find in one pass over each page where notes may begin, so that each is looked for on every page that may hold it.

A note begins with its number, a full stop and its first letters. Wherever these stand is known from that pass; on a
page where they do not stand, neither does the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kirovbook.check.printed_notes import LONG_ENOUGH_TO_COUNT, OPENING
from kirovbook.quick_dataclass import dataclass

_NUMBER = re.compile(r"[0-9]+\.")


@dataclass(frozen=True, slots=True)
class NoteOpenings:
    """The pages, in their order, on which a number and some letters behind it stand, by all these as one string."""

    pages: dict[str, list[int]]

    def of_whole(self, words: str) -> Sequence[int]:
        """Give the pages that may hold a note of at least ``LONG_ENOUGH_TO_COUNT`` bare letters as it is."""
        return self.pages.get(words[:LONG_ENOUGH_TO_COUNT], ())

    def of_first_piece(self, words: str) -> Sequence[int]:
        """Give the pages on which such a note may begin."""
        return self.pages.get(words[:OPENING], ())


def find_openings(page: str) -> tuple[str, ...]:
    """Give each number of a bare page with the letters behind it: ``LONG_ENOUGH_TO_COUNT``, or less at its end."""
    # Note 1 may begin within "21.", where the figure before it is the running text's.
    starts = (start for number in _NUMBER.finditer(page) for start in range(number.start(), number.end() - 1))
    return tuple({page[start : start + LONG_ENOUGH_TO_COUNT]: None for start in starts})


def gather_openings(of_pages: Iterable[Sequence[str]]) -> NoteOpenings:
    """Gather what was found on each page.

    What is blotted out later may be asked for still: it is not found there any more.
    """
    found: dict[str, list[int]] = {}
    for page, openings in enumerate(of_pages):
        for opening in {*openings, *(whole[:OPENING] for whole in openings)}:
            found.setdefault(opening, []).append(page)
    return NoteOpenings(found)
