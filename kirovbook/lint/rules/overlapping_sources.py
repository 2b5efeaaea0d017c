"""S309: two sources of one work that give the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from kirovbook.diagnostics import Related
from kirovbook.lint.collection import Collection, Held
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.runs import shared_runs, shingles
from kirovbook.model.source import SourceKind

_LEAST = 12


@rule("S309", hint="end one passage where the other begins, or make one source of both")
def overlapping_sources(collection: Collection) -> Iterator[Finding]:
    """Two extracts of one work have twelve words or more in a row in common.

    Wrong:  one extract of pages 31 to 33, and another of pages 33 and 34, with the last sentence of page 33 in both
    Right:  the sentence in one of them
    """
    by_work: dict[str, list[Held]] = defaultdict(list)
    for held in collection:
        if held.header.work and held.header.kind is SourceKind.EXTRACT:
            by_work[held.header.work].append(held)
    for of_one_work in by_work.values():
        for first, second in combinations(of_one_work, 2):
            yield from _shared(first, second, collection.called)


def _shared(first: Held, second: Held, called: str) -> Iterator[Finding]:
    rows = shingles((stretch.words for stretch in first.passage), _LEAST)
    for run in shared_runs(second.passage, rows, _LEAST):
        message = f"these words stand in {called} {first.number} too"
        length = run.stretch.length(run.start, run.end)
        yield Finding(run.stretch.place(run.start), message, length, (Related(first.header.place, "the other source"),))
