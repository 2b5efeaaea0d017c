"""Prove that settling citations, notes and cross-references lost no word of the manuscript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kirovbook.diagnostics import ERROR, Diagnostic, Place
from kirovbook.model.blocks import Block
from kirovbook.model.book import Book, Chapter, Manuscript, WrittenChapter, WrittenNote, WrittenSource
from kirovbook.model.inlines import NoteCall
from kirovbook.model.plain import plain_blocks
from kirovbook.model.source import PrimarySource
from kirovbook.model.walk import inlines_of

_SHOWN = 60
_LETTERS = re.compile(r"[^\W_]+")


def prove_settled(manuscript: Manuscript, book: Book) -> tuple[Diagnostic, ...]:
    """Give an error for each paragraph or note of the manuscript whose words the book does not hold in order.

    Citations are left out of account here, since they become other words; every note is compared whole.
    """
    written: tuple[WrittenChapter | WrittenSource, ...]
    written = (*manuscript.front_matter, *manuscript.chapters, *manuscript.sources, *manuscript.back_matter)
    settled: tuple[Chapter | PrimarySource, ...]
    settled = (*book.front_matter, *book.chapters, *book.sources, *book.back_matter)
    held = _letters_by_place(leaf for unit in settled for leaf in _settled_leaves(unit))
    wanted = [leaf for unit in written for leaf in _written_leaves(unit)]
    return tuple(
        Diagnostic("M190", ERROR, place, f"words of the manuscript are missing from the book: {words[:_SHOWN]!r}",
                   "report this with the manuscript: no word may be lost")
        for words, place in wanted if not _in_order(_letters(words), held.get(place, ""))
    )


def _written_leaves(unit: WrittenChapter | WrittenSource) -> Iterator[tuple[str, Place]]:
    blocks = (*unit.headnote, *unit.passage) if isinstance(unit, WrittenSource) else unit.blocks
    yield from plain_blocks(blocks)
    for note in _called_notes(blocks, unit.notes):
        yield from plain_blocks(note.content)


def _called_notes(blocks: tuple[Block, ...], notes: tuple[WrittenNote, ...]) -> list[WrittenNote]:
    """A note that nothing calls is reported by the parser and stands in no edition."""
    called = {inline.label for inline in inlines_of(blocks) if isinstance(inline, NoteCall)}
    return [note for note in notes if note.label in called]


def _settled_leaves(unit: Chapter | PrimarySource) -> Iterator[tuple[str, Place]]:
    yield from plain_blocks((*unit.headnote, *unit.passage) if isinstance(unit, PrimarySource) else unit.blocks)
    for note in unit.notes:
        yield from plain_blocks(note.content)


def _letters_by_place(leaves: Iterable[tuple[str, Place]]) -> dict[Place, str]:
    held: dict[Place, str] = {}
    for words, place in leaves:
        held[place] = held.get(place, "") + _letters(words)
    return held


def _letters(words: str) -> str:
    return "".join(_LETTERS.findall(words.casefold()))


def _in_order(wanted: str, held: str) -> bool:
    rest = iter(held)
    return wanted in held or all(letter in rest for letter in wanted)
