"""Have all citations of a book printed, and give each unit its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from kirovbook.memory import Memory, mark_of_content
from kirovbook.model.apparatus import ShortForms
from kirovbook.model.citation import Cite
from kirovbook.model.inlines import Inlines
from kirovbook.resolve.numbered import ReadyUnit
from kirovbook.resolve.pandoc import Ask, program_mark
from kirovbook.resolve.printed import Printed
from kirovbook.resolve.sheet import Asked

if TYPE_CHECKING:
    from kirovbook.resolve.csl import Style
    from kirovbook.resolve.source_index import DescribedWorks


@dataclass(frozen=True, slots=True)
class Printer:
    """How a book's citations are printed: the style, the book's language, how Pandoc is asked, and what is known."""

    style: Style
    lang: str
    ask: Ask
    memory: Memory


@dataclass(frozen=True, slots=True)
class Printing:
    """What Pandoc made of a book: the citations of each unit, with a mark of them, and the entry of each work.

    ``provenances`` are those of the sources that are taken from a known work.
    """

    units: tuple[tuple[Printed, ...], ...]
    marks: tuple[str, ...]
    provenances: tuple[Inlines, ...]
    entries: Mapping[str, Inlines]


def print_book(
    printer: Printer, units: Sequence[ReadyUnit], provenances: tuple[Cite, ...], described: DescribedWorks,
    short_forms: ShortForms,
) -> Printing:
    """Print the citations of all units and describe the works; nothing is done where all of it is as it was.

    :raises CannotRunError: Pandoc is missing or took too long.
    :raises PandocRefusedError: the style is broken.
    """
    make, memory = partial(_print, printer, units, provenances, described, short_forms), printer.memory
    if not memory.remembers:
        return make()
    told = mark_of_content((printer.style, printer.lang, short_forms, provenances))
    forms = (unit.asked_form for unit in units)
    return memory.made(Printing, make, "printing", program_mark(), told, memory.mark_of(described), *forms)


def _print(
    printer: Printer, units: Sequence[ReadyUnit], provenances: tuple[Cite, ...], described: DescribedWorks,
    short_forms: ShortForms,
) -> Printing:
    from kirovbook.resolve.citeproc import Citeproc, print_citations  # noqa: PLC0415 - most builds find it printed
    from kirovbook.resolve.source_index import complete_entries  # noqa: PLC0415

    citeproc = Citeproc(printer.style, printer.lang, printer.ask)
    asked = tuple(one for unit in units for one in unit.asked)
    made = print_citations(citeproc, asked, provenances, described, short_forms)
    entries = complete_entries(citeproc, made.entries, described)
    citations = made.citations
    if citeproc.style.is_note:
        citations = tuple(_with_entries(citations, asked, entries))
    rest = iter(citations)
    by_unit = tuple(tuple(next(rest) for _ in unit.asked) for unit in units)
    marks = tuple(mark_of_content(printed) if printer.memory.remembers else "" for printed in by_unit)
    return Printing(by_unit, marks, made.provenances, entries)


def _with_entries(
    printed: tuple[Printed, ...], asked: tuple[Asked, ...], entries: Mapping[str, Inlines]
) -> Iterator[Printed]:
    """Print the index's entry in a note that says no work: some styles know no speeches, some no unsigned entries."""
    from kirovbook.resolve.unsaid import entries_for, says_a_work  # noqa: PLC0415

    for one, ask in zip(printed, asked, strict=True):
        if says_a_work(one.note, ask.citation):
            yield one
        else:
            said = entries_for(ask.citation, entries)
            yield replace(one, note=said, spelled_out=said)
