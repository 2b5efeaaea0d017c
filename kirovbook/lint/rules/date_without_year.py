"""T110: a day and a month, and no year before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.dates import dates_in
from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule

_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
_EVERY_YEAR = re.compile(r"(?i)\b(?:each|every|per|the|a) year\b|\byearly\b|\bannual")
_NEAR = 60
"""Letters on each side of a day in which it may be said that it comes every year."""


@rule("T110", hint="say the year once before it", severity=ADVICE)
def date_without_year(wording: Wording) -> Iterator[Finding]:
    """A day is named without its year, and nothing before it in the chapter or the source says which year it was.

    Any year that stands before it in the file is taken for its own; a day that has its year elsewhere in the book is
    known. It is said once in a file. Allow it where every reader knows: <!-- allow: date-without-year -->

    Wrong:  On 30 June the committee met.                    (the chapter's first words)
    Right:  On 30 June 1934 the committee met. It met again on 2 July.
    """
    if not wording.lang.startswith("en"):
        return
    settled: set[str] = set()
    known = {(date.month, date.day) for stretch in wording for date in dates_in(stretch.words) if date.year}
    for stretch in wording:
        file = stretch.places[0].file
        if file in settled:
            continue
        year = _YEAR.search(stretch.words)
        date = next(iter(dates_in(stretch.words)), None)
        if date and not date.year and (year is None or year.start() > date.end):
            settled.add(file)
            around = stretch.words[max(0, date.start - _NEAR) : date.end + _NEAR]
            if (date.month, date.day) in known or _EVERY_YEAR.search(around):
                continue
            shown = " ".join(stretch.words[date.start : date.end].split())
            length = stretch.length(date.start, date.end)
            yield Finding(stretch.place(date.start), f"nothing says in which year {shown!r} was", length)
        elif year:
            settled.add(file)
