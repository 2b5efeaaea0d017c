"""Held against descriptions of historical sources that people have labelled: see historical/README.md."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile
from kirovbook.resolve.dedupe import Verdict, find_duplicates
from kirovbook.resolve.dedupe.description import describe
from kirovbook.resolve.dedupe.verdicts import Court, Judgement

HERE = Path(__file__).parent / "historical"
PARTS = ("open", "held_out")


def labelled(part: str) -> dict[frozenset[str], str]:
    lines = (HERE / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    heads = (line.partition(":")[0].split() for line in lines)
    return {frozenset((one, other)): label for label, one, other in heads}


def judged(part: str) -> dict[frozenset[str], Judgement]:
    file = ManuscriptFile("a.bib", (HERE / f"{part}.bib").read_text(encoding="utf-8"))
    court = Court()
    described = [describe(work) for work in read_bibliography((file,)).value]
    pairs = ((one, other, court.judge(one, other)) for one, other in itertools.combinations(described, 2))
    return {frozenset((one.work.key, other.work.key)): found for one, other, found in pairs if found}


def one_work(part: str) -> dict[str, frozenset[str]]:
    """For each key the keys of its work, as the labels have it."""
    works: dict[str, frozenset[str]] = {}
    for pair, label in labelled(part).items():
        if label == "same":
            joined = frozenset().union(*(works.get(key, frozenset({key})) for key in pair))
            works |= dict.fromkeys(joined, joined)
    return works


def test_the_labels_are_many_and_hard() -> None:
    labels = [label for part in PARTS for label in labelled(part).values()]
    assert len(labels) >= 220
    assert labels.count("different") >= 0.4 * len(labels)


@pytest.mark.parametrize("part", PARTS)
def test_what_is_called_the_same_is_the_same(part: str) -> None:
    works = one_work(part)
    wrong = [sorted(pair) for pair, found in judged(part).items()
             if found.verdict is Verdict.SAME and not pair <= works.get(min(pair), frozenset())]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("part", PARTS)
def test_nearly_every_pair_of_one_work_is_found(part: str) -> None:
    found = judged(part)
    same = [pair for pair, label in labelled(part).items() if label == "same"]
    assert sum(pair in found for pair in same) >= 0.98 * len(same)


@pytest.mark.parametrize("part", PARTS)
def test_no_near_miss_is_even_possible(part: str) -> None:
    found = judged(part)
    assert [sorted(pair) for pair, label in labelled(part).items() if label == "different" and pair in found] == []


@pytest.mark.parametrize("part", PARTS)
def test_the_search_finds_what_comparing_each_with_each_finds(part: str) -> None:
    file = ManuscriptFile("a.bib", (HERE / f"{part}.bib").read_text(encoding="utf-8"))
    groups = find_duplicates(read_bibliography((file,)).value)
    together = [frozenset((group.keep, *group.merged)) for group in groups if group.verdict is Verdict.SAME]
    for pair, found in judged(part).items():
        if found.verdict is Verdict.SAME:
            assert any(pair <= group for group in together), sorted(pair)
    works = one_work(part)
    assert all(group <= works.get(min(group), frozenset()) for group in together)
