"""Step over what Pandoc reads as one inline, to find where a citation's bracket closes and its cites part.

A ';' or a ']' within emphasis, quotation marks or a link parts nothing. Pandoc looks for what closes such an
inline further than CommonMark does: emphasis that nothing closes takes all the text that follows (seen with
Pandoc 3.9; ``tests/parse/citation_cases.md`` holds the cases). Code, links, pictures, entities, formulas and HTML
are stepped over as the rest of our reader reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

Skip = Callable[[int], int]
"""Give the index after the inline that begins at an index: a link, code, an entity; or the next index."""

_RUN: Final = re.compile(r"\*+|_+")
_MARKS: Final = "*_\"'~^["
_DEEPEST: Final = 30
_SPACES: Final = " \t\n"


class Stepper:
    """What is known of one run of text: where each inline ends.

    ``keys`` are where keys end: straight after a key another may stand, straight after a word or emphasis none.
    What has been found out is kept, so that any run takes linear time.
    """

    def __init__(self, text: str, end: int) -> None:
        self.text = text
        self.end = end
        self.keys: set[int] = set()
        self._closings: set[int] = set()  # where emphasis ends
        self._is_walked = False
        self._skip: Skip = lambda at: at + 1
        self._known: dict[tuple[int, str], int] = {}
        self._sought: dict[tuple[int, str, str], int] = {}
        self._brackets: dict[int, int] | None = None
        self._depth = 0

    def skipping(self, skip: Skip) -> Stepper:
        """Give the stepper itself, with the way of skipping of whoever reads the run now."""
        self._skip = skip
        return self

    def is_after_word(self, at: int) -> bool:
        """Answer whether a letter, a digit, a dot or emphasis ends here: a key cannot begin."""
        before = self.text[at - 1] if at else " "
        if before.isalnum():
            return at not in self.keys
        if before == ".":
            return self._dots(at) % 3 != 0
        return before in "*_" and at not in self.keys and self._closes_emphasis(at)

    def is_link(self, at: int) -> bool:
        """Answer whether the bracket at an index is a link, a span or a note's mark to our reader."""
        return self._skip(at) > at + 1

    def closing_bracket(self, at: int) -> int:
        """Give the index of the bracket that closes the one at an index, or -1; code and HTML hold none."""
        if self._brackets is None:
            self._brackets = self._paired_brackets()
        return self._brackets.get(at, -1)

    def after(self, at: int, quotes: str = "") -> int:
        """Give the index after the inline that begins at ``at``; ``quotes`` are the marks now open."""
        char = self.text[at]
        if char not in _MARKS + "`<\\!&$@-":
            return at + 1
        known = self._known.get((at, quotes))
        if known is not None:
            return known
        if self._depth >= _DEEPEST:
            return at + 1
        self._depth += 1
        after = self._after(at, char, quotes)
        self._depth -= 1
        self._known[at, quotes] = after
        return after

    def _after(self, at: int, char: str, quotes: str) -> int:
        match char:
            case "*" | "_":
                return self._after_emphasis(at, char, quotes)
            case '"' | "'":
                return self._after_quotation(at, char, quotes)
            case "~" | "^":
                return self._after_raised(at, char, quotes)
            case "[":
                after = self._skip(at)
                close = self.closing_bracket(at) if after == at + 1 else -1
                return close + 1 if close > 0 else after
            case _:
                return self._skip(at)

    def _after_emphasis(self, at: int, mark: str, quotes: str) -> int:
        if mark == "_" and self.is_after_word(at):
            return at + 1
        run = _RUN.match(self.text, at, self.end)
        size = len(run[0]) if run else 1
        opened = at + size
        if size > len("***") or self._is_space(opened):
            return opened
        return self._closed(opened, mark, (size,) if size < len("***") else (3, 2, 1), quotes)

    def _closed(self, at: int, mark: str, sizes: tuple[int, ...], quotes: str) -> int:
        """Give the index after the marks that close emphasis, or the end of the run."""

        def closed(at: int) -> int:
            if not self._ends(at, mark, sizes[-1]):
                return 0
            if sizes == (1,) and self._ends(at, mark, 2) and not self._ends(at + 2, mark, 1):
                return -self._closed(at + 2, mark, (2,), quotes)
            size = next(size for size in sizes if self._ends(at, mark, size))
            self._closings.add(at + size)
            rest = sizes[0] - size
            return self._closed(at + size, mark, (rest,), quotes) if rest else at + size

        return self._seek(at, f"{mark}{sizes}", closed, quotes) or self.end

    def _seek(self, at: int, kind: str, closed: Callable[[int], int], quotes: str) -> int:
        """Step on until ``closed`` gives the index after what closes an inline of this kind; 0 if nothing does.

        What ``closed`` gives below 0 is to be stepped over. Who begins behind another takes his answer, where
        both step on the same mark: else each mark that is never closed would look through all the rest.
        """
        passed: list[int] = []
        found = 0
        while at < self.end:
            if self.text[at] in _MARKS:
                known = self._sought.get((at, kind, quotes))
                if known is not None:
                    found = known
                    break
                passed.append(at)
            found = closed(at)
            if found > 0:
                break
            at = -found or self.after(at, quotes)
            found = 0
        for place in passed:
            self._sought[place, kind, quotes] = found
        return found

    def _ends(self, at: int, mark: str, size: int) -> bool:
        if not self.text.startswith(mark * size, at, self.end):
            return False
        return mark == "*" or not self.text[at + size : at + size + 1].isalnum()

    def _after_quotation(self, at: int, mark: str, quotes: str) -> int:
        if mark in quotes or self._is_space(at + 1) or (mark == "'" and self.is_after_word(at)):
            return at + 1

        def closed(inner: int) -> int:
            is_closed = self.text[inner] == mark and not (mark == "'" and self.text[inner + 1 : inner + 2].isalnum())
            return inner + 1 if is_closed else 0

        within = quotes + mark
        inner = self.after(at + 1, within) if at + 1 < self.end else self.end
        return self._seek(inner, mark, closed, within) or at + 1

    def _after_raised(self, at: int, mark: str, quotes: str) -> int:
        if self.text.startswith("^[", at, self.end):
            return self._skip(at)
        if self.text.startswith("~~", at, self.end):
            return self._after_strikeout(at, quotes)
        inner = at + 1
        while inner < self.end and not self._is_space(inner):
            if self.text[inner] == mark:
                return inner + 1 if inner > at + 1 else at + 1
            inner = self.after(inner, quotes)
        return at + 1

    def _after_strikeout(self, at: int, quotes: str) -> int:
        def closed(inner: int) -> int:
            return inner + 2 if self.text.startswith("~~", inner, self.end) and not self._is_space(inner - 1) else 0

        inner = at + 2
        if inner >= self.end or self._is_space(inner) or self.text[inner] == "~":
            return at + 1
        return self._seek(self.after(inner, quotes), "~~", closed, quotes) or at + 1

    def _is_space(self, at: int) -> bool:
        return at < self.end and self.text[at] in _SPACES

    def _dots(self, at: int) -> int:
        """Count the dots that end here; three are an ellipsis, which is no part of a word."""
        first = at
        while first > 0 and self.text[first - 1] == ".":
            first -= 1
        return at - first - (first > 0 and self.text[first - 1] == "\\")

    def _closes_emphasis(self, at: int) -> bool:
        if not self._is_walked:
            self._is_walked = True
            index = 0
            while index < self.end:
                index = self.after(index)
        return at in self._closings

    def _paired_brackets(self) -> dict[int, int]:
        paired: dict[int, int] = {}
        opened: list[int] = []
        at = 0
        while at < self.end:
            char = self.text[at]
            if char == "[":
                opened.append(at)
            elif char == "]" and opened:
                paired[opened.pop()] = at
            at = self._skip(at) if char in "`<\\$" else at + 1
        return paired
