"""Find the letters that no font of the house style has: they would be printed as empty boxes, or not at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kirovbook.check.expected import (
    CITE_CLOSES,
    CITE_OPENS,
    MARK_CLOSES,
    MARK_OPENS,
    expected_notes,
    expected_passages,
    passages_of,
    words_of_note,
)
from kirovbook.check.sought import marks_of
from kirovbook.diagnostics import WARNING, Diagnostic, Place
from kirovbook.memory import FORGETFUL, Memory
from kirovbook.model.book import ArrangedBook, Leaf

_MOST = 12
# Spaces, controls, joiners and variation selectors need no glyph of their own.
_UNDRAWN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}


def find_unset_letters(
    arranged: ArrangedBook, covered: frozenset[int], memory: Memory = FORGETFUL
) -> Iterator[Diagnostic]:
    """Give a warning for each paragraph or note that first uses a letter which the fonts lack.

    ``covered`` holds the code points that the fonts have between them.
    """
    known = {MARK_OPENS, MARK_CLOSES, CITE_OPENS, CITE_CLOSES, *map(chr, covered)}
    used = set[str]().union(*(_letters_of(leaf, arranged, memory) for leaf in arranged.leaves))
    if not any(map(_is_drawn, used - known)):
        return
    found = 0
    for words, place in _texts(arranged):
        lacking = sorted(filter(_is_drawn, set(words) - known))
        known.update(lacking)
        if lacking and found < _MOST:
            found += 1
            yield Diagnostic("L104", WARNING, place, f"the fonts of the house style lack {''.join(lacking)!r}",
                             "name a font that has them in a style sheet of the book, with @font-face")


def _letters_of(leaf: Leaf, arranged: ArrangedBook, memory: Memory) -> str:
    """Give each letter of a leaf once."""
    def gathered() -> str:
        notes = leaf.content.notes if leaf.content is not None else ()
        passages = (passage.words for passage in passages_of(leaf, arranged, lambda _: ""))
        return "".join(sorted(set[str]().union(*passages, *map(words_of_note, notes))))

    if leaf.content is None or not memory.remembers:
        return gathered()
    return memory.made(str, gathered, "letters of a leaf", *marks_of(leaf, arranged, memory))


def _texts(arranged: ArrangedBook) -> Iterator[tuple[str, Place]]:
    yield from ((passage.words, passage.place) for passage in expected_passages(arranged, lambda _: ""))
    yield from ((expected.words, expected.note.place) for expected in expected_notes(arranged))


def _is_drawn(letter: str) -> bool:
    return unicodedata.category(letter) not in _UNDRAWN
