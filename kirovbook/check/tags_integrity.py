"""Prove that the tags of a PDF say what the author wrote: each passage whole, in order, each note behind its mark.

A passage must stand in one block, however many pages it runs over: a paragraph that is cut in two, or tied up with
its neighbour, is heard as what it is not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import islice

from kirovbook.check.expected import (
    MARK_CLOSES,
    MARK_OPENS,
    ExpectedNote,
    Passage,
    expected_notes,
    expected_passages,
    without_cites,
)
from kirovbook.check.pdf_text import read_tags
from kirovbook.check.tag_tree import TagTree, blocks_of
from kirovbook.diagnostics import ERROR, WARNING, Diagnostic
from kirovbook.model.blocks import Block, Table
from kirovbook.model.book import ArrangedBook, Chapter
from kirovbook.model.letters import bare
from kirovbook.model.source import PrimarySource
from kirovbook.model.walk import walk_blocks
from kirovbook.quick_dataclass import dataclass

_MARK = re.compile(f"{MARK_OPENS}([0-9]+){MARK_CLOSES}")
_BREAK = "\0"
_SHOWN = 60
_FAR = 4000
"""More letters than the program itself puts between two passages."""
_REPORT = "report this with the manuscript: a screen reader must hear every word, in order"


@dataclass(slots=True)
class _Heard:
    """The running text as it is heard, bare, with a break behind each block; where in it each note is heard.

    ``marks`` and ``starts`` are filled as the passages are found: where each mark stands, and where each passage
    begins, with the line of the manuscript that it comes from. A note is kept with the numbers of lists in it, and
    without them, since a term that is explained is tagged as a number is.
    """

    text: str
    notes: dict[str, tuple[int, str, str]]
    marks: dict[str, int] = field(default_factory=dict)
    starts: list[tuple[int, Passage]] = field(default_factory=list)


def prove_tags(written: bytes, arranged: ArrangedBook) -> tuple[Diagnostic, ...]:
    """Give an error for each passage or note that the tags leave out, cut, or say out of order.

    Also for all that is drawn and is neither content nor an artifact, and for a picture that is not described; a
    warning for a table whose columns nothing explains.
    """
    return (*prove_tree(read_tags(written), arranged), *_unheaded_tables(arranged))


def prove_tree(tree: TagTree, arranged: ArrangedBook) -> tuple[Diagnostic, ...]:
    """Hold the tree of the tags against the book as this edition arranges it."""
    heard = _hear(tree)
    return (
        *_prove_passages(heard, tuple(expected_passages(arranged, lambda _: "")), arranged.edition.name),
        *_prove_notes(heard, tuple(expected_notes(arranged)), arranged.edition.name),
        *_prove_all_is_tagged(tree, arranged),
    )


def _unheaded_tables(arranged: ArrangedBook) -> Iterator[Diagnostic]:
    """ISO 14289-1, 7.5: only the author knows what the columns are."""
    for leaf in arranged.leaves:
        for block in walk_blocks(_all_blocks(leaf.content)):
            if isinstance(block, Table) and not any(cell.content for cell in block.head):
                yield Diagnostic("P136", WARNING, block.place, "the table has no head: a screen reader can't say what "
                                                               "its columns are",
                                 "write a first row that says what each column holds")


def _all_blocks(content: Chapter | PrimarySource | None) -> tuple[Block, ...]:
    match content:
        case Chapter(blocks=blocks, notes=notes):
            return (*blocks, *(block for note in notes for block in note.content))
        case PrimarySource(headnote=headnote, passage=passage, notes=notes):
            return (*headnote, *passage, *(block for note in notes for block in note.content))
        case None:
            return ()


def _hear(tree: TagTree) -> _Heard:
    text: list[str] = []
    length = 0
    notes: dict[str, tuple[int, str, str]] = {}
    for block in blocks_of(tree):
        words = bare(block.words)
        if block.note:
            at, before, unnumbered = notes.get(block.note, (length, "", ""))
            is_number = block.kind == "Lbl" and block.within == "LI"
            notes[block.note] = (at, before + words, unnumbered + ("" if is_number else words))
        elif words:
            text += (words, _BREAK)
            length += len(words) + 1
    return _Heard("".join(text), notes)


def _prove_passages(heard: _Heard, passages: Sequence[Passage], edition: str) -> Iterator[Diagnostic]:
    cursor = 0
    for passage in passages:
        words, marks = _split_marks(passage)
        start = heard.text.find(words, cursor, cursor + _FAR + len(words))
        if start < 0:
            is_elsewhere = words in heard.text
            shown = without_cites(_MARK.sub("", passage.words))[:_SHOWN]
            code, said = ("P131", "are tagged out of order") if is_elsewhere else ("P130", "are not tagged as one")
            yield Diagnostic(code, ERROR, passage.place,
                             f"the words of a {passage.what} {said} in the edition {edition!r}: {shown!r}", _REPORT)
            start = heard.text.find(words)
        else:
            cursor = start + len(words)
        if start >= 0:
            heard.starts.append((start, passage))
            heard.marks |= {f"note-{passage.unit}-{number}": start + at for number, at in marks}


def _split_marks(passage: Passage) -> tuple[str, list[tuple[str, int]]]:
    """Give the bare words with the figures of the marks in them, and where behind each figure they go on."""
    words, marks = "", []
    for index, part in enumerate(_MARK.split(without_cites(passage.words))):
        if index % 2:
            words += part
            marks.append((part, len(words)))
        else:
            words += bare(part)
    return words, marks


def _prove_notes(heard: _Heard, notes: Sequence[ExpectedNote], edition: str) -> Iterator[Diagnostic]:
    """A note is heard behind its mark, and before the next line of the manuscript."""
    starts = sorted(heard.starts, key=_start_of)
    for each in notes:
        number, place = each.note.number, each.note.place
        name = f"note-{each.note.unit}-{number}"
        at, *words = heard.notes.get(name, (0, "", ""))
        if f"{number}.{bare(each.words)}" not in words:
            yield Diagnostic("P132", ERROR, place, f"note {number} is not tagged as one in the edition {edition!r}: "
                                                   f"{each.words[:_SHOWN]!r}", _REPORT)
            continue
        mark = heard.marks.get(name)
        if mark is not None and not mark <= at <= _end_of_line(starts, mark):
            yield Diagnostic("P133", ERROR, place,
                             f"note {number} is not heard right behind its mark in the edition {edition!r}", _REPORT)


def _end_of_line(starts: Sequence[tuple[int, Passage]], mark: int) -> int:
    """Give where the next line of the manuscript begins; the lines of a verse are one."""
    end = len(_BREAK) + (starts[-1][0] if starts else 0) + _FAR
    first = bisect_left(starts, mark, key=_start_of)
    if not first:
        return end
    marked = starts[first - 1][1]
    behind = (start for start, passage in islice(starts, first, None) if passage.place != marked.place)
    return next(behind, end)


def _start_of(found: tuple[int, Passage]) -> int:
    return found[0]


def _prove_all_is_tagged(tree: TagTree, arranged: ArrangedBook) -> Iterator[Diagnostic]:
    place, name = arranged.edition.place, arranged.edition.name
    if not tree.tags:
        yield Diagnostic("P134", ERROR, place, f"the edition {name!r} has no tags", _REPORT)
    for each in tree.untagged[:1]:
        what = repr(each.words[:_SHOWN]) if each.words else "a picture or a line"
        others = f", and {len(tree.untagged) - 1} others" if len(tree.untagged) > 1 else ""
        yield Diagnostic("P134", ERROR, place,
                         f"{what} on page {each.page + 1} of the edition {name!r} is not tagged{others}", _REPORT)
    for tag in tree.tags.values():
        if tag.kind == "Figure" and not tag.alternative:
            yield Diagnostic("P135", ERROR, place, f"a picture of the edition {name!r} is tagged without words",
                             'describe the picture: ![caption](file){alt="..."}')
