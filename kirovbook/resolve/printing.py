"""Have the citations of a book printed, those alone that are not yet known, and give each unit its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kirovbook.memory import Memory, mark_of_content
from kirovbook.model.apparatus import ShortForms
from kirovbook.model.citation import Cite
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.by_units import Beside, can_be_printed_by_units, look_beside, print_by_units
from kirovbook.resolve.numbered import ReadyUnit
from kirovbook.resolve.pandoc import Ask, program_mark
from kirovbook.resolve.printed import Printing

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
class Order:
    """What is to be printed: the citations of all units, the provenances of sources, the works; how short forms run."""

    units: Sequence[ReadyUnit]
    provenances: tuple[Cite, ...]
    described: DescribedWorks
    short_forms: ShortForms


def print_book(printer: Printer, order: Order) -> Printing:
    """Print the citations of all units and describe the works; nothing is done where all of it is as it was.

    Where the units do not hang on each other each is remembered for itself, elsewhere the book is one value.

    :raises CannotRunError: Pandoc is missing or took too long.
    :raises PandocRefusedError: the style is broken.
    """
    memory = printer.memory
    if not memory.remembers:
        return _print_whole(printer, order)
    style = printer.style
    told = (program_mark(), mark_of_content((style, printer.lang, order.short_forms, order.provenances)),
            memory.mark_of(order.described), *(unit.asked_form for unit in order.units))
    if can_be_printed_by_units(style, order):
        beside = memory.made(Beside, partial(look_beside, style, order), "beside", *told)
        return print_by_units(printer, order, beside)
    return memory.made(Printing, partial(_print_whole, printer, order), "printing", *told)


def _print_whole(printer: Printer, order: Order) -> Printing:
    from kirovbook.resolve.citeproc import Citeproc, print_citations  # noqa: PLC0415 - most builds find it printed
    from kirovbook.resolve.source_index import complete_entries  # noqa: PLC0415
    from kirovbook.resolve.unsaid import with_entries  # noqa: PLC0415

    citeproc = Citeproc(printer.style, printer.lang, printer.ask)
    asked = tuple(one for unit in order.units for one in unit.asked)
    made = print_citations(citeproc, asked, order.provenances, order.described, order.short_forms)
    entries = complete_entries(citeproc, made.entries, order.described)
    citations = made.citations
    if citeproc.style.is_note:
        citations = tuple(with_entries(citations, asked, entries))
    rest = iter(citations)
    by_unit = tuple(tuple(next(rest) for _ in unit.asked) for unit in order.units)
    marks = tuple(mark_of_content(printed) if printer.memory.remembers else "" for printed in by_unit)
    return Printing(by_unit, marks, made.provenances, entries)
