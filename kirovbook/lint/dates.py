"""Find dates in English prose: a day and a month, and the year where it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kirovbook.model.house_rules import DateForm
from kirovbook.quick_dataclass import dataclass

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
_NAMES = "|".join(MONTHS)
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])(?P<{0}_suffix>st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?<![\w.,/–-])(?:the[ \n\u00a0])?{_DAY.format('day')}[ \n\u00a0](?:of[ \n\u00a0])?(?P<month>{_NAMES})\b"
    rf"(?:,?[ \n\u00a0](?P<year>1\d{{3}}|20\d\d)(?!\d))?"
    rf"|\b(?P<month2>{_NAMES})[ \n\u00a0]{_DAY.format('day2')}(?![\d:–-]|[ \n\u00a0]\d)"
    rf"(?:,?[ \n\u00a0](?P<year2>1\d{{3}}|20\d\d)(?!\d))?"
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as it is written: from which letter to which, its parts (year 0 where none is given), and its form."""

    start: int
    end: int
    day: int
    month: int
    year: int
    form: DateForm | None

    @property
    def days_in_month(self) -> int:
        """Give how many days its month has in its year; without a year, as many as it can have."""
        if self.month == 2:  # noqa: PLR2004 - February
            is_leap = not self.year or (self.year % 4 == 0 and (self.year % 100 != 0 or self.year % 400 == 0
                                                                or self.year < _GREGORIAN))
            return 29 if is_leap else 28
        return 30 if self.month in {4, 6, 9, 11} else 31


_GREGORIAN = 1924
"""Until then some country counted by the Julian calendar, in which 1700, 1800 and 1900 were leap years."""


@lru_cache(maxsize=4096)  # several rules ask for the dates of the same paragraph
def dates_in(text: str) -> tuple[WrittenDate, ...]:
    """Give the dates of a text in their order; ``form`` is None for the third of May: an ordinal is neither form."""
    return tuple(_dates_in(text))


def _dates_in(text: str) -> Iterator[WrittenDate]:
    if not any(month in text for month in MONTHS):
        return
    for found in _DATE.finditer(text):
        is_first = found["day"] is not None
        day, month = found["day"] or found["day2"], found["month"] or found["month2"]
        year = found["year"] or found["year2"] or "0"
        is_ordinal = bool(found["day_suffix"] or found["day2_suffix"])
        form = None if is_ordinal else DateForm.DAY_FIRST if is_first else DateForm.MONTH_FIRST
        yield WrittenDate(*found.span(), int(day), MONTHS.index(month) + 1, int(year), form)
