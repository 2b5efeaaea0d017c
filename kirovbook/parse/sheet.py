"""Find the line and column where a piece of Markdown stands in the author's file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate

from kirovbook.diagnostics import Place
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text, and where its first character stands in the file.

    ``starts`` holds the offset of each line in ``text``. A ``pinned`` text was put together from the file's
    (a folded value of a header, say): everything in it stands where the text begins.
    """

    file: str
    text: str
    first_line: int
    first_column: int
    starts: tuple[int, ...]
    pinned: bool = False

    def place(self, offset: int) -> Place:
        """Give the place of the character at an offset of the text."""
        if self.pinned:
            return Place(self.file, self.first_line, self.first_column)
        index = max(bisect_right(self.starts, offset) - 1, 0)
        column = max(offset - self.starts[index], 0) + (self.first_column if index == 0 else 1)
        return Place(self.file, self.first_line + index, column)

    def line(self, index: int) -> str:
        """Give a line of the text, counted from 0, without its end."""
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : end]


def make_sheet(text: str, file: str, first_line: int = 1, first_column: int = 1, *, pinned: bool = False) -> Sheet:
    r"""Measure the lines of a text whose lines end in ``\n``."""
    starts = tuple(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))
    return Sheet(file, text, first_line, first_column, starts, pinned)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the characters of one run of inline text come from.

    ``segments`` are pairs (index in the run, offset in the sheet), in order: from that index on, characters
    follow each other as in the sheet. ``base`` is added to every index asked for.
    """

    sheet: Sheet
    segments: tuple[tuple[int, int], ...]
    base: int = 0

    def place(self, index: int) -> Place:
        """Give the place of the character at an index of the run."""
        index += self.base
        at = max(bisect_right(self.segments, index, key=lambda segment: segment[0]) - 1, 0)
        start, offset = self.segments[at]
        return self.sheet.place(offset + index - start)

    def within(self, index: int) -> Origin:
        """Give the origin of a part of the run that begins at an index."""
        return replace(self, base=self.base + index)


def line_segments(sheet: Sheet, content: str, first: int) -> tuple[tuple[int, int], ...]:
    """Find where each line of a block's content begins; line ``first`` of the sheet holds the content's first.

    What Markdown takes away from a line stands before it (indentation, marks of lists and quotations) or is
    white space after it, so the content's line is the tail of the sheet's.
    """
    segments = []
    index = 0
    for number, line in enumerate(content.split("\n"), first):
        written = sheet.line(min(number, len(sheet.starts) - 1))
        core = line.lstrip()
        start = len(written.rstrip()) - len(core.rstrip()) - (len(line) - len(core))
        segments.append((index, sheet.starts[min(number, len(sheet.starts) - 1)] + max(start, 0)))
        index += len(line) + 1
    return tuple(segments)
