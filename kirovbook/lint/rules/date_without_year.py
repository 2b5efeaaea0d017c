"""T110: a day and a month, and no year before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.dates import dates_in
from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule

_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
_EVERY_YEAR = re.compile(r"(?i)\b(?:each|every|per) year\b|\bin the year\b|\byearly\b|\bannual")
_NO_MONTH = 13
_NEAR = 60
"""Letters on each side of a day in which it may be said that it comes every year."""


@rule("T110", hint="say the year once before it", severity=ADVICE)
def date_without_year(wording: Wording) -> Iterator[Finding]:
    """A day is named without its year, and nothing before it in the chapter or the source says which year it was.

    Any year that stands before it in the file is taken for its own, unless the day stands in a later paragraph and
    would come before the last that was named with its year: it is of another. A day that has its year elsewhere in
    the book is known. It is said once in a file. Allow it where every reader knows: <!-- allow: date-without-year -->

    Wrong:  On 30 June the committee met.                    (the chapter's first words)
    Right:  On 30 June 1934 the committee met. It met again on 2 July.
    """
    if not wording.lang.startswith("en"):
        return
    settled: set[str] = set()
    last: dict[str, tuple[int, int]] = {}
    known = {(date.month, date.day) for stretch in wording for date in dates_in(stretch.words) if date.year}
    for stretch in wording:
        file = stretch.places[0].file
        if file in settled:
            continue
        years = [found.start() for found in _YEAR.finditer(stretch.words)]
        dates = dates_in(stretch.words)
        for date in dates:
            is_settled = any(year < date.end for year in years)
            around = stretch.words[max(0, date.start - _NEAR) : date.end + _NEAR]
            if is_settled or (date.month, date.day) >= last.get(file, (_NO_MONTH, 0)):
                continue
            settled.add(file)
            if (date.month, date.day) not in known and not _EVERY_YEAR.search(around):
                shown = " ".join(stretch.words[date.start : date.end].split())
                length = stretch.length(date.start, date.end)
                yield Finding(stretch.place(date.start), f"nothing says in which year {shown!r} was", length)
            break
        if years:
            # Where the last year has no day, any day may be of it.
            dated = [date for date in dates if date.year and date.end >= years[-1]]
            last[file] = (dated[-1].month, dated[-1].day) if dated else (0, 0)
