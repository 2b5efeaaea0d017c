"""Groups do not depend on order, do not swallow what a veto parts, and obey the author."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.diagnostics import Place
from kirovbook.model.source import Field, Work
from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile
from kirovbook.resolve.dedupe import Group, Verdict, find_duplicates, merge_works

NAMES = ("Kirov, S. M.", "Киров, Сергей", "Lenoe, M.", "Knight, Amy", "Sebag Montefiore, S.")
TITLES = ("Who Killed Kirov?", "Who Kiled Kirov", "Works", "Works, vol. 2", "Статьи и речи", "Stat'i i rechi")
VALUES = {
    "author": NAMES, "title": TITLES, "year": ("1934", "1935", "1999"), "volume": ("1", "2", "II"), "edition": ("2",),
    "isbn": ("0809064049", "9780809064045"), "doi": ("10.1/a", "10.1/b"), "publisher": ("Hill and Wang", "Yale UP"),
    "journaltitle": ("Pravda", "Правда", "Izvestiia"), "ids": ("old, older",), "langid": ("russian", "english"),
}  # fmt: skip
descriptions = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})
bibliographies = st.lists(
    st.tuples(st.sampled_from(("book", "article", "misc", "incollection")), descriptions), max_size=9
)


def made(entries: Sequence[tuple[str, dict[str, str]]]) -> tuple[Work, ...]:
    works = []
    for number, (kind, fields) in enumerate(entries, start=1):
        place = Place("a.bib", number)
        works.append(Work(f"k{number}", kind, tuple(Field(*each, place) for each in fields.items()), place))
    return tuple(works)


def read(text: str) -> tuple[Work, ...]:
    return read_bibliography((ManuscriptFile("a.bib", text),)).value


def keys(groups: Sequence[Group], verdict: Verdict) -> list[set[str]]:
    return [{group.keep, *group.merged} for group in groups if group.verdict is verdict]


@given(bibliographies, st.randoms())
def test_order_does_not_matter(entries: list[tuple[str, dict[str, str]]], chance: random.Random) -> None:
    works = made(entries)
    shuffled = list(works)
    chance.shuffle(shuffled)
    assert find_duplicates(works) == find_duplicates(tuple(shuffled))


@given(bibliographies)
def test_groups_that_are_the_same_share_no_work(entries: list[tuple[str, dict[str, str]]]) -> None:
    groups = find_duplicates(made(entries))
    together = [key for group in keys(groups, Verdict.SAME) for key in group]
    assert len(together) == len(set(together))
    assert all(len(group.places) == 1 + len(group.merged) and group.reasons for group in groups)


@given(bibliographies)
def test_merging_loses_no_key_and_comes_to_an_end(entries: list[tuple[str, dict[str, str]]]) -> None:
    works = made(entries)
    every = {work.key for work in works}
    for _ in range(len(works) + 1):
        groups = find_duplicates(works)
        works, aliases = merge_works(works, groups).value
        left = {work.key for work in works}
        assert {*left, *aliases} >= left
        assert set(aliases.values()) <= left
        if not keys(groups, Verdict.SAME):
            break
    assert {work.key for work in works} <= every
    assert keys(find_duplicates(works), Verdict.SAME) == []


MIDDLE = """
@book{first, author = {Stalin, I.}, title = {Collected Works in Russian}, year = 1949, volume = 11, isbn = {0809064049}}
@book{middle, author = {Stalin, I.}, title = {Collected Works in Russian}, year = 1949,
  isbn = {0809064049 and 0300112041}}
@book{second, author = {Stalin, I.}, title = {Collected Works in Russian}, year = 1949, volume = 12,
  isbn = {0300112041}}
"""


def test_a_veto_keeps_a_group_from_swallowing_both() -> None:
    groups = find_duplicates(read(MIDDLE))
    assert keys(groups, Verdict.SAME) == [{"first", "middle"}]
    (possible,) = [group for group in groups if group.verdict is Verdict.POSSIBLE]
    assert {possible.keep, *possible.merged} & {"second"}
    assert "but beside them stands a description in which the volumes differ: 11 and 12" in possible.reasons


TWO = "@book{a, title = {One Thing}, year = 1999}\n@book{b, title = {Quite Another}, year = 2005}\n"


def test_the_author_has_the_last_word() -> None:
    (group,) = find_duplicates(read(TWO), same=(("b", "a"),))
    assert (group.keep, group.merged, group.verdict) == ("a", ("b",), Verdict.SAME)
    assert group.reasons == ("the author says so",)
    twice = TWO.replace("Quite Another", "One Thing").replace("2005", "1999").replace("{One", "{Just One Little")
    twice = twice.replace("title", "author = {Knight, A.}, title")
    assert keys(find_duplicates(read(twice)), Verdict.SAME) == [{"a", "b"}]
    assert find_duplicates(read(twice), different=(("a", "b"),)) == ()
    assert find_duplicates(read(TWO), same=(("a", "nobody"),), different=(("x", "y"),)) == ()


@pytest.mark.parametrize("parted", [("a", "d"), ("b", "d"), ("d", "c")])
def test_works_that_differ_by_the_authors_word_meet_in_no_group(parted: tuple[str, str]) -> None:
    entry = "@book{%s, author = {Knight, A.}, title = {Just One Little Thing}, year = 1999}"
    works = read("\n".join(entry % key for key in "abcd"))
    groups = find_duplicates(works, different=(parted,))
    assert keys(groups, Verdict.SAME) == [{"a", "b", "c"}]
    assert keys(groups, Verdict.POSSIBLE) == []


def test_the_fullest_description_is_kept() -> None:
    works = read(
        "@misc{a, author = {Knight, A.}, title = {Just One Little Thing}, year = 1999, note = {x}}\n"
        "@book{b, author = {Knight, Amy}, title = {Just One Little Thing}, year = 1999, publisher = {Yale}}\n"
    )
    (group,) = find_duplicates(works)
    assert (group.keep, group.merged) == ("b", ("a",))
    assert [place.line for place in group.places] == [2, 1]


def test_a_work_is_not_kept_in_place_of_the_one_that_it_takes_from() -> None:
    works = read(
        "@book{child, crossref = {parent}, title = {A Book of Some Length}, year = 1999, location = {Paris}}\n"
        "@book{parent, title = {A Book of Some Length}, year = 1999, doi = {10.1000/a}}\n"
    )
    (group,) = find_duplicates(works)
    assert (group.keep, group.merged, group.verdict) == ("parent", ("child",), Verdict.SAME)


def test_what_a_group_conflicts_with_is_not_possible_through_one_that_says_less() -> None:
    works = read(
        "@book{full, author = {Knight, A.}, title = {Who Killed Kirov Then?}, year = 1999, isbn = {0809064049}}\n"
        "@book{bare, title = {Who Killed Kirov Then?}, isbn = {0809064049}}\n"
        "@book{later, author = {Knight, A.}, title = {Who Killed Kirov Then?}, year = 2003}\n"
    )
    groups = find_duplicates(works)
    assert keys(groups, Verdict.SAME) == [{"full", "bare"}]
    assert keys(groups, Verdict.POSSIBLE) == []
