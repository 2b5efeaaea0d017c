"""S302: sources that stand neither by date nor as the narrative comes to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from kirovbook.diagnostics import ADVICE, Related
from kirovbook.lint.collection import Collection, Held
from kirovbook.lint.registry import Finding, rule

_FEWEST = 4
_DATE = re.compile(r"(?:\d{4}|\d{3}X|\d\dXX)(?:-\d\d){0,2}")


@rule("S302", hint="put the sources in the order of their dates, or of their use", severity=ADVICE)
def sources_in_no_order(collection: Collection) -> Iterator[Finding]:
    """Four sources or more stand in an order that a reader can't guess.

    They stand neither by date (of the passage, or of its work), nor as the narrative first refers to them, nor by
    author or title; one of them may be out of its place. The place is that of the first source that breaks the order
    of use. A book with another plan allows it there: # allow: sources-in-no-order

    Wrong:  1 of 1953, 2 of 1924, 3 of 1956, 4 of 1935; the narrative uses 3, 1, 4, 2
    Right:  the same sources as 1924, 1935, 1953, 1956
    """
    used = [held for held in collection if held.header.id in collection.referred]
    dated = [date for held in collection if (date := _date(held))]
    if len(used) < _FEWEST or len(dated) < len(collection.sources):
        return
    place_of = {id_: at for at, id_ in enumerate(collection.referred)}
    uses = [f"{place_of[held.header.id]:06}" for held in used]
    titles = [held.value("title")[1].casefold() for held in collection]
    authors = [held.work.get("author").casefold() if held.work else "" for held in collection]
    if any(_is_ordered(keys) for keys in (uses, dated, titles, authors) if all(keys)):
        return
    early, late = next((before, after) for (before, after), (use, next_use) in
                       zip(pairwise(used), pairwise(uses), strict=True) if next_use < use)
    message = f"the narrative comes to {collection.called} {late.number} before {collection.called} {early.number}"
    yield Finding(late.header.place, message, 0, (Related(early.header.place, "the other source"),))


def _is_ordered(keys: list[str]) -> bool:
    """Answer whether all stand in order but one: the longest row of them that rises leaves no more than that out."""
    ends: list[str] = []
    for key in keys:
        at = bisect_right(ends, key)
        ends[at : at + 1] = [key]
    return len(ends) >= len(keys) - 1


def _date(held: Held) -> str:
    """Give the date of a passage, or else of its work, in a form that sorts; an empty string if there is none."""
    work = held.work
    for value in (held.header.date, *((work.get("date"), work.get("year")) if work else ())):
        if found := _DATE.match(value.strip(" {}")):
            return found[0].replace("X", "0")
    return ""
