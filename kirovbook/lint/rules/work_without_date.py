"""B301: a cited work that nobody can date."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_DATED_BY = ("date", "year", "eventdate", "pubstate")
_WITHOUT = frozenset({"periodical", "mvreference", "set"})
_READ_ON = frozenset({"online", "electronic", "www"})


@rule("B301", hint="add a date, or pubstate = {n.d.} where the work bears none")
def work_without_date(works: Works) -> Iterator[Finding]:
    """A cited work has no date.

    A periodical as a whole needs none, and a web page may have the day on which it was read (urldate) instead.
    Of an undated letter say so: pubstate = {n.d.}, or date = {193X}. Allow it in an entry where it is meant:
    % allow: work-without-date

    Wrong:  @book{knight1999, author = {Knight, Amy}, title = {Who Killed Kirov?}}
    Right:  @book{knight1999, author = {Knight, Amy}, title = {Who Killed Kirov?}, date = {1999}}
    """
    for work in works:
        names = (*_DATED_BY, "urldate") if work.type in _READ_ON else _DATED_BY
        if work.type not in _WITHOUT and not any(work.get(name) for name in names):
            yield Finding(work.place, f"'{work.key}' has no date")
