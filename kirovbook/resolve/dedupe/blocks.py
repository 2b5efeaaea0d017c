"""Choose the pairs that are worth comparing: works that share an identifier, a piece of the title, author and year.

Comparing each of 100,000 works with each other would take hours. A block of works that share something is
compared throughout where it is small; in a large one each work meets its neighbours in two orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kirovbook.resolve.dedupe.description import Description

_HEAD, _TAIL = 18, 14
"""Letters of a title's beginning and end; in the measurements these kept nearly every pair."""

_SMALL = 10
"""Works in a block that are compared each with each."""

_NEIGHBOURS = 3
_LONG_WORD = 5


def choose_pairs(works: Sequence[Description]) -> Iterator[tuple[int, int]]:
    """Give pairs of positions, the smaller first, each once."""
    blocks: dict[str, list[int]] = {}
    for position, work in enumerate(works):
        for key in _keys(work):
            members = blocks.get(key)
            if members is None:
                blocks[key] = [position]
            else:
                members.append(position)
    count = len(works)
    seen: set[int] = set()
    years = [work.year for work in works]
    for key, members in blocks.items():
        if len(members) == 1:
            continue
        is_identified = key[0] in "#!"
        for one, other in _pairs(members, works):
            if not is_identified and years[one] and years[other] and abs(years[one] - years[other]) > 1:
                continue
            number = one * count + other
            if number not in seen:
                seen.add(number)
                yield one, other


def _keys(work: Description) -> Iterator[str]:
    for identifier in work.identifiers:
        yield f"#{identifier}"
    if work.shelf and work.shelf.archive:
        yield f"!{work.shelf.archive} {' '.join(work.shelf.parts[:3])} {work.shelf.other}"
    squeezed, year = work.squeezed, work.year
    if squeezed:
        yield f"t{squeezed[:_HEAD]}"
        if len(squeezed) > _TAIL:
            yield f"e{squeezed[-_TAIL:]}"
    words = work.title.split()
    if len(words) > 1:
        longest = sorted(words, key=_by_length)[:2]
        if len(longest[1]) >= _LONG_WORD:
            yield f"w{' '.join(sorted(longest))}"
    for person in work.persons.named[:2]:
        yield f"a{person.words[-1] if person.words else person.family} {year or words[:1]}"
        if year and words:
            yield f"f{person.words[-1]} {words[0]}"
    if not work.persons.named and "author" not in work.fields and year and words:
        yield f"y{year} {words[0]}"
    pages = work.fields.get("pages", "")
    if pages and work.volume and (first := re.match(r"\d+", pages)):
        yield f"p{work.volume} {first[0]} {year}"


def _by_length(word: str) -> tuple[int, str]:
    return -len(word), word


def _pairs(members: list[int], works: Sequence[Description]) -> Iterator[tuple[int, int]]:
    if len(members) <= _SMALL:
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                yield one, other
        return
    for order in (_by_title, _by_person):
        ordered = sorted(members, key=lambda member: (order(works[member]), member))
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 : at + 1 + _NEIGHBOURS]:
                yield (one, other) if one < other else (other, one)


def _by_title(work: Description) -> tuple[str, int, str]:
    return work.squeezed, work.year, work.persons.named[0].family if work.persons.named else ""


def _by_person(work: Description) -> tuple[str, int, str]:
    return work.persons.named[0].family if work.persons.named else "", work.year, work.squeezed[::-1]
