"""Divide words where the author says, and nowhere else.

WeasyPrint asks Pyphen's dictionaries where a word may be divided. A soft hyphen in the text would tell it too, but
then it divides no other word of the lines around, and the hyphen stays in what a reader copies. So the author's
divisions are put into the dictionaries: text, tags and proofs see nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kirovbook.export.engine import line_break

_APOSTROPHE = re.compile("['’]")


@contextmanager
def divided_as_said(divisions: tuple[str, ...]) -> Iterator[None]:
    """Within this context the words of ``divisions`` ("Le-nin-grad", "Kirov") are divided at their hyphens alone."""
    original = line_break.pyphen
    if divisions:
        line_break.pyphen = _Dictionaries(original, _Said(divisions))
    try:
        yield
    finally:
        line_break.pyphen = original


class _Said:
    """The author's words, found whole in a piece of text, in any case of letters."""

    def __init__(self, divisions: tuple[str, ...]) -> None:
        self._places = {_folded(division.replace("-", "")): _places(division) for division in divisions}
        longest_first = sorted(self._places, key=len, reverse=True)
        words = "|".join(_APOSTROPHE.sub("['’]", re.escape(word)) for word in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> Iterator[tuple[range, tuple[int, ...]]]:
        """Give for each word of the author's where no other division may fall, and where it is divided."""
        for found in self._pattern.finditer(text):
            places = self._places.get(_folded(found[0]), ())
            yield range(found.start() + 1, found.end()), tuple(found.start() + place for place in places)


def _folded(word: str) -> str:
    return _APOSTROPHE.sub("’", word).casefold()


def _places(division: str) -> tuple[int, ...]:
    """Give how many letters stand before each hyphen: "Le-nin-grad" is divided at 2 and 5."""
    return tuple(found.start() - number for number, found in enumerate(re.finditer("-", division)))


class _Dictionary:
    """A dictionary of Pyphen's as WeasyPrint uses it, with the author's words in it."""

    def __init__(self, original: Any, said: _Said) -> None:
        self._original, self._said = original, said

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """Give each division of a word as its two halves, the longest first half first."""
        found = list(self._said.find(word))
        if not found:
            return iter(self._original.iterate(word))
        halves = [
            (first, second) for first, second in self._original.iterate(word)
            if not any(len(first) in closed for closed, _ in found)
        ]
        halves += [(word[:place], word[place:]) for _, places in found for place in places]
        return iter(sorted(halves, key=lambda pair: len(pair[0]), reverse=True))


class _Dictionaries:
    """Pyphen as WeasyPrint uses it."""

    def __init__(self, original: Any, said: _Said) -> None:
        self._original, self._said = original, said
        self.language_fallback = original.language_fallback

    def Pyphen(self, *, lang: str, left: int, right: int) -> _Dictionary:  # noqa: N802 - Pyphen's name
        """Open the dictionary of a language."""
        return _Dictionary(self._original.Pyphen(lang=lang, left=left, right=right), self._said)
