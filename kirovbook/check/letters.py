"""Find the letters that no font of the house style has: they would be printed as empty boxes, or not at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kirovbook.check.expected import CITE_CLOSES, CITE_OPENS, MARK_CLOSES, MARK_OPENS, expected_notes, expected_passages
from kirovbook.diagnostics import WARNING, Diagnostic, Place
from kirovbook.model.book import ArrangedBook

_MOST = 12
# Spaces, controls, joiners and variation selectors need no glyph of their own.
_UNDRAWN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}


def find_unset_letters(arranged: ArrangedBook, covered: frozenset[int]) -> Iterator[Diagnostic]:
    """Give a warning for each paragraph or note that first uses a letter which the fonts lack.

    ``covered`` holds the code points that the fonts have between them.
    """
    known = {MARK_OPENS, MARK_CLOSES, CITE_OPENS, CITE_CLOSES, *map(chr, covered)}
    found = 0
    for words, place in _texts(arranged):
        lacking = sorted(filter(_is_drawn, set(words) - known))
        known.update(lacking)
        if lacking and found < _MOST:
            found += 1
            yield Diagnostic("L104", WARNING, place, f"the fonts of the house style lack {''.join(lacking)!r}",
                             "name a font that has them in a style sheet of the book, with @font-face")


def _texts(arranged: ArrangedBook) -> Iterator[tuple[str, Place]]:
    yield from ((passage.words, passage.place) for passage in expected_passages(arranged, lambda _: ""))
    yield from ((expected.words, expected.note.place) for expected in expected_notes(arranged))


def _is_drawn(letter: str) -> bool:
    return unicodedata.category(letter) not in _UNDRAWN
