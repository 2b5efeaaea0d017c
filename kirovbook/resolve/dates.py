"""Read a date as BibLaTeX and EDTF (ISO 8601-2, levels 0 and 1) write it, for CSL."""

from __future__ import annotations

import re
from typing import Any

CslDate = dict[str, Any]

_POINT = re.compile(r"(?P<year>-?\d{4}|-?\d{1,3})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?P<doubt>[~?%]?)")
_UNSPECIFIED = re.compile(r"(?P<digits>\d{1,3})(?P<unknown>X{1,3})", re.IGNORECASE)
_YEAR_DIGITS = 4
_SEASONS = {21: 1, 22: 2, 23: 3, 24: 4}
_LAST_MONTH, _LAST_DAY = 12, 31


def read_date(value: str, *, in_english: bool = True) -> CslDate | None:
    """Give a date of CSL, or None where the words are no date.

    A decade (``193X``) becomes the literal "1930s"; a doubtful or approximate date is ``circa``.
    """
    text = value.strip().split("T")[0]
    unspecified = _UNSPECIFIED.fullmatch(text)
    if unspecified and len(text) == _YEAR_DIGITS:
        return {"literal": _decade(unspecified, in_english=in_english)}
    begin, slash, end = text.partition("/")
    first = _POINT.fullmatch(begin.strip())
    if first is None or not _is_possible(first):
        return None
    dated: CslDate = {"date-parts": [_parts(first)]}
    last = _POINT.fullmatch(end.strip()) if end.strip(" .") else None
    if last is not None and _is_possible(last):
        dated["date-parts"].append(_parts(last))
    elif slash and not end.strip(" ."):
        dated["date-parts"].append([0])
    elif slash:
        return None
    if first["doubt"] or (last is not None and last["doubt"]):
        dated["circa"] = True
    season = _SEASONS.get(int(first["month"] or 0))
    if season:
        dated["season"] = season
    return dated


def _decade(found: re.Match[str], *, in_english: bool) -> str:
    begin = found["digits"] + "0" * len(found["unknown"])
    if in_english and len(found["unknown"]) < len("XXX"):
        return f"{begin}s"
    return found["digits"] + "-" * len(found["unknown"])


def _is_possible(point: re.Match[str]) -> bool:
    month, day = int(point["month"] or 1), int(point["day"] or 1)
    return (1 <= month <= _LAST_MONTH or month in _SEASONS) and 1 <= day <= _LAST_DAY


def _parts(point: re.Match[str]) -> list[int]:
    """Give year, month and day; EDTF has a year 0, which is 1 BC, and CSL has none."""
    numbers = [int(part) for part in (point["year"], point["month"], point["day"]) if part]
    numbers[0] -= numbers[0] <= 0
    return numbers[:1] if len(numbers) > 1 and numbers[1] in _SEASONS else numbers
