"""Each rule finds what its fixture says, and nothing else."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.lint import all_rules
from kirovbook.lint.prose import prose_of
from kirovbook.lint.runner import lint_files
from kirovbook.project import ManuscriptFile

PATIENCE = 10  # seconds; a fifth of one is usual, and quadratic time takes half a minute
HERE = Path(__file__).parent
FIXTURES = sorted(HERE.glob("*.md"))
EXPECTED = re.compile(r"^\^ (?P<what>\d+:\d+ [A-Z]\d{3} .*)$")


def cases() -> list[object]:
    """A chapter and what is expected of it, for each heading of level two in each fixture."""
    found = []
    for fixture in FIXTURES:
        for case in fixture.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, *lines = case.split("\n")
            expected = [match["what"] for line in lines if (match := EXPECTED.match(line))]
            text = "\n".join(line for line in lines if not EXPECTED.match(line))
            found.append(pytest.param(text, expected, id=f"{fixture.stem} {title}"))
    return found


@pytest.mark.parametrize(("text", "expected"), cases())
def test_a_rule_finds_what_its_fixture_says(text: str, expected: list[str]) -> None:
    found = lint_files((ManuscriptFile("a.md", text),))
    assert [f"{one.place.line}:{one.place.column} {one.code} {one.message}" for one in found] == expected


def test_each_rule_has_a_fixture_and_a_page() -> None:
    assert {rule.code for rule in all_rules()} <= {fixture.stem for fixture in FIXTURES}
    for rule in all_rules():
        assert "Wrong:" in rule.page
        assert "Right:" in rule.page
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
        assert rule.hint


def test_a_paragraph_in_two_files_is_found_with_both_places() -> None:
    words = "A paragraph of a dozen words or more that stands in this book twice."
    (found,) = lint_files((ManuscriptFile("a.md", f"---\nid: a\n---\n\n{words}\n"), ManuscriptFile("b.md", words)))
    assert (found.place.file, found.place.line) == ("b.md", 1)
    assert (found.related[0].place.file, found.related[0].place.line) == ("a.md", 5)
    assert found.length == len(words)


def test_a_word_at_the_end_of_one_file_and_the_start_of_the_next_is_not_doubled() -> None:
    assert lint_files((ManuscriptFile("a.md", "This is the"), ManuscriptFile("b.md", "the end"))) == ()


SCRAPS = st.sampled_from([
    "---\n", "\n", "`", "```", "~~~", "<!--", "-->", "<!-- allow: x -->", "the ", "THE", " ", "[@a, 1-2]", "> ", "|",
    "é", "allow:", "word ",
])  # fmt: skip


@given(st.one_of(st.lists(SCRAPS, max_size=60).map("".join), st.text()))
def test_the_columns_of_prose_are_those_of_the_file(text: str) -> None:
    file = ManuscriptFile("a.md", text)
    lines = text.split("\n")
    for (place, shown), written in zip(prose_of((file,)), lines, strict=True):
        assert not shown or all(sign in {" ", own} for sign, own in zip(shown, written, strict=True))
        assert lines[place.line - 1] == written
    for found in lint_files((file,)):
        assert found.place.column + found.length <= len(lines[found.place.line - 1]) + 1


@pytest.mark.parametrize("scrap", [
    "the ", "`", "` `` ", "<!--", "[@", "[@a, pp. 1-", "a a", "the the ", "> ", "```\n", "x\n", "---\n",
])  # fmt: skip
def test_a_long_text_takes_no_long_time(scrap: str) -> None:
    start = time.perf_counter()
    lint_files((ManuscriptFile("a.md", scrap * (200_000 // len(scrap))),))
    assert time.perf_counter() - start < PATIENCE
