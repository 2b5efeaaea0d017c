"""Find the descriptions of a bibliography that are of one work."""

from __future__ import annotations

import gc
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager

from kirovbook.diagnostics import Place
from kirovbook.model.source import Work
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.blocks import choose_pairs
from kirovbook.resolve.dedupe.description import Description, describe
from kirovbook.resolve.dedupe.groups import Gathering, Pair, join_all
from kirovbook.resolve.dedupe.verdicts import Court, Judgement, Verdict

Overruling = tuple[tuple[str, str], ...]

_SAID = "the author says so"
_LEAST_SPECIFIC = frozenset({"misc", "online", "electronic", "www", "unpublished"})
_ASIDE = frozenset(
    {"keywords", "abstract", "annotation", "annote", "file", "timestamp", "ids", "note", "url", "urldate"}
)


@dataclass(frozen=True, slots=True)
class Group:
    """Descriptions of one work: the key kept, the other keys, the verdict and why, and where each stands.

    ``places`` are in the order of ``(keep, *merged)``.
    """

    keep: str
    merged: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[str, ...]
    places: tuple[Place, ...]


def find_duplicates(works: Sequence[Work], same: Overruling = (), different: Overruling = ()) -> tuple[Group, ...]:
    """Find the works that are described more than once; each key stands for one work.

    ``same`` and ``different`` are pairs of keys on which the author has the last word; a key that is in no
    work says nothing, and what is said to differ is never joined through others. The order of ``works`` does
    not matter. Groups come in the order of their places; those that are the same never share a work, those
    that are possible name two works, or several whose descriptions do not differ at all.
    """
    with _without_collector():
        return _find(works, same, different)


def _find(works: Sequence[Work], same: Overruling, different: Overruling) -> tuple[Group, ...]:
    ordered = sorted(works, key=_order)
    described = [describe(work) for work in ordered]
    court = Court()
    positions = {work.key: at for at, work in enumerate(ordered)}
    forbidden, wanted = _overruled(different, positions), _overruled(same, positions)
    gathering = Gathering(described, court, frozenset(forbidden))
    for pair in sorted(wanted):
        gathering.join(pair, (_SAID,), is_ordered=True)
    clusters = _identical(described, court)
    sure, unsure = _judged(described, clusters, court, gathering.forbidden)
    refused = join_all(gathering, sure)
    unsure = [found for found in unsure if _still_stands(found, gathering)]
    groups = [*_same_groups(gathering, ordered), *_possible_groups(gathering, [*unsure, *refused], ordered)]
    return tuple(sorted(groups, key=lambda group: (group.places, group.verdict, group.keep)))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Put off the search for circular garbage: nothing here is circular, and it took a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _order(work: Work) -> tuple[str, int, int, str]:
    return work.place.file, work.place.line, work.place.column, work.key


def _overruled(pairs: Overruling, positions: dict[str, int]) -> set[Pair]:
    found = ((positions[a], positions[b]) for a, b in pairs if a in positions and b in positions and a != b)
    return {(min(pair), max(pair)) for pair in found}


def _identical(works: Sequence[Description], court: Court) -> dict[int, list[int]]:
    """Gather works whose descriptions do not differ in anything that is compared, by the first of them."""
    by_title: dict[str, list[int]] = {}
    for position, work in enumerate(works):
        by_title.setdefault(work.folded, []).append(position)
    clusters: dict[int, list[int]] = {}
    for title, positions in by_title.items():
        if len(positions) == 1 or not title:
            for position in positions:
                clusters[position] = [position]
            continue
        forms: dict[Hashable, list[int]] = {}
        for position in positions:
            forms.setdefault(court.whole_form(works[position]), []).append(position)
        clusters |= {members[0]: members for members in forms.values()}
    return clusters


_Judged = list[tuple[Pair, Judgement]]


def _judged(
    works: Sequence[Description], clusters: dict[int, list[int]], court: Court, forbidden: frozenset[Pair]
) -> tuple[_Judged, _Judged]:
    """Judge every pair worth it; the surest come first among those that are the same."""
    sure: _Judged = []
    unsure: _Judged = []
    for first, members in clusters.items():
        if len(members) > 1:
            judgement = court.judge(works[first], works[members[1]])
            is_sure = judgement is not None and judgement.verdict is Verdict.SAME
            found, said = (sure, judgement) if judgement and is_sure else (unsure, _ALIKE)
            found.extend(((first, other), said) for other in members[1:] if (first, other) not in forbidden)
    leaders = sorted(clusters)
    for a, b in choose_pairs([works[leader] for leader in leaders]):
        one, other = leaders[a], leaders[b]
        judgement = court.judge(works[one], works[other]) if (one, other) not in forbidden else None
        if judgement is None:
            continue
        if judgement.verdict is Verdict.SAME:
            alike = dict.fromkeys((other, *clusters[one][1:], *clusters[other]))
            sure.extend(((min(one, each), max(one, each)), judgement) for each in alike)
        else:
            unsure.append(((one, other), judgement))
    sure.sort(key=lambda found: (found[1].rank, found[0]))
    return sure, unsure


def _still_stands(found: tuple[Pair, Judgement], gathering: Gathering) -> bool:
    """Answer whether a possible pair is still one, now that its works are in groups: no veto may lie between them."""
    pair, judgement = found
    return judgement is _ALIKE or judgement.rank == 0 or not gathering.conflict(*map(gathering.lead, pair))


_ALIKE = Judgement(Verdict.POSSIBLE, ("the descriptions say the same, but little",))


def _same_groups(gathering: Gathering, works: Sequence[Work]) -> Iterator[Group]:
    for first, members in gathering.members.items():
        kept, *others = _by_fullness(members, works)
        yield _group(kept, others, Judgement(Verdict.SAME, tuple(gathering.reasons[first])), works)


def _possible_groups(gathering: Gathering, unsure: _Judged, works: Sequence[Work]) -> Iterator[Group]:
    """Name each two groups once; what does not differ at all from a third is named with it."""
    found: dict[Pair, Judgement] = {}
    stars: dict[int, list[int]] = {}
    for (a, b), judgement in sorted(unsure, key=lambda each: (each[1].rank, each[0])):
        one, other = sorted((gathering.lead(a), gathering.lead(b)))
        if one == other or gathering.is_forbidden(one, other):
            continue
        if judgement is _ALIKE:
            stars.setdefault(one, []).append(other)
        else:
            found.setdefault((one, other), judgement)
    for one, others in stars.items():
        members = dict.fromkeys((one, *others))
        kept, *rest = _by_fullness([_fullest(gathering, member, works) for member in members], works)
        yield _group(kept, rest, _ALIKE, works)
    for (one, other), judgement in found.items():
        kept, *rest = _by_fullness([_fullest(gathering, each, works) for each in (one, other)], works)
        yield _group(kept, rest, judgement, works)


def _fullest(gathering: Gathering, first: int, works: Sequence[Work]) -> int:
    members = gathering.group(first)
    return members[0] if len(members) == 1 else _by_fullness(members, works)[0]


def _by_fullness(members: Sequence[int], works: Sequence[Work]) -> list[int]:
    """Put the fullest description first, then in their order: most fields, a type that says something.

    What takes its fields from another of them comes behind it: it would lose them with the other.
    """
    keys = {works[member].key for member in members}
    kept = min(members, key=lambda member: (_takes_from(works[member], keys), -fullness(works[member]), member))
    return [kept, *sorted(member for member in members if member != kept)]


def _takes_from(work: Work, keys: set[str]) -> bool:
    parents = ",".join(field.value for field in work.fields if field.name in {"crossref", "xdata"})
    return bool(parents) and any(parent.strip() in keys and parent.strip() != work.key for parent in parents.split(","))


def fullness(work: Work) -> int:
    """Count the fields that describe the work; a type that says nothing costs three of them."""
    fields = sum(field.name not in _ASIDE and bool(field.value) for field in work.fields)
    return fields - 3 * (work.type in _LEAST_SPECIFIC)


def _group(kept: int, others: Sequence[int], judgement: Judgement, works: Sequence[Work]) -> Group:
    named = [works[kept], *(works[other] for other in others)]
    return Group(
        named[0].key, tuple(work.key for work in named[1:]), judgement.verdict, judgement.reasons,
        tuple(work.place for work in named),
    )  # fmt: skip
