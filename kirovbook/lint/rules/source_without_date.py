"""S308: a source that nobody can date."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.collection import Collection
from kirovbook.lint.registry import Finding, rule

_DATED_BY = ("date", "year", "eventdate", "pubstate")


@rule("S308", hint="give the date of the passage, as far as it is known: 193X, 1934~", severity=ADVICE)
def source_without_date(collection: Collection) -> Iterator[Finding]:
    """Neither the header of a source nor its work says when it was written.

    A source without a work is reported for that alone.

    Wrong:  a header without date, and a work without date
    Right:  date: 193X
    """
    for held in collection:
        if held.work and not held.header.date.strip() and not any(held.work.get(name) for name in _DATED_BY):
            yield Finding(held.header.place, f"the source '{held.header.id}' has no date")
