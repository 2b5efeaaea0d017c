"""Find what tells two like descriptions apart: another edition, volume, translation, issue, review, chapter."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.description import Description, Details, Sort
from kirovbook.resolve.dedupe.persons import Accord, compare_persons
from kirovbook.resolve.dedupe.shelf import is_elsewhere
from kirovbook.resolve.dedupe.titles import Match, compare_journals, have_other_numbers

_HELD = frozenset({Sort.PART, Sort.ARTICLE})
_WHOLE = frozenset({Sort.WHOLE, Sort.THESIS})


@dataclass(frozen=True, slots=True)
class Conflict:
    """What tells two works apart, in words; ``is_slight`` where a slip of the pen explains it as well."""

    reason: str
    is_slight: bool = False


def find_conflict(
    one: Description, other: Description, a: Details, b: Details, match: Match
) -> Conflict | None:
    """Give what tells two works apart, the gravest first; None if nothing does."""
    slight: Conflict | None = None
    for conflict in _conflicts(one, other, a, b, match):
        if not conflict.is_slight:
            return conflict
        slight = slight or conflict
    return slight


def _conflicts(one: Description, other: Description, a: Details, b: Details, match: Match) -> Iterator[Conflict]:
    if one.shelf and other.shelf and is_elsewhere(one.shelf, other.shelf):
        yield Conflict("they lie in different places of an archive")
    if {a.sort, b.sort} & _HELD and {a.sort, b.sort} & _WHOLE:
        yield Conflict(f"one is a {_named(a.sort, b.sort)}")
    if {a.sort, b.sort} == _WHOLE:
        yield Conflict("one is a thesis, the other a book")
    if a.nature != b.nature:
        yield Conflict(f"one is a {a.nature or b.nature} of the other")
    yield from _of_volumes(one, other, a, b)
    if have_other_numbers(one, other, match):
        yield Conflict("the numbers in the titles differ")
    if a.edition and b.edition and a.edition != b.edition:
        yield Conflict(f"the editions differ: {_both(one, other, 'edition')}")
    yield from _of_dates(one, other, a, b)
    if a.language and b.language and a.language != b.language:
        yield Conflict("the languages differ")
    if compare_persons(a.translators, b.translators) is Accord.CONFLICT:
        yield Conflict(f"the translators differ: {_both(one, other, 'translator')}")
    if a.is_reprint != b.is_reprint and not one.year == other.year != 0:
        yield Conflict("one is a reprint")
    yield from _of_place(one, other, a, b)


def _of_volumes(one: Description, other: Description, a: Details, b: Details) -> Iterator[Conflict]:
    if one.volume and other.volume and one.volume != other.volume:
        yield Conflict(f"the volumes differ: {one.volume} and {other.volume}")
    if one.part and other.part and one.part != other.part:
        yield Conflict(f"the parts differ: {one.part} and {other.part}")
    if a.series_number and b.series_number and a.series_number != b.series_number:
        yield Conflict(f"the numbers differ: {a.series_number} and {b.series_number}")


def _of_dates(one: Description, other: Description, a: Details, b: Details) -> Iterator[Conflict]:
    if one.year and other.year and one.year != other.year:
        is_slip = abs(one.year - other.year) == 1 and not {a.sort, b.sort} & _WHOLE
        yield Conflict(f"the years differ: {one.year} and {other.year}", is_slip)
    elif any(x != y for x, y in zip(a.date, b.date, strict=False)):
        yield Conflict(f"the dates differ: {_both(one, other, 'date')}")


def _of_place(one: Description, other: Description, a: Details, b: Details) -> Iterator[Conflict]:
    if a.issue and b.issue and a.issue != b.issue:
        yield Conflict(f"the issues differ: {a.issue} and {b.issue}")
    if a.pages and b.pages and (a.pages[1] < b.pages[0] or b.pages[1] < a.pages[0]):
        yield Conflict(f"the pages differ: {_both(one, other, 'pages')}")
    if compare_journals(a.container, b.container) is Accord.CONFLICT:
        yield Conflict("they stand in different books or journals")


def _named(one: Sort, other: Sort) -> str:
    held, whole = (one, other) if one in _HELD else (other, one)
    return f"{held.value}, the other a {whole.value}"


def _both(one: Description, other: Description, name: str) -> str:
    values = (each.fields.get(name) or str(each.year or "") for each in (one, other))
    return " and ".join(values)
