"""The house's own rules: which spelling, dates and dashes the author wants, and what is not to be said."""

from __future__ import annotations

from enum import StrEnum

from kirovbook.diagnostics import Place
from kirovbook.quick_dataclass import dataclass


class Spelling(StrEnum):
    """Whether words end in -ise or in -ize; ``book``: as most of the book has it."""

    BOOK = "book"
    ISE = "ise"
    IZE = "ize"


class DateForm(StrEnum):
    """How a date is written: 1 December 1934, or December 1, 1934; ``book``: as most of the book has it."""

    BOOK = "book"
    DAY_FIRST = "1 December 1934"
    MONTH_FIRST = "December 1, 1934"


class DashForm(StrEnum):
    """Which dash parts a sentence: an en dash between spaces, or an em dash without; ``book``: as most have it."""

    BOOK = "book"
    SPACED = "spaced"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class RuleNamed:
    """A rule that book.toml names, by its name or its code, and where."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What ``[lint]`` in book.toml says: rules that find nothing, rules that are errors, and the house's forms."""

    allow: tuple[RuleNamed, ...] = ()
    errors: tuple[RuleNamed, ...] = ()
    spelling: Spelling = Spelling.BOOK
    dates: DateForm = DateForm.BOOK
    dashes: DashForm = DashForm.BOOK


USUAL_HOUSE = HouseRules()
