"""S303: a passage that is later than the work it is said to come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Place
from kirovbook.lint.collection import Collection, Held
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.source import Work

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DOUBT = re.compile(r"[~?%X]|\.\.|/\s*\Z")
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
    "|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
_SAID = re.compile(
    rf"(?:(?<!\w)(?:{_MONTHS}),?[ \n\u00a0](?:\d{{1,2}},[ \n\u00a0])?(?:of[ \n\u00a0])?|\b[Ii]n[ \n\u00a0])"
    r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![\w–-]|[.,]\d|[ \n\u00a0](?:pages|copies|men|people|rubles|roubles))"
)
# What is hoped for or planned may be later than the page that says so.
_AHEAD = re.compile(r"\b(?:will|shall|would|should|may|might|plan|plans|planned|due|until|future|hope|next)\b")
_SENTENCE_ENDS = ".!?"


@rule("S303", hint="find out which work it comes from, or which edition")
def passage_later_than_work(collection: Collection) -> Iterator[Finding]:
    """A passage is later than its work: by the date of its header, or by a year that it speaks of as past.

    The latest year counts that the bibliography gives the work, so a reprint is no contradiction; a work without a
    date, or of a doubtful one ("1937~"), is passed over, and so is a year in a sentence that looks ahead. Allow it in
    the file where the passage knows the future, or an editor added the year: <!-- allow: passage-later-than-work -->

    Wrong:  work: duranty1935, and in its passage "the generals of June 1937"
    Right:  the work of 1937 or later that the passage stands in
    """
    for held in collection:
        printed = _last_year(held.work) if held.work else 0
        if not held.work or not printed:
            continue
        place, date = held.value("date")
        years = [int(year) for year in _YEAR.findall(held.header.date)]
        if years and min(years) > printed and not _DOUBT.search(held.header.date):
            message = f"the passage is dated {min(years)}, and '{held.header.work}' is of {printed}"
            yield Finding(place, message, len(date))
        yield from _speaking_later(held, printed)


def _speaking_later(held: Held, printed: int) -> Iterator[Finding]:
    """Give the first year in the passage that its work could not know."""
    for stretch in held.passage:
        for found in _SAID.finditer(stretch.words):
            if int(found["year"]) > printed and not _AHEAD.search(_sentence(stretch, found.start())):
                place, words = _shown(stretch, found)
                yield Finding(place, f"the passage speaks of {words}, and '{held.header.work}' is of {printed}", 4)
                return


def _shown(stretch: Stretch, found: re.Match[str]) -> tuple[Place, str]:
    return stretch.place(found.start("year")), found["year"]


def _sentence(stretch: Stretch, at: int) -> str:
    start = max(stretch.words.rfind(end, 0, at) for end in _SENTENCE_ENDS) + 1
    ends = [end for sign in _SENTENCE_ENDS if (end := stretch.words.find(sign, at)) >= 0]
    return stretch.words[start : min(ends, default=len(stretch.words))]


def _last_year(work: Work) -> int:
    """Give the latest year of a work's dates; 0 where one is doubtful or open."""
    values = [value for name in ("date", "year", "origdate", "eventdate") if (value := work.get(name))]
    if any(_DOUBT.search(value) for value in values):
        return 0
    return max((int(year) for value in values for year in _YEAR.findall(value)), default=0)
