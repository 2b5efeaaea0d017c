"""T112: a date that no calendar has."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.dates import MONTHS, dates_in
from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule


@rule("T112", hint="look the day up")
def impossible_date(wording: Wording) -> Iterator[Finding]:
    """A month has fewer days than the date says, or the year is no leap year.

    Wrong:  31 June 1934, 29 February 1935
    Right:  30 June 1934, 28 February 1935
    """
    for stretch in wording if wording.lang.startswith("en") else ():
        for date in dates_in(stretch.words):
            if date.day > date.days_in_month:
                in_year = f" {date.year}" if date.year else ""
                message = f"{MONTHS[date.month - 1]}{in_year} has no day {date.day}"
                yield Finding(stretch.place(date.start), message, stretch.length(date.start, date.end))
