"""Have all citations of a book printed, and give each unit its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kirovbook.memory import Memory, mark_of_content
from kirovbook.model.apparatus import ShortForms
from kirovbook.model.citation import Cite
from kirovbook.model.inlines import Inlines
from kirovbook.resolve.citeproc import Citeproc, Printed, print_citations
from kirovbook.resolve.numbered import ReadyUnit
from kirovbook.resolve.pandoc import program_mark
from kirovbook.resolve.sheet import Asked
from kirovbook.resolve.source_index import DescribedWorks, complete_entries
from kirovbook.resolve.unsaid import entries_for, says_a_work


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
    citeproc: Citeproc, units: Sequence[ReadyUnit], provenances: tuple[Cite, ...], described: DescribedWorks,
    short_forms: ShortForms, memory: Memory,
) -> Printing:
    """Print the citations of all units and describe the works; nothing is done where all of it is as it was.

    :raises CannotRunError: Pandoc is missing or took too long.
    :raises PandocRefusedError: the style is broken.
    """
    make = partial(_print, citeproc, units, provenances, described, short_forms, memory)
    if not memory.remembers:
        return make()
    told = mark_of_content((citeproc.style, citeproc.lang, short_forms, provenances))
    forms = (unit.asked_form for unit in units)
    return memory.made(Printing, make, "printing", program_mark(), told, memory.mark_of(described), *forms)


def _print(
    citeproc: Citeproc, units: Sequence[ReadyUnit], provenances: tuple[Cite, ...], described: DescribedWorks,
    short_forms: ShortForms, memory: Memory,
) -> Printing:
    asked = tuple(one for unit in units for one in unit.asked)
    made = print_citations(citeproc, asked, provenances, described, short_forms)
    entries = complete_entries(citeproc, made.entries, described)
    citations = made.citations
    if citeproc.style.is_note:
        citations = tuple(_with_entries(citations, asked, entries))
    rest = iter(citations)
    by_unit = tuple(tuple(next(rest) for _ in unit.asked) for unit in units)
    marks = tuple(mark_of_content(printed) if memory.remembers else "" for printed in by_unit)
    return Printing(by_unit, marks, made.provenances, entries)


def _with_entries(
    printed: tuple[Printed, ...], asked: tuple[Asked, ...], entries: Mapping[str, Inlines]
) -> Iterator[Printed]:
    """Print the index's entry in a note that says no work: some styles know no speeches, some no unsigned entries."""
    for one, ask in zip(printed, asked, strict=True):
        if says_a_work(one.note, ask.citation):
            yield one
        else:
            said = entries_for(ask.citation, entries)
            yield replace(one, note=said, spelled_out=said)
