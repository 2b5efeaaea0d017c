"""Lead the reader from one note to another: "see note 12", wherever the note has come to stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place, Related
from kirovbook.model.citation import CrossReference, Target
from kirovbook.model.inlines import Inline, Inlines, Missing, NoteReference
from kirovbook.model.walk import map_blocks, map_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.cross_references import Goal, affixed
from kirovbook.resolve.filling import FilledUnit
from kirovbook.resolve.likeness import nearest
from kirovbook.resolve.notes import NumberedUnit
from kirovbook.resolve.units import map_unit

_NO_BREAK = "\u00a0"
_NOTE_WORDS = {
    "en": "note", "de": "Anm.", "fr": "note", "es": "nota", "it": "nota", "pt": "nota", "ru": "прим.",
    "uk": "прим.", "pl": "przypis", "nl": "noot", "el": "σημ.", "ar": "حاشية",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A note that can be referred to: where it stands, its number there, and where it was called."""

    unit: str
    number: int
    place: Place


@dataclass(slots=True)
class NoteSignposts:
    """Every labelled note of the book by its label; ``goals`` says how each unit is called in a sentence."""

    notes: dict[str, list[_Labelled]]
    goals: dict[str, Goal]
    word: str
    found: list[Diagnostic] = field(default_factory=list)

    def settle(self, filled: FilledUnit) -> FilledUnit:
        """Put words in the place of the unit's references to notes, those within its notes included."""
        unit = filled.text.unit

        def settled(inline: Inline) -> Inlines:
            if isinstance(inline, CrossReference) and inline.target is Target.NOTE:
                return affixed(inline.prefix, self._shown(inline, unit), inline.suffix)
            return (inline,)

        text = map_unit(filled.text, lambda line: map_inlines(line, settled))
        # What is said of a note as printed need not be said again of its spelled-out form.
        before = len(self.found)
        printed = [map_blocks(note.content, settled) for note in filled.notes]
        said = self.found[:]
        notes = tuple(
            replace(note, content=content, spelled_out=map_blocks(note.spelled_out, settled))
            for note, content in zip(filled.notes, printed, strict=True)
        )
        self.found[before:] = said[before:]
        return FilledUnit(text, notes)

    def _shown(self, reference: CrossReference, unit: str) -> Inline:
        labelled = self.notes.get(reference.id, [])
        here = [one for one in labelled if one.unit == unit]
        if not labelled:
            self.found.append(self._unknown(reference))
            return Missing(f"@note:{reference.id}", reference.place)
        if not here and len(labelled) > 1:
            self.found.append(_ambiguous(reference, labelled))
        goal = (here or labelled)[0]
        words = f"{self.word}{_NO_BREAK}{goal.number}"
        if goal.unit != unit and goal.unit in self.goals:
            words = f"{self.goals[goal.unit].words}, {words}"
        return NoteReference(words, goal.unit, goal.number, reference.place)

    def _unknown(self, reference: CrossReference) -> Diagnostic:
        near = nearest(reference.id, self.notes)
        hint = f"did you mean '@note:{near}'?" if near else "give the note a label: [^label] and [^label]: ..."
        message = f"no note of the book has the label '{reference.id}'"
        return Diagnostic("X105", ERROR, reference.place, message, hint, reference.length)


def put_up_note_signposts(units: Iterable[NumberedUnit], goals: Iterable[Goal], lang: str) -> NoteSignposts:
    """List the notes that the author labelled, with the numbers they have come to bear."""
    notes: dict[str, list[_Labelled]] = {}
    for unit in units:
        for slot in unit.slots:
            if slot.note is not None and slot.number:
                labelled = _Labelled(unit.text.unit, slot.number, slot.place)
                notes.setdefault(slot.note.label, []).append(labelled)
    word = _NOTE_WORDS.get(lang.partition("-")[0].lower(), "note")
    return NoteSignposts(notes, {goal.unit: goal for goal in goals}, word)


def _ambiguous(reference: CrossReference, labelled: list[_Labelled]) -> Diagnostic:
    message = f"{len(labelled)} notes of other chapters have the label '{reference.id}'; the first is meant"
    related = tuple(Related(one.place, "a note with this label") for one in labelled)
    hint = "give the note that is meant a label of its own"
    return Diagnostic("X106", WARNING, reference.place, message, hint, reference.length, related)
