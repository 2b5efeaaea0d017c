"""Number the notes of each unit in the order in which a reader meets their marks.

Citations outside notes become notes of their own where the style prints notes; they are numbered in one
sequence with the author's notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from kirovbook.diagnostics import ERROR, Diagnostic, Place, Related
from kirovbook.model.book import WrittenNote
from kirovbook.model.citation import Citation
from kirovbook.model.inlines import Inline, Inlines, NoteCall, Text
from kirovbook.model.source import Work
from kirovbook.model.walk import inlines_of, map_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.likeness import nearest
from kirovbook.resolve.lines import map_lines
from kirovbook.resolve.sheet import Asked
from kirovbook.resolve.units import UnitText, map_unit

NOWHERE = -1
"""Stands for a citation of which no work is known, so that nothing is asked about it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where something is to be put: a citation or the call of a note, with its number (0: no note).

    ``passage`` counts the citations that the text itself prints. ``asked`` are the indexes, among those
    of the unit, of what was asked about its citations, in reading order.
    """

    number: int
    place: Place
    citations: tuple[Citation, ...]
    note: WrittenNote | None
    asked: tuple[int, ...]
    passage: int = 0


@dataclass(frozen=True, slots=True)
class NumberedUnit:
    """A unit whose notes are numbered but not yet printed."""

    text: UnitText
    slots: tuple[Slot, ...]


@dataclass(slots=True)
class Numbering:
    """Goes through a unit, and gathers what to ask about its citations."""

    works: Mapping[str, Work]
    is_note_style: bool
    asked: list[Asked] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def number(self, text: UnitText) -> NumberedUnit:
        """Give the unit with a slot for each citation and each call, its notes numbered from 1."""
        text = replace(text, notes=tuple(_unnested(note, text.notes) for note in text.notes))
        notes = {note.label: note for note in text.notes}
        calls: dict[str, Place] = {}
        slots: list[Slot] = []
        count = passages = 0

        def see(inline: Inline) -> Inlines:
            nonlocal count, passages
            match inline:
                case Citation():
                    count += self.is_note_style
                    passages += not self.is_note_style
                    number = count if self.is_note_style else 0
                    asked = self._ask(inline, text.unit, number, is_inside_note=False)
                    slots.append(Slot(number, inline.place, (inline,), None, (asked,), passages))
                case NoteCall(label, place):
                    note = self._called(label, place, notes, calls)
                    count += note is not None
                    slots.append(self._slot_of_note(note, place, text.unit, count))
            return (inline,)

        map_unit(text, lambda line: map_inlines(line, see))
        return NumberedUnit(text, tuple(slots))

    def _called(
        self, label: str, place: Place, notes: Mapping[str, WrittenNote], calls: dict[str, Place]
    ) -> WrittenNote | None:
        """Give the note that is called; none for a second call (C102) or a note that parse found missing."""
        if label in calls and label in notes:
            self.found.append(
                Diagnostic(
                    "C102",
                    ERROR,
                    place,
                    f"the note '{label}' is called a second time",
                    "write a note of its own, or refer to the first in words",
                    len(label) + 3,
                    (Related(calls[label], "the first call"),),
                )
            )
            return None
        calls[label] = place
        return notes.get(label)

    def _slot_of_note(self, note: WrittenNote | None, place: Place, unit: str, number: int) -> Slot:
        if note is None:
            return Slot(0, place, (), None, ())
        citations = tuple(citations_in(note))
        asked = tuple(self._ask(citation, unit, number, is_inside_note=True) for citation in citations)
        return Slot(number, place, citations, note, asked)

    def _ask(self, citation: Citation, unit: str, number: int, *, is_inside_note: bool) -> int:
        for cite in citation.cites:
            if cite.key not in self.works:
                self.found.append(unknown_work(cite.key, cite.place, self.works, len(cite.key) + 1))
        cites = tuple(cite for cite in citation.cites if cite.key in self.works)
        if not cites:
            return NOWHERE
        is_inside = is_inside_note and self.is_note_style
        noted = number if self.is_note_style else 0
        self.asked.append(Asked(replace(citation, cites=cites), unit, noted, is_inside))
        return len(self.asked) - 1



def unknown_work(key: str, place: Place, works: Mapping[str, Work], length: int) -> Diagnostic:
    """Say that no work has a key, and which key is nearest to it."""
    near = nearest(key, works)
    hint = "add the work to the bibliography, or mend the key"
    if near:
        found = works[near].place
        hint = f"did you mean '{near}'? ({found.file}:{found.line})"
    return Diagnostic("C101", ERROR, place, f"no work has the key '{key}'", hint, length)


def citations_in(note: WrittenNote) -> Iterator[Citation]:
    """Give the citations within a note, in reading order."""
    return (inline for inline in inlines_of(note.content) if isinstance(inline, Citation))


def _unnested(note: WrittenNote, notes: Iterable[WrittenNote]) -> WrittenNote:
    """Put the words of a note that is called within a note into its text, in brackets; only one deep."""
    by_label = {one.label: one for one in notes if one.label != note.label}

    def shown(inline: Inline) -> Inlines:
        if not isinstance(inline, NoteCall) or inline.label not in by_label:
            return (inline,)
        lines = ((*line, Text(" ")) for line in _lines(by_label[inline.label]))
        words = [one for line in lines for one in line if not isinstance(one, NoteCall)]
        return (Text(" ["), *words[:-1], Text("]"))

    return replace(note, content=map_lines(note.content, lambda line: map_inlines(line, shown)))


def _lines(note: WrittenNote) -> list[Inlines]:
    lines: list[Inlines] = []

    def keep(line: Inlines) -> Inlines:
        lines.append(line)
        return line

    map_lines(note.content, keep)
    return lines
