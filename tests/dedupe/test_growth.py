"""Large bibliographies take time in proportion; none made to be hard takes much more."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from dedupe.corpora import make_corpus

from kirovbook.diagnostics import Place
from kirovbook.model.source import Field, Work
from kirovbook.resolve.dedupe import Verdict, find_duplicates


def seconds(works: tuple[Work, ...]) -> float:
    start = time.process_time()
    find_duplicates(works)
    return time.process_time() - start


def works(count: int, describe: Callable[[int], dict[str, str]], kind: str = "book") -> tuple[Work, ...]:
    made = []
    for number in range(count):
        place = Place("a.bib", number + 1)
        made.append(Work(f"k{number}", kind, tuple(Field(*each, place) for each in describe(number).items()), place))
    return tuple(made)


def test_time_grows_with_the_number_of_works() -> None:
    small, large = make_corpus(2000), make_corpus(8000, seed=2)
    seconds(small)
    assert seconds(large) < 8 * max(min(seconds(small) for _ in range(2)), 0.02)


def test_most_doublets_of_a_large_bibliography_are_found() -> None:
    groups = find_duplicates(make_corpus(8000))
    together = sum(len(group.merged) for group in groups if group.verdict is Verdict.SAME)
    assert together > 200
    assert len(groups) < 600


CHANCE = random.Random(3)
WORDS = ["".join(CHANCE.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(3000)]
SPEECHES = {"author": "Kirov, S. M.", "year": "1934", "title": "Articles and speeches made"}
HARD = {
    "one title": lambda _: {"title": "Letters to a friend in town"},
    "one author and year": lambda _: SPEECHES | {"title": " ".join(CHANCE.choices(WORDS, k=6))},
    "a publisher each": lambda number: SPEECHES | {"publisher": f"{WORDS[number % 3000]}{number}"},
    "a note each": lambda number: SPEECHES | {"note": str(number)},
    "a page each": lambda number: SPEECHES | {"pages": str(number)},
    "a word each": lambda number: SPEECHES | {"title": f"Articles and speeches made in {WORDS[number % 3000]}"},
    "one identifier": lambda _: {"title": " ".join(CHANCE.choices(WORDS, k=6)), "doi": "10.1000/182"},
    "an introduction each": lambda number: {"author": WORDS[number % 3000], "title": "Introduction", "year": "1990"},
}


@pytest.mark.parametrize("name", HARD)
def test_a_bibliography_made_to_be_hard_takes_bounded_time(name: str) -> None:
    assert seconds(works(3000, HARD[name])) < 8


def test_long_fields_take_bounded_time() -> None:
    authors = " and ".join(WORDS[:400])
    title = "{" * 300 + "\\x" * 3000
    long = works(300, lambda number: {"title": f"{title}{number}", "author": authors, "year": "1990"})
    assert seconds(long) < 8


def test_what_is_the_same_in_a_large_block_is_found_together() -> None:
    (group,) = find_duplicates(works(3000, HARD["a note each"]))
    assert group.verdict is Verdict.SAME
    assert len(group.merged) == 2999
    (group,) = find_duplicates(works(3000, HARD["one title"]))
    assert group.verdict is Verdict.POSSIBLE
    assert len(group.merged) == 2999
