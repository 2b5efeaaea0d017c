"""Descriptions of one work are joined without loss, and contradictions are said."""

from __future__ import annotations

from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile
from kirovbook.resolve.dedupe import find_duplicates, merge_works, warn_of_possible

KNIGHT = """
@book{knight1999, author = {Knight, Amy}, title = {Who Killed {Kirov}?}, subtitle = {The Kremlin's Greatest Mystery},
  publisher = {Hill and Wang}, location = {New York}, date = {1999}, pagetotal = {331}}
@book{knight-who, author = {Knight, A.}, title = {Who killed Kirov?: the Kremlin's greatest mystery}, year = 1999,
  isbn = {0-8090-6404-9}, pagetotal = {313}, address = {New York}, ids = {amy, knight99}}
"""


def read(text: str):
    return read_bibliography((ManuscriptFile("a.bib", text),)).value


def test_fields_of_the_one_are_added_to_the_other() -> None:
    works = read(KNIGHT)
    outcome = merge_works(works, find_duplicates(works))
    (work,), aliases = outcome.value
    assert work.key == "knight1999"
    assert {field.name: field.value for field in work.fields} == {
        "author": "Knight, Amy", "title": "Who Killed {Kirov}?", "subtitle": "The Kremlin's Greatest Mystery",
        "publisher": "Hill and Wang", "location": "New York", "date": "1999", "pagetotal": "331",
        "isbn": "0-8090-6404-9",
    }  # fmt: skip
    assert aliases == {"knight-who": "knight1999", "amy": "knight1999", "knight99": "knight1999"}


def test_a_contradiction_is_said_where_it_stands() -> None:
    works = read(KNIGHT)
    (found,) = merge_works(works, find_duplicates(works)).diagnostics
    assert (found.code, found.place.line, found.related[0].place.line) == ("B201", 5, 3)
    assert found.message == "'knight-who' is the work 'knight1999', but its pagetotal is '313', not '331'"


def test_aliases_count_without_a_merger() -> None:
    works = read("@book{a, title = {One}, ids = {old, older}}\n@book{b, title = {Two}}")
    outcome = merge_works(works, find_duplicates(works))
    assert outcome.value == (works, {"old": "a", "older": "a"})
    assert outcome.diagnostics == ()


def test_an_alias_that_is_another_key_is_said() -> None:
    works = read("@book{a, title = {One}, ids = {b}}\n@book{b, title = {Two}}")
    outcome = merge_works(works, ())
    assert outcome.value[1] == {}
    assert [(found.code, found.place.line) for found in outcome.diagnostics] == [("B204", 1)]


def test_possible_groups_change_nothing_but_are_warned_of() -> None:
    works = read("@book{a, author = {Knight, A.}, title = {Who Killed Kirov?}, year = 1999}\n"
                 "@book{b, author = {Knight, A.}, title = {Who Killed Korov?}, year = 1999}")  # fmt: skip
    groups = find_duplicates(works)
    assert merge_works(works, groups).value == (works, {})
    (found,) = warn_of_possible(groups)
    assert (found.code, found.place.line, found.related[0].place.line) == ("B203", 1, 2)
    assert found.message == (
        "'a' may be the same work as 'b': titles differ in one letter, same author, 1999 in both"
    )
