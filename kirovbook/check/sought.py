"""List the letters that are looked for in the pages of an edition; those of a chapter or a source are made once.

What is made of a leaf depends on the manuscript alone, and is the same in the next build where the leaf is. What was
read of the finished file has no part in it.
"""

from __future__ import annotations

import re
from functools import partial

from kirovbook.check.expected import (
    CITE_CLOSES,
    CITE_OPENS,
    MARK_CLOSES,
    MARK_OPENS,
    Passage,
    Places,
    passages_of,
    words_of_note,
)
from kirovbook.memory import Memory
from kirovbook.model.book import ArrangedBook, Leaf
from kirovbook.model.letters import bare
from kirovbook.model.source import Note
from kirovbook.quick_dataclass import dataclass

_MARK_OR_CITE = re.compile(
    f"{MARK_OPENS}(?P<mark>[0-9]+){MARK_CLOSES}|{CITE_OPENS}(?P<cite>n?[0-9]+){CITE_CLOSES}"
)


@dataclass(frozen=True, slots=True)
class Letters:
    """The bare letters of a passage, with the figures of its marks among them.

    ``marks`` has the number of each mark and how many letters stand before it; ``cites`` the anchor of each citation
    and mention, and the same.
    """

    words: str
    marks: tuple[tuple[int, int], ...]
    cites: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for of one leaf: its passages in reading order, and its notes, each behind its number."""

    passages: tuple[Letters, ...]
    notes: tuple[str, ...]


def sought_of(leaf: Leaf, arranged: ArrangedBook, places: Places, memory: Memory) -> Sought:
    """Give what is looked for of a leaf; ``places`` gives the words that must stand behind an entry of an index."""
    make = partial(_level, leaf, arranged, places)
    if leaf.content is None or not memory.remembers:
        return make()
    return memory.made(Sought, make, "letters sought in pages", *marks_of(leaf, arranged, memory))


def marks_of(leaf: Leaf, arranged: ArrangedBook, memory: Memory) -> tuple[str, str]:
    """Mark all that the passages and the notes of a chapter or of a source depend on (see ``passages_of``)."""
    edition = arranged.edition
    told = f"{leaf.kind.name} {leaf.unit} {arranged.book.identity.lang} {edition.questions} {edition.is_handout}"
    return told, memory.mark_of(leaf.content)


def bare_note(note: Note) -> str:
    """Give the letters that a note is printed with."""
    return f"{note.number}.{bare(words_of_note(note))}"


def split_marks(passage: Passage) -> Letters:
    """Level a passage, and tell where in its letters each mark and each citation stands."""
    words, start = "", 0
    marks: list[tuple[int, int]] = []
    cites: list[tuple[str, int]] = []
    for found in _MARK_OR_CITE.finditer(passage.words):
        words += bare(passage.words[start : found.start()])
        start = found.end()
        if found["mark"]:
            marks.append((int(found["mark"]), len(words)))
            words += found["mark"]
        else:
            kind = "name" if found["cite"].startswith("n") else "cite"
            cites.append((f"{kind}-{passage.unit}-{found['cite'].removeprefix('n')}", len(words)))
    return Letters(words + bare(passage.words[start:]), tuple(marks), tuple(cites))


def _level(leaf: Leaf, arranged: ArrangedBook, places: Places) -> Sought:
    notes = leaf.content.notes if leaf.content is not None else ()
    return Sought(tuple(map(split_marks, passages_of(leaf, arranged, places))), tuple(map(bare_note, notes)))
