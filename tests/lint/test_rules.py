"""Each rule finds what its fixture says, and nothing else."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook import pipeline
from kirovbook.diagnostics import Diagnostic
from kirovbook.lint import all_rules
from kirovbook.lint.prose import prose_of
from kirovbook.lint.runner import lint_files, lint_works
from kirovbook.model.house_rules import DashForm, DateForm, HouseRules, Spelling
from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile

PATIENCE = 10  # seconds; a fifth of one is usual, and quadratic time takes half a minute
HERE = Path(__file__).parent
FIXTURES = sorted(HERE.glob("*.md"))
EXPECTED = re.compile(r"^\^ (?P<what>\d+:\d+ [A-Z]\d{3} .*)$")


SETTING = re.compile(r" \[(?P<settings>[^\[\]]*)\]$")


def cases() -> list[object]:
    """A file and what is expected of it, for each heading of level two; a fixture of a B rule holds ``.bib`` files.

    A title may end in settings: ``[lang=de, spelling=ize]``.
    """
    found = []
    for fixture in FIXTURES:
        for case in fixture.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, *lines = case.split("\n")
            expected = [match["what"] for line in lines if (match := EXPECTED.match(line))]
            text = "\n".join(line for line in lines if not EXPECTED.match(line))
            name = "a.json" if "JSON" in title else "a.bib" if fixture.stem.startswith("B") else "a.md"
            settings = SETTING.search(title)
            pairs = re.split(r", (?=[a-z]+=)", settings["settings"]) if settings else ()
            wanted = dict(pair.split("=") for pair in pairs)
            case_id = f"{fixture.stem} {title}"
            found.append(pytest.param(fixture.stem, ManuscriptFile(name, text), wanted, expected, id=case_id))
    return found


def linted(file: ManuscriptFile, settings: Mapping[str, str] = MappingProxyType({})) -> tuple[Diagnostic, ...]:
    if file.path == "a.md":
        house = HouseRules(**{key: FORMS[key](value) for key, value in settings.items() if key != "lang"})
        return lint_files((file,), settings.get("lang", "en-GB"), house)
    return lint_works((file,), read_bibliography((file,)).value)


FORMS = {"spelling": Spelling, "dates": DateForm, "dashes": DashForm}


@pytest.mark.parametrize(("code", "file", "settings", "expected"), cases())
def test_a_rule_finds_what_its_fixture_says(
    code: str, file: ManuscriptFile, settings: Mapping[str, str], expected: list[str]
) -> None:
    found = [one for one in linted(file, settings) if one.code in {code, "M206"}]
    lines = file.text.split("\n")
    assert all(one.place.column + one.length <= len(lines[one.place.line - 1]) + 1 for one in found)
    assert [f"{one.place.line}:{one.place.column} {one.code} {one.message}" for one in found] == expected


def test_each_rule_has_a_fixture_and_a_page() -> None:
    fixtures = (*FIXTURES, *(HERE / "names").glob("*.md"), *(HERE / "books").glob("*.md"))
    assert {rule.code for rule in all_rules()} <= {fixture.stem for fixture in fixtures}
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
    start = time.process_time()
    lint_files((ManuscriptFile("a.md", scrap * (200_000 // len(scrap))),))
    assert time.process_time() - start < PATIENCE


@given(st.lists(st.sampled_from([
    "@book{a,\n", "}\n", "title = {", "pages = {1-2", "isbn = 123", 'doi = "x"', ",\n", "  ",
    "% allow: malformed-doi\n",
    "@online{b, url = {x}}", "% allow: x", "crossref = {a}", "A B C", "@string{a = {b  c}}", "# a",
]), max_size=40).map("".join))
def test_findings_in_any_bibliography_stand_in_it(text: str) -> None:
    lines = text.split("\n")
    for found in linted(ManuscriptFile("a.bib", text)):
        assert found.place.column + found.length <= len(lines[found.place.line - 1]) + 1


ROOT = HERE.parents[1]


OUR_OWN = [
    ROOT / "bibliography.bib", ROOT / "kirovbook" / "house" / "starter" / "bibliography.bib",
    *sorted((ROOT / "tests" / "books").rglob("*.bib")),
]  # fmt: skip


@pytest.mark.parametrize("file", OUR_OWN, ids=str)
def test_nothing_is_found_in_the_bibliographies_of_our_books(file: Path) -> None:
    if "broken" not in file.parts:
        assert linted(ManuscriptFile("a.bib", file.read_text(encoding="utf-8"))) == ()


def test_ten_thousand_works_take_no_long_time() -> None:
    entry = "@book{k%d, author = {A, B}, title = {A  Title}, pages = {1-2},\n isbn = {978-0-8090-6404-5}, year = 1}\n"
    file = ManuscriptFile("a.bib", "".join(entry % number for number in range(10_000)))
    start = time.process_time()
    assert len(linted(file)) == 20_000
    assert time.process_time() - start < PATIENCE


def test_only_cited_works_are_looked_at(tmp_path: Path) -> None:
    chapters = tmp_path / "manuscript" / "chapters"
    chapters.mkdir(parents=True)
    (chapters / "01-a.md").write_text("# A\n\nHe said so.[@cited]\n", encoding="utf-8")
    works = "@book{cited, author = {A, B}, title = {A}}\n@book{other, title = {B}}\n"
    (tmp_path / "bibliography.bib").write_text(works, encoding="utf-8")
    found = pipeline.check(tmp_path).diagnostics
    of_works = {(one.place.line, one.code) for one in found if one.place.file == "bibliography.bib"}
    assert of_works == {(1, "B301"), (2, "B107")}
