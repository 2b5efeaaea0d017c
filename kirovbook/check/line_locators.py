"""Hold the lines that the author names behind a source against those that are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic
from kirovbook.model.blocks import Block
from kirovbook.model.book import Book
from kirovbook.model.inlines import ReferenceText
from kirovbook.model.walk import inlines_of

_HINT = "count again in the printed passage; 'line_numbers = 5' in book.toml prints the numbers"


def prove_lines(book: Book, counts: Mapping[str, int], edition: str) -> Iterator[Diagnostic]:
    """Give an error for each line that a source does not have; ``counts`` has how many it has, by its unit."""
    for reference in _references(book):
        if reference.lines is None or reference.unit not in counts:
            continue
        first, last = reference.lines
        count = counts[reference.unit]
        if not 0 < first <= last:
            yield Diagnostic("X114", ERROR, reference.place, f"lines {first} to {last} are none", _HINT)
        elif last > count:
            yield Diagnostic("X114", ERROR, reference.place,
                             f"{_called(reference)} has {count} lines in the edition {edition!r}, and line {last} is"
                             " named", _HINT)


def compare_lines(
    book: Book, counts: Mapping[str, int], edition: str, others: Mapping[str, int], other: str
) -> Iterator[Diagnostic]:
    """Warn where a source of which lines are named has another number of lines in another edition."""
    seen: set[str] = set()
    for reference in _references(book):
        unit = reference.unit
        if reference.lines and unit in counts and unit in others and counts[unit] != others[unit] and unit not in seen:
            seen.add(unit)
            yield Diagnostic("X115", WARNING, reference.place,
                             f"{_called(reference)} has {counts[unit]} lines in the edition {edition!r}, and"
                             f" {others[unit]} in {other!r}: its lines are others there",
                             "give both the same page and type, or name the lines for readers of the first only")


def _called(reference: ReferenceText) -> str:
    return " ".join(reference.words.split())


def _references(book: Book) -> Iterator[ReferenceText]:
    for inline in inlines_of(chain.from_iterable(_all_blocks(book))):
        if isinstance(inline, ReferenceText):
            yield inline


def _all_blocks(book: Book) -> Iterator[Iterable[Block]]:
    for chapter in (*book.front_matter, *book.chapters, *book.back_matter):
        yield from (chapter.blocks, *(note.content for note in chapter.notes))
    for source in book.sources:
        yield from (source.headnote, source.passage, *(note.content for note in source.notes))
