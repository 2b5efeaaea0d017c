"""What ``@string`` defines, and the values that are made of it.

Biber knows an abbreviation only below its definition, in all files in their order. Here one that is defined
further down is used as well, and told of, so that no publisher's name is lost.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property

from kirovbook.diagnostics import WARNING, Diagnostic, Place
from kirovbook.parse.bib_text import Abbreviation, Pieces, WrittenField
from kirovbook.parse.bibtex import read_blocks

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 20_000
"""In characters: abbreviations that double one another would grow past any memory."""

_MOST_GUESSES = 30
"""Looking for the nearest among thousands takes time; who has so many to mend has seen the pattern."""


class Abbreviations:
    """The abbreviations known so far, and those that come only further down in the bibliography's texts."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._texts = texts
        self._guesses = _MOST_GUESSES
        self._known = {month: str(number) for number, month in enumerate(_MONTHS, start=1)}

    def define(self, abbreviation: Abbreviation, where: Place) -> tuple[Diagnostic, ...]:
        """Learn a definition, now that its place in the file is reached."""
        self._known[abbreviation.name], found = self._expanded(abbreviation.pieces, where, len("@string"))
        return found

    def join(self, written: WrittenField, where: Place) -> tuple[str, tuple[Diagnostic, ...]]:
        """Join the pieces of a value, and say which of its abbreviations nobody has defined above it."""
        return self._expanded(written.pieces, where, len(written.name))

    def _expanded(self, pieces: Pieces, where: Place, length: int) -> tuple[str, tuple[Diagnostic, ...]]:
        value, unknown = _joined(pieces, self._known)
        if unknown:
            value, _ = _joined(pieces, ChainMap(self._known, self._later))
        return value, tuple(self._undefined(word, where, length) for word in unknown)

    @cached_property
    def _later(self) -> dict[str, str]:
        defined: dict[str, str] = {}
        blocks = (block for text in self._texts for block in read_blocks(text))
        definitions = [block for block in blocks if isinstance(block, Abbreviation)]
        for block in (*definitions, *definitions):  # what the second needs from below it, the first has learnt
            defined[block.name] = _joined(block.pieces, ChainMap(defined, self._known))[0]
        return defined

    def _undefined(self, word: str, where: Place, length: int) -> Diagnostic:
        name = word.lower()
        if name in self._later:
            message, hint = f"the @string '{word}' is defined only further down", "move its definition up"
        else:
            self._guesses -= 1
            candidates = sorted({*self._known, *self._later}) if self._guesses >= 0 else []
            near = get_close_matches(name[:60], candidates, 1, 0.6)
            message = f"no @string defines '{word}'"
            hint = f"did you mean '{near[0]}'?" if near else "put the value in braces, or define it with @string"
        return Diagnostic("B104", WARNING, where, message, hint, length)


def _joined(pieces: Pieces, known: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Give the words of the pieces put together, and the abbreviations among them that are not known."""
    unknown = tuple(
        piece[0] for piece in pieces
        if not isinstance(piece, str) and not piece[0][0].isdigit() and piece[0].lower() not in known
    )
    words = (piece if isinstance(piece, str) else known.get(piece[0].lower(), piece[0]) for piece in pieces)
    joined = "".join(words)
    written = sum(len(piece) for piece in pieces if isinstance(piece, str))
    return joined[: max(_LONGEST, written)], unknown
