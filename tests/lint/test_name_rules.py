"""Each rule over names finds what its fixture says, and nothing else."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook import pipeline
from kirovbook.config import read_people
from kirovbook.diagnostics import ADVICE, WARNING, Diagnostic
from kirovbook.lint.runner import lint_names
from kirovbook.project import ManuscriptFile

HERE = Path(__file__).parent
EXPECTED = re.compile(r"^\^ (?P<what>\d+:\d+ [A-Z]\d{3} .*)$", re.MULTILINE)
PATIENCE = 10  # seconds; a fifth of one is usual, and quadratic time takes half a minute


def cases() -> list[object]:
    """Give the code, the chapter, people.toml, and what is expected of both."""
    found = []
    for fixture in sorted((HERE / "names").glob("*.md")):
        for case in fixture.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, _, rest = case.partition("\n")
            chapter, cut, people = rest.partition("--- people.toml\n")
            assert cut, title
            found.append(pytest.param(fixture.stem, chapter, people, id=f"{fixture.stem} {title}"))
    return found


def linted(text: str, people: str, sources: str = "") -> tuple[Diagnostic, ...]:
    files = (ManuscriptFile("people.toml", people),)
    authorities = read_people(people, "people.toml").value
    return lint_names((ManuscriptFile("a.md", text),), (ManuscriptFile("s.md", sources),), files, authorities)


@pytest.mark.parametrize(("code", "chapter", "people"), cases())
def test_a_rule_finds_what_its_fixture_says(code: str, chapter: str, people: str) -> None:
    told = []
    for file, text in (("a.md", chapter), ("people.toml", people)):
        told += [f"{file} {found['what']}" for found in EXPECTED.finditer(text)]
    texts = [EXPECTED.sub("\0", text).replace("\0\n", "").replace("\0", "") for text in (chapter, people)]
    found = [one for one in linted(*texts) if one.code in (code, "M206")]
    assert [f"{one.place.file} {one.place.line}:{one.place.column} {one.code} {one.message}" for one in found] == told
    for one in found:
        lines = texts[one.place.file == "people.toml"].split("\n")
        assert one.place.column + one.length <= len(lines[one.place.line - 1]) + 1


def test_the_rules_matter_as_much_as_they_should() -> None:
    people = '[n]\npreferred = "Nikolaev, Leonid"\nvariants = ["Nikolayev"]\n[x]\npreferred = "X, Y"\n'
    found = linted("Nikolaev. Nikolayev. Ivan Gusev, Ivan Gusev, Ivan Gusev.", people)
    assert [(one.code, one.severity) for one in found] == [("X201", WARNING), ("X202", ADVICE), ("X203", ADVICE)]


def test_sources_keep_their_spelling_and_count_as_mentions() -> None:
    people = '[n]\npreferred = "Nikolaev, Leonid"\nvariants = ["Nikolayev"]\n'
    assert linted("Nikolaev.", people, "Nikolayev fired. Ivan Gusev, Ivan Gusev, Ivan Gusev.") == ()
    assert linted("Nobody.", people, "Nikolayev fired.") == ()


PEOPLE = '[n]\npreferred = "Nikolaev, Leonid"\nvariants = ["Nikolayev", "A B"]\n'
SCRAPS = st.sampled_from([
    "Nikolaev", "Nikolayev", " ", "\n", "\n\n", "“", "”", '"', "'", "‘", "’", "*", "_", "[", "]", "{lang=ru}", "{", "}",
    "> ", "@", "(", ")", "Ivan Gusev ", "A B", "<!--", "-->", "`", "---\n", "said ", "| ", "J. ", "É",
])  # fmt: skip


@given(st.one_of(st.lists(SCRAPS, max_size=60).map("".join), st.text()))
def test_findings_in_any_text_stand_in_it(text: str) -> None:
    for found in linted(text, PEOPLE):
        lines = (text if found.place.file == "a.md" else PEOPLE).split("\n")
        assert found.place.column + found.length <= len(lines[found.place.line - 1]) + 1


@pytest.mark.parametrize("scrap", [
    "Nikolayev ", "Ivan Gusev ", "A.", "A. ", "“", "‘", "'a", '"', "*a", "_a ", "[a", "{", "@{", "](", "<", "Aa Bb\n",
    "title:\n", "---\ntitle:\n", "Nikolaev-", "’", "[^", "a@", "'",
])  # fmt: skip
def test_a_long_text_takes_no_long_time(scrap: str) -> None:
    start = time.process_time()
    linted(scrap * (200_000 // len(scrap)), PEOPLE)
    assert time.process_time() - start < PATIENCE


def test_our_own_books_are_sound() -> None:
    root = HERE.parents[1]
    for book in (root, root / "kirovbook" / "house" / "starter", root / "tests" / "books" / "everything"):
        assert [one for one in pipeline.check(book).diagnostics if one.code.startswith("X20")] == []
