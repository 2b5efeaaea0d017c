"""Read the dates of headings: '9th January, 1935', 'November 1937', '1893-99', 'c. 1905'."""

from __future__ import annotations

import re

from kirovbook.quick_dataclass import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_MONTH},? {_YEAR}",
        rf"(?P<about>c\.|ca\.|circa) ?{_YEAR}",
        rf"{_YEAR} ?[-–/] ?(?P<end>\d{{4}}|\d{{2}})",
        _YEAR,
    )
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date in EDTF, and whether it names a month: what has one was printed in parts."""

    edtf: str
    has_month: bool


def read_date(words: str) -> ReadDate | None:
    """Give the date that words say, if they say nothing else."""
    words = " ".join(words.strip(" ,.;").split())
    weekday = re.match(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", words, re.IGNORECASE)
    words = words[weekday.end() :] if weekday else words
    for form in _FORMS:
        if found := form.fullmatch(words):
            return _date(found.groupdict())
    return None


def _date(parts: dict[str, str | None]) -> ReadDate | None:
    year, month, day, end = parts["year"] or "", parts.get("month"), parts.get("day"), parts.get("end")
    if end:
        return ReadDate(f"{year}/{year[: 4 - len(end)]}{end}", has_month=False)
    if parts.get("about"):
        return ReadDate(f"{year}~", has_month=False)
    if not month:
        return ReadDate(year, has_month=False)
    number = _MONTHS[month.casefold()]
    if day and not 1 <= int(day) <= 31:  # noqa: PLR2004 - days of a month
        return None
    return ReadDate(f"{year}-{number:02}" + (f"-{int(day):02}" if day else ""), has_month=True)
