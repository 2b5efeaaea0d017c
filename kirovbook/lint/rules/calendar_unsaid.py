"""T111: dates of the time of two calendars, and not a word on which is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.dates import dates_in
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.registry import Finding, rule

_SAID = re.compile(r"\b(?:Old Style|New Style|O\.[ \u00a0]?S\.|N\.[ \u00a0]?S\.|Julian|Gregorian)(?!\w)", re.IGNORECASE)
_RUSSIAN = re.compile(r"\b(?:Russia|Russian|Petersburg|Petrograd|Moscow|Siberia|Tsar|Czar)\w{0,3}\b")
_FIRST, _LAST = (1582, 10, 15), (1918, 2, 14)


@rule("T111", hint="say once which calendar the book follows, or write '(Old Style)' behind the date", severity=ADVICE)
def calendar_unsaid(own_words: OwnWords) -> Iterator[Finding]:
    """A day in Russia before 14 February 1918 is named, and the book nowhere says by which calendar.

    Russia counted by the Julian calendar until then, and a day has two dates, twelve or thirteen apart. It is said
    once, at the first such day whose paragraph speaks of Russia. Allow it: <!-- allow: calendar-unsaid -->

    Wrong:  He was born in Russia on 27 March 1886.
    Right:  He was born in Russia on 27 March 1886 (15 March, Old Style).
    """
    if not own_words.lang.startswith("en") or any(_SAID.search(stretch.words) for stretch in own_words):
        return
    for stretch in own_words:
        for date in dates_in(stretch.words) if _RUSSIAN.search(stretch.words) else ():
            if _FIRST < (date.year, date.month, date.day) < _LAST:
                shown = " ".join(stretch.words[date.start : date.end].split())
                message = f"nothing says by which calendar {shown!r} is counted"
                yield Finding(stretch.place(date.start), message, stretch.length(date.start, date.end))
                return
