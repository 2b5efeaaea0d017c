"""Read a date as BibLaTeX and EDTF (ISO 8601-2, levels 0 and 1) write it, for CSL."""

from __future__ import annotations

import re
from typing import Any

CslDate = dict[str, Any]

_POINT = re.compile(
    r"(?P<year>-?\d{4}|-?\d{1,3})(?:-(?P<month>\d{1,2}|XX)(?:-(?P<day>\d{1,2}|XX))?)?(?P<doubt>[~?%]?)", re.IGNORECASE
)
_UNSPECIFIED = re.compile(r"(?P<digits>\d{1,3})(?P<unknown>X{1,3})", re.IGNORECASE)
_YEAR_DIGITS = 4
_SEASONS = {21: 1, 22: 2, 23: 3, 24: 4}
_LAST_MONTH, _LAST_DAY = 12, 31
_RUSSIAN_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_RUSSIAN_DAY = re.compile(rf"(\b\d{{1,2}}[ \u00a0])({'|'.join(_RUSSIAN_MONTHS)})\b")


def with_russian_days(words: str) -> str:
    """Give "4 декабря" for "4 декабрь": CSL's Russian terms know a month only as it stands without a day."""
    return _RUSSIAN_DAY.sub(lambda found: found[1] + _of_month(found[2]), words)


def _of_month(month: str) -> str:
    return month[:-1] + "я" if month[-1] in "ьй" else month + "а"
_TIME = re.compile(r"T[0-9:.]+(?:Z|[+-][0-9:]+)?", re.IGNORECASE)
_OPEN = frozenset({"", ".."})
_NO_DATE = re.compile(
    r"[\[({]*(?:n\. ?d\.|s\. ?a\.|o\. ?J\.|б\. ?г\.|nd|no date|undated|forthcoming|in press|to appear)[\])}]*",
    re.IGNORECASE,
)


def read_date(value: str, *, in_english: bool = True) -> CslDate | None:
    """Give a date of CSL, or None where the words are no date.

    A decade (``193X``) becomes the literal "1930s"; a doubtful or approximate date is ``circa``. Of a month or a day
    that is not specified (``1934-12-XX``) the rest is given.
    """
    text = _TIME.sub("", value.strip())
    begin, slash, end = (part.strip() for part in text.partition("/"))
    decades = [_UNSPECIFIED.fullmatch(part) for part in (begin, end) if part]
    if decades and all(decades) and all(len(one[0]) == _YEAR_DIGITS for one in decades if one):
        return {"literal": "–".join(_decade(one, in_english=in_english) for one in decades if one) + _dash(slash, end)}
    if slash and begin in _OPEN and end not in _OPEN:
        last = read_date(end, in_english=in_english)
        return {"literal": f"–{end.rstrip('~?%')}"} if last and "literal" not in last else None
    first = _POINT.fullmatch(begin)
    if first is None or not _is_possible(first):
        return None
    dated: CslDate = {"date-parts": [_parts(first)]}
    last_point = None if end in _OPEN else _POINT.fullmatch(end)
    if last_point is not None and _is_possible(last_point):
        dated["date-parts"].append(_parts(last_point))
    elif slash and end in _OPEN:
        dated["date-parts"].append([0])
    elif slash:
        return None
    if first["doubt"] or (last_point is not None and last_point["doubt"]):
        dated["circa"] = True
    season = _SEASONS.get(_number(first["month"]))
    if season:
        dated["season"] = season
    return dated


def _dash(slash: str, end: str) -> str:
    return "–" if slash and not end else ""


def read_months(written: str) -> tuple[int, ...] | None:
    """Give the one or two months that a field ``month`` names: 12, "dec", "jan--feb"; None if it is none."""
    parts = [part.strip(" .{}~") for part in re.split(r"\s*(?:-{1,3}|–|/|\band\b)\s*", written)]
    months = [_month(part) for part in parts]
    known = tuple(month for month in months if month)
    return known if len(known) == len(months) <= len(("first", "last")) else None


def _month(word: str) -> int:
    if re.fullmatch(r"[0-9]{1,2}", word):
        return int(word) if 1 <= int(word) <= _LAST_MONTH else 0
    name = word.lower()
    full = next((month for month in _FULL_MONTHS if len(name) >= len("jan") and month.startswith(name)), "")
    return _FULL_MONTHS.index(full) + 1 if full else 0


_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def is_said_to_be_undated(words: str) -> bool:
    """Answer whether words such as "n.d." or "forthcoming" stand in a date's place, to be printed as they are."""
    return _NO_DATE.fullmatch(words.strip()) is not None


def _decade(found: re.Match[str], *, in_english: bool) -> str:
    begin = found["digits"] + "0" * len(found["unknown"])
    if in_english and len(found["unknown"]) < len("XXX"):
        return f"{begin}s"
    return found["digits"] + "-" * len(found["unknown"])


def _is_possible(point: re.Match[str]) -> bool:
    month, day = _number(point["month"], 1), _number(point["day"], 1)
    return (1 <= month <= _LAST_MONTH or month in _SEASONS) and 1 <= day <= _LAST_DAY


def _parts(point: re.Match[str]) -> list[int]:
    """Give year, month and day; EDTF has a year 0, which is 1 BC, and CSL has none."""
    written = (point["year"], point["month"], point["day"])
    numbers = [int(part) for part in written if part and part.upper() != "XX"]
    if point["month"] and not _number(point["month"]):
        numbers = numbers[:1]
    numbers[0] -= numbers[0] <= 0
    return numbers[:1] if len(numbers) > 1 and numbers[1] in _SEASONS else numbers


def _number(digits: str | None, otherwise: int = 0) -> int:
    return int(digits) if digits and digits.isdigit() else otherwise
