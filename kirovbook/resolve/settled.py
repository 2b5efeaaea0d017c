"""Settle each unit of a book that is not settled already: its citations in print, its mentions wrapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import partial

from kirovbook.diagnostics import Diagnostic, Outcome
from kirovbook.memory import Memory, mark_of_content
from kirovbook.model.book import Chapter, Manuscript, MatterPart, WrittenChapter, WrittenSource
from kirovbook.model.inlines import Inlines
from kirovbook.model.names import NO_NAMES, NamesIndex
from kirovbook.model.source import Mention as ReadWith
from kirovbook.model.source import PrimarySource, Question, Work
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.facts import Written
from kirovbook.resolve.filling import FilledUnit, Filling
from kirovbook.resolve.mentions import Ledger, Mention, Signpost, mark_mentions, open_ledger
from kirovbook.resolve.names_index import compile_names
from kirovbook.resolve.note_references import NoteSignposts
from kirovbook.resolve.numbered import ReadyUnit
from kirovbook.resolve.printed import Printed, Printing

Content = Chapter | PrimarySource


@dataclass(frozen=True, slots=True)
class Standing:
    """What a unit is told of its place in the book: its number, and whether the index of names goes through it.

    A source is told besides how it is called, where it comes from, and which chapters send their reader to it.
    """

    number: int
    is_indexed: bool = True
    called: str = ""
    provenance: Inlines = ()
    read_with: tuple[ReadWith, ...] = ()


@dataclass(frozen=True, slots=True)
class SettledUnit:
    """A unit as it is read, what it names, and what is wrong: in its references to notes, and in what it names.

    ``names_form`` is a mark of what it names.
    """

    content: Content
    mentions: tuple[Mention, ...]
    signposts: tuple[Signpost, ...]
    found: tuple[Diagnostic, ...]
    found_of_names: tuple[Diagnostic, ...]
    names_form: str


@dataclass(slots=True)
class Settling:
    """Settles the units of one book; ``notes`` leads from note to note where any unit refers to one."""

    manuscript: Manuscript
    works: Mapping[str, Work]
    is_note_style: bool
    notes: NoteSignposts | None
    memory: Memory
    ledger: Ledger = field(init=False)
    _people: str = field(init=False)
    _notes: str = field(init=False)

    def __post_init__(self) -> None:
        """Make ready to look for the book's persons."""
        self.ledger = open_ledger(self.manuscript.authorities)
        told = self.manuscript.authorities, self.manuscript.apparatus.names_index, self.manuscript.identity.lang
        remembers = self.memory.remembers
        self._people = mark_of_content(told) if remembers else ""
        notes = self.notes
        self._notes = mark_of_content((notes.notes, notes.goals, notes.word)) if notes and remembers else ""

    def settle(
        self, units: Sequence[tuple[Written, ReadyUnit]], printing: Printing, standings: Sequence[Standing]
    ) -> tuple[SettledUnit, ...]:
        """Give every unit settled, in order."""
        settled = []
        for index, ((written, ready), standing) in enumerate(zip(units, standings, strict=True)):
            unit = self.memory.made(
                SettledUnit, partial(self._settle, written, ready, printing.units[index], standing),
                "settled unit", self.memory.mark_of(ready), printing.marks[index], self._people,
                self._notes if ready.names_notes else "", mark_of_content(standing) if self.memory.remembers else "",
            )
            self.memory.know(unit.content, unit)
            settled.append(unit)
        return tuple(settled)

    def compile_names(self, units: Sequence[SettledUnit]) -> Outcome[NamesIndex]:
        """Make the index of names of what the units name; where the book wants none, say what is wrong all the same."""
        found = tuple(one for unit in units for one in unit.found_of_names)

        def compiled() -> Outcome[NamesIndex]:
            mentions = [one for unit in units for one in unit.mentions]
            signposts = [one for unit in units for one in unit.signposts]
            return compile_names(replace(self.ledger, mentions=mentions, signposts=signposts, found=[]))

        made = self.memory.outcome(compiled, "names index", self._people, *(unit.names_form for unit in units))
        is_wanted = self.manuscript.apparatus.names_index
        return Outcome(made.value if is_wanted else NO_NAMES, (*found, *made.diagnostics))

    def _settle(
        self, written: Written, ready: ReadyUnit, printed: tuple[Printed, ...], standing: Standing
    ) -> SettledUnit:
        lang = self.manuscript.identity.lang
        filled = Filling(printed, self.works, self.is_note_style, lang).fill(ready.numbered)
        posts = replace(self.notes, found=[]) if self.notes else None
        filled = posts.settle(filled) if posts else filled
        ledger = replace(self.ledger, mentions=[], signposts=[], found=[])
        own = frozenset(slot.number for slot in ready.numbered.slots if slot.note is not None)
        marked = mark_mentions(filled, own, ledger) if standing.is_indexed else filled
        if self.manuscript.apparatus.names_index:
            filled = marked
        content = (_chapter(written, standing, filled) if isinstance(written, WrittenChapter)
                   else _source(written, standing, filled))
        named = tuple(ledger.mentions), tuple(ledger.signposts)
        return SettledUnit(content, *named, tuple(posts.found if posts else ()), tuple(ledger.found),
                           mark_of_content(named) if self.memory.remembers else "")


def _chapter(written: WrittenChapter, standing: Standing, filled: FilledUnit) -> Chapter:
    text = filled.text
    printed = standing.number if written.part is MatterPart.BODY else 0
    return Chapter(
        text.unit, written.part, written.role, printed, text.title, text.texts[0], filled.notes, written.place
    )


def _source(written: WrittenSource, standing: Standing, filled: FilledUnit) -> PrimarySource:
    text = filled.text
    questions = tuple(
        Question(content, question.marks, question.lines)
        for content, question in zip(text.questions, written.header.questions, strict=True)
    )
    header = replace(written.header, title=text.title, questions=questions)
    headnote, passage = text.texts
    return PrimarySource(
        text.unit, standing.number, standing.called, header, headnote, passage, standing.provenance,
        standing.read_with, filled.notes,
    )
