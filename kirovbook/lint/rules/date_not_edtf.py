"""S307: a source's date that no catalogue could file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Correction
from kirovbook.lint.collection import Collection
from kirovbook.lint.registry import Finding, rule
from kirovbook.resolve.dates import is_said_to_be_undated, read_date, read_months

_IN_WORDS = re.compile(r"(?:(?P<day>\d{1,2})[ \u00a0])?(?P<month>[A-Z][a-z]{2,8})[ \u00a0](?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>[A-Z][a-z]{2,8})[ \u00a0](?P<day>\d{1,2}),[ \u00a0](?P<year>\d{4})")
_LAST_DAY = 31


@rule("S307", hint="write it as in 1934-12-01, 1934-12, 1934, 193X, 1934~ (about) or 1934/1936")
def date_not_edtf(collection: Collection) -> Iterator[Finding]:
    """The date of a source isn't written as EDTF has it (ISO 8601-2), and can't be printed in the book's language.

    A date in words is corrected where there is no doubt what it means.

    Wrong:  date: 9 January 1935
    Right:  date: 1935-01-09
    """
    for held in collection:
        place, written = held.value("date")
        date = held.header.date.strip()
        if not date or read_date(date) is not None or is_said_to_be_undated(date):
            continue
        meant = _meant(date)
        corrections = (Correction(place, len(written), f'"{meant}"'),) if meant and written.strip("'\"") == date else ()
        yield Finding(place, f"{date!r} is no date as a catalogue writes it", len(written), corrections=corrections)


def _meant(date: str) -> str:
    found = _IN_WORDS.fullmatch(date) or _MONTH_FIRST.fullmatch(date)
    months = read_months(found["month"]) if found else None
    if not found or not months:
        return ""
    day = int(found["day"] or 0)
    if day > _LAST_DAY:
        return ""
    return f"{found['year']}-{months[0]:02}" + (f"-{day:02}" if day else "")
