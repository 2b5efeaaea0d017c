"""Letters that no font has are named where they first stand, in a book that is remembered too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_books import PRINT, noted_book

from kirovbook.arrange.matter import arrange
from kirovbook.cache import Cache, Recent
from kirovbook.check.letters import find_unset_letters
from kirovbook.diagnostics import Place
from kirovbook.memory import FORGETFUL, Memory
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import ArrangedBook
from kirovbook.model.inlines import Text

LATIN = frozenset(range(0x20, 0x250)) | frozenset(map(ord, "–—‘’“”…"))
STRANGE = Paragraph((Text("中文"),), place=Place("strange.md", 3))


def arranged(*, in_chapter: int | None = None, in_note: int | None = None) -> ArrangedBook:
    """Arrange a book, with letters that no font has in a chapter, or in a note of one."""
    book = noted_book(chapters=2, paragraphs=3, notes_each=1, note_words=9)
    chapters = list(book.chapters)
    if in_chapter is not None:
        one = chapters[in_chapter]
        chapters[in_chapter] = replace(one, blocks=(*one.blocks, STRANGE))
    if in_note is not None:
        one = chapters[in_note]
        chapters[in_note] = replace(one, notes=(replace(one.notes[0], content=(STRANGE,)), *one.notes[1:]))
    return arrange(replace(book, chapters=tuple(chapters)), PRINT)


@pytest.mark.parametrize("known", [FORGETFUL, Memory(Cache(None, Recent()))])
def test_letters_that_come_into_a_book_are_found(known: Memory) -> None:
    assert list(find_unset_letters(arranged(), LATIN, known)) == []
    for changed in (arranged(in_chapter=1), arranged(in_note=0), arranged(in_chapter=0, in_note=1)):
        (found,) = find_unset_letters(changed, LATIN, known)
        assert found.code == "L104"
        assert "中" in found.message
    assert list(find_unset_letters(arranged(), LATIN, known)) == []
    assert list(find_unset_letters(arranged(), LATIN - {ord("e")}, known))
