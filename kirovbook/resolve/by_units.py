"""Ask Pandoc for those units alone whose citations changed.

Each unit's citations are remembered for themselves, and so are the entries and the provenances. It can be done where a
unit hangs on the others through works alone that could be mistaken for each other (``mistakable``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kirovbook.memory import mark_of_content
from kirovbook.model.inlines import Inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.csl import Style
from kirovbook.resolve.mistakable import (
    Positions,
    gives_letters,
    is_printed_by_units,
    mistakable_works,
    tells_works_apart,
)
from kirovbook.resolve.numbered import ReadyUnit
from kirovbook.resolve.pandoc import program_mark
from kirovbook.resolve.printed import Printed, Printing
from kirovbook.resolve.sheet import Met, lay_out_citations, lay_out_provenances, run_through_book, unsigned_works

if TYPE_CHECKING:
    from kirovbook.resolve.citeproc import Descriptions
    from kirovbook.resolve.printing import Order, Printer


@dataclass(frozen=True, slots=True)
class Beside:
    """What is laid out beside a unit so that it is printed as in its book.

    ``mistakable`` are the works that could be mistaken for others, ``met`` how the book cites them.
    """

    mistakable: frozenset[str] = frozenset()
    met: tuple[Met, ...] = ()


def can_be_printed_by_units(style: Style, order: Order) -> bool:
    """Answer whether the units can be asked for one by one."""
    # A name that two units bear, an author's mistake, joins them in one run.
    names = [unit.numbered.text.unit for unit in order.units]
    has_names_apart = len(set(names)) == len(names)
    return has_names_apart and is_printed_by_units(style) and not run_through_book(style, order.short_forms)


def look_beside(style: Style, order: Order) -> Beside:
    """Find what every unit of the book needs beside it."""
    if not tells_works_apart(style):
        return Beside()
    mistakable = mistakable_works({key: item for key, (item, _) in order.described.items()})
    positions = Positions(style, mistakable, unsigned_works(style, order.described))
    lay_out_citations(positions, tuple(one for unit in order.units for one in unit.asked), style, order.short_forms)
    if style.is_note:
        lay_out_provenances(positions, order.provenances)
    return Beside(mistakable, positions.met())


@dataclass(frozen=True, slots=True)
class _PrintedUnit:
    """The citations of a unit as Pandoc printed them, a mark of them, and whether a note among them says no work."""

    citations: tuple[Printed, ...]
    mark: str
    is_silent: bool


@dataclass(frozen=True, slots=True)
class _Ingredients:
    """What each unit's citations, the provenances and the entries are made from."""

    units: tuple[tuple[str, ...], ...]
    provenances: tuple[str, ...]
    entries: tuple[str, ...]


def _ingredients(printer: Printer, order: Order, beside: Beside) -> _Ingredients:
    works, style = order.described, printer.style
    marks = {key: mark_of_content(work) for key, work in works.items()}
    # Where works get letters in the order of the book, that order is a part of what they are made from.
    keys = list(works) if gives_letters(style) else sorted(works)
    mistakable = [works[key][0] for key in keys if key in beside.mistakable]
    told = program_mark(), mark_of_content((style, printer.lang, beside.met, mistakable))
    units = tuple(
        ("printed unit", *told, unit.asked_form, *(marks[key] for key, _ in unit.citing if key in marks))
        for unit in order.units
    )
    forms = mark_of_content([(cite.key, cite.mode, cite.prefix, cite.suffix) for cite in order.provenances])
    provenances = "provenances", *told, forms, *(marks[cite.key] for cite in order.provenances)
    return _Ingredients(units, provenances, ("entries", *told, *keys, *(marks[key] for key in keys)))


def print_by_units(printer: Printer, order: Order, beside: Beside) -> Printing:
    """Give what is known of a book's citations, and what Pandoc makes of the rest in one call.

    :raises CannotRunError: Pandoc is missing or took too long.
    :raises PandocRefusedError: the style is broken.
    """
    memory, made_of = printer.memory, _ingredients(printer, order, beside)
    units = {index: unit for index, each in enumerate(made_of.units)
             if (unit := memory.known(_PrintedUnit, *each)) is not None}
    provenances: tuple[Inlines, ...] | None = memory.known(tuple, *made_of.provenances)
    entries: Mapping[str, Inlines] | None = memory.known(dict, *made_of.entries)
    missing = [index for index in range(len(order.units)) if index not in units]
    if missing or provenances is None or entries is None:
        rest = replace(order, units=[order.units[index] for index in missing],
                       provenances=order.provenances if provenances is None else ())
        is_all = not units and provenances is None and entries is None
        made = _ask(printer, order, rest, None if is_all else beside, is_telling_all=entries is None)
        for index, unit in zip(missing, _printed_units(made, rest, printer.style), strict=True):
            memory.keep(unit, *made_of.units[index])
            units[index] = unit
        if provenances is None:
            provenances = made.provenances
            memory.keep(provenances, *made_of.provenances)
        if entries is None:
            entries = made.entries
            memory.keep(entries, *made_of.entries)
    whole = [_with_entries(units[index], ready, entries) for index, ready in enumerate(order.units)]
    return Printing(tuple(one.citations for one in whole), tuple(one.mark for one in whole), provenances, entries)


def _ask(printer: Printer, order: Order, rest: Order, beside: Beside | None, *, is_telling_all: bool) -> Descriptions:
    """Ask for the rest of an order, with what is beside it; ``is_telling_all``: the entries of all works are wanted."""
    from kirovbook.resolve.citeproc import Citeproc, print_citations  # noqa: PLC0415 - most builds find it printed
    from kirovbook.resolve.source_index import complete_entries  # noqa: PLC0415

    citeproc = Citeproc(printer.style, printer.lang, printer.ask)
    asked = tuple(one for unit in rest.units for one in unit.asked)
    works = order.described
    if beside is not None and not is_telling_all:
        cited = {cite.key for one in asked for cite in one.citation.cites} | {cite.key for cite in rest.provenances}
        works = {key: work for key, work in works.items() if key in cited or key in beside.mistakable}
    met = beside.met if beside is not None else ()
    made = print_citations(citeproc, asked, rest.provenances, works, met=met)
    entries = complete_entries(citeproc, made.entries, order.described) if is_telling_all else {}
    return replace(made, entries=entries)


def _printed_units(made: Descriptions, rest: Order, style: Style) -> Iterator[_PrintedUnit]:
    from kirovbook.resolve.unsaid import says_a_work  # noqa: PLC0415

    citations = iter(made.citations)
    for unit in rest.units:
        printed = tuple(next(citations) for _ in unit.asked)
        is_silent = style.is_note and not all(
            says_a_work(one.note, asked.citation) for one, asked in zip(printed, unit.asked, strict=True)
        )
        yield _PrintedUnit(printed, mark_of_content(printed), is_silent)


def _with_entries(unit: _PrintedUnit, ready: ReadyUnit, entries: Mapping[str, Inlines]) -> _PrintedUnit:
    if not unit.is_silent:
        return unit
    from kirovbook.resolve.unsaid import with_entries  # noqa: PLC0415

    printed = tuple(with_entries(unit.citations, ready.asked, entries))
    return _PrintedUnit(printed, mark_of_content(printed), is_silent=True)
