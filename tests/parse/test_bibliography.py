"""Every entry of a bibliography is read, or named by a diagnostic at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile

TABLE = (Path(__file__).parent / "bibliography.md").read_text("utf-8")
CASES = [
    (part.partition("\n")[0], *re.findall(r"^~~~ (?:bib|json|expected)\n(.*?)^~~~$", part, re.MULTILINE | re.DOTALL))
    for part in re.split(r"^## ", TABLE, flags=re.MULTILINE)[1:]
]


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_bibliography(title: str, text: str, expected: str):
    name = "works.json" if "JSON" in title else "works.bib"
    outcome = read_bibliography((ManuscriptFile(name, text),))
    lines = []
    for work in outcome.value:
        fields = (f"{one.name}@{one.place.line}:{one.place.column}={one.value}" for one in work.fields)
        lines.append(f"{work.key} {work.type} " + " ".join(fields))
    for found in outcome.diagnostics:
        places = (found.place, *(related.place for related in found.related))
        lines.append(f"{found.code} " + " ".join(f"{place.line}:{place.column}" for place in places))
    works, said = lines[: len(outcome.value)], lines[len(outcome.value) :]
    wanted = expected.splitlines()
    assert works == wanted[: len(works)]
    assert sorted(said) == sorted(wanted[len(works) :])


def test_two_files_are_one_bibliography():
    first = ManuscriptFile("a.bib", "@book{a, title = {A}, crossref = {b}}")
    second = ManuscriptFile("b.bib", "@collection{b, publisher = {P}}\n@book{a, title = {Z}}")
    outcome = read_bibliography((first, second))
    assert [(work.key, work.get("publisher")) for work in outcome.value] == [("a", "P"), ("b", "P")]
    (found,) = outcome.diagnostics
    assert (found.code, str(found.place), str(found.related[0].place)) == ("B102", "b.bib:2:1", "a.bib:1:1")


SCRAPS = st.sampled_from(
    [*'@{}",=#%()\n\\ ', "@book{", "@string{x=", "title", "a", "1934", "crossref={a}", "@article{a,", "é", "\t", "jan"]
)


@given(st.lists(SCRAPS, max_size=60).map("".join), st.sampled_from(["a.bib", "a.json"]))
def test_any_text_is_read_and_every_place_exists(text: str, name: str):
    outcome = read_bibliography((ManuscriptFile(name, text),))
    lines = text.split("\n")
    places = [found.place for found in outcome.diagnostics]
    places += [place for work in outcome.value for place in (work.place, *(one.place for one in work.fields))]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(st.lists(st.sampled_from(["@book{k%d, title = {A {B} c}}", "@misc{k%d,\n  date = 1934\n}"]), max_size=8))
def test_no_good_entry_is_lost_behind_a_bad_one(entries: list[str]):
    text = "\n@book{bad, title = {open\n".join(entry % number for number, entry in enumerate(entries))
    outcome = read_bibliography((ManuscriptFile("a.bib", text),))
    assert [work.key for work in outcome.value] == [f"k{number}" for number in range(len(entries))]
    assert len(outcome.diagnostics) == max(0, len(entries) - 1)
