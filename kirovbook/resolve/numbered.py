"""Number the notes of each unit and put its references in words, once: what is as it was need not be gone through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from kirovbook.diagnostics import Diagnostic
from kirovbook.memory import Memory, mark_of_content
from kirovbook.model.index import CitedIn
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import Work
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.cross_references import Signposts
from kirovbook.resolve.facts import Written
from kirovbook.resolve.notes import NumberedUnit, Numbering
from kirovbook.resolve.sheet import Asked
from kirovbook.resolve.units import UnitText, settle_references

_RANGE = re.compile(r"(?<=\d)\s*-{1,2}\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class ReadyUnit:
    """A unit that waits for its citations to be printed, and what the book is to know of it.

    ``found`` is what is wrong in its citations and notes, ``seen`` in its references. ``referring`` are the units that
    it refers to, ``citing`` the works it cites and where. ``asked_form`` and ``citing_form`` are marks: of what is
    asked about its citations, wherever in the file they stand, and of ``citing``.
    """

    numbered: NumberedUnit
    asked: tuple[Asked, ...]
    found: tuple[Diagnostic, ...]
    seen: tuple[Diagnostic, ...]
    referring: tuple[str, ...]
    names_notes: bool
    citing: tuple[tuple[str, tuple[CitedIn, ...]], ...]
    asked_form: str
    citing_form: str


@dataclass(frozen=True, slots=True)
class Counting:
    """Makes units ready, in a book with those works and signposts."""

    works: Mapping[str, Work]
    signposts: Signposts
    is_note_style: bool
    memory: Memory

    def make_ready(self, units: Iterable[tuple[Written, UnitText]], works_mark: str) -> Iterator[ReadyUnit]:
        """Give each unit with its notes numbered, and enter on the signposts what it refers to."""
        posts = self.signposts
        goals = (posts.sources, posts.chapters, tuple(sorted(posts.anchors)), posts.units_by_anchor)
        context = mark_of_content((goals, self.is_note_style)) if self.memory.remembers else ""
        for written, text in units:
            mark = self.memory.mark_of(written)
            ready = self.memory.made(ReadyUnit, partial(self._ready, text), "ready unit", context, works_mark, mark)
            posts.found.extend(ready.seen)
            posts.names_notes = posts.names_notes or ready.names_notes
            for goal in ready.referring:
                posts.referring.setdefault(goal, []).append(text.unit)
            yield ready

    def _ready(self, text: UnitText) -> ReadyUnit:
        posts = replace(self.signposts, found=[], referring={}, names_notes=False)
        numbering = Numbering(self.works, self.is_note_style)
        numbered = numbering.number(settle_references(text, posts))
        asked, citing = tuple(numbering.asked), tuple(_citing_notes(numbered).items())
        remembers = self.memory.remembers
        return ReadyUnit(
            numbered, asked, tuple(numbering.found), tuple(posts.found), tuple(posts.referring), posts.names_notes,
            citing, mark_of_content(tuple(map(_form, asked))) if remembers else "",
            mark_of_content(citing) if remembers else "",
        )


def _form(asked: Asked) -> object:
    """Give all of what is asked but the places in the author's file, which change with each word before them."""
    citation = asked.citation
    cites = tuple((cite.key, cite.mode, cite.prefix, cite.suffix) for cite in citation.cites)
    return asked.unit, asked.note, asked.is_inside_note, citation.mode, cites


def _citing_notes(unit: NumberedUnit) -> Mapping[str, tuple[CitedIn, ...]]:
    """Give for each key the notes that cite it, in reading order; number 0 where the text itself does."""
    cited: dict[str, dict[CitedIn, None]] = {}
    for slot in unit.slots:
        for cite in (cite for citation in slot.citations for cite in citation.cites):
            locator = _locator(plain_inlines(cite.suffix))
            passage = 0 if slot.number else slot.passage
            cited.setdefault(cite.key, {})[CitedIn(unit.text.unit, slot.number, locator, passage)] = None
    return {key: tuple(places) for key, places in cited.items()}


def _locator(suffix: str) -> str:
    words = suffix.strip().lstrip(",").strip()
    return _RANGE.sub("–", words) if any(sign.isdigit() for sign in words) else ""
