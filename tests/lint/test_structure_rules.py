"""The rules over the sources and the structure of a book hold for any text, stay fast, and correct what is safe."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kirovbook import pipeline
from kirovbook.diagnostics import Diagnostic
from kirovbook.lint.collection import collection_of
from kirovbook.lint.headers import headers_of
from kirovbook.lint.inventory import inventory_of
from kirovbook.lint.own_words import only_passage, own_words_of, without_passage
from kirovbook.lint.registry import run_rules
from kirovbook.lint.runs import shared_runs, shingles
from kirovbook.parse import parse
from kirovbook.project import ManuscriptFile, load

PATIENCE = 10  # seconds; a fifth of one is usual, and quadratic time takes half a minute
CHAPTER, SOURCE, OTHER = (f"manuscript/{path}.md" for path in ("chapters/01-one", "sources/01-a", "sources/02-b"))
BIB = "@book{w, author = {Reed, A.}, title = {Water}, date = {1901}}\n"


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def found_in(root: Path) -> list[Diagnostic]:
    """Run the rules over the views that need no citation settled."""
    project = load(root, date(2026, 11, 23)).value
    assert project is not None
    manuscript = parse(project).value
    narrative = (*project.front, *project.chapters, *project.back)
    collection = collection_of(project, manuscript, own_words_of(narrative, project.sources))
    return list(run_rules((manuscript, collection, headers_of((*narrative, *project.sources)),
                           inventory_of(manuscript))))


SCRAPS = st.sampled_from([
    "---\n", "id: a\n", "title:\n", "date: 9 January 1935\n", "work: w\n", "label: x\n", "kind: precis\n", "\n", "\n\n",
    "::: extract\n", "::: precis\n", ":::\n", "## A\n", "#### A\n", "![](p.svg)", "![a](p.svg){credit=b}", "“", "”",
    '"', "one two three four five six seven eight nine ten eleven twelve ", "in June 1999, ", "Source 1 ", "[@src:a]",
    "[@w; @w]", "^[a b c d]", "[^n]\n\n[^n]: a b c d\n", "> ", "`", "<!--", "é",
])  # fmt: skip
TEXTS = st.one_of(st.lists(SCRAPS, max_size=40).map("".join), st.text(st.characters(exclude_categories=("Cs",))))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_findings_in_any_book_stand_in_it(tmp_path: Path, chapter: str, source: str, other: str) -> None:
    files = {CHAPTER: chapter, SOURCE: source, OTHER: other, "bibliography.bib": BIB, "manuscript/p.svg": "<svg/>",
             "manuscript/originals/a.txt": other}
    write(tmp_path, {path: text.replace("\r", "") for path, text in files.items()})
    for one in found_in(tmp_path):
        lines = (tmp_path / one.place.file).read_text(encoding="utf-8").split("\n")
        assert one.place.line <= len(lines)
        assert one.place.column + one.length <= len(lines[one.place.line - 1]) + 1


@given(TEXTS)
def test_a_source_is_its_passage_and_the_rest(text: str) -> None:
    passage, rest = only_passage(text), without_passage(text)
    for sign, in_passage, in_rest in zip(text, passage, rest, strict=True):
        assert {in_passage, in_rest} <= {sign, " "}


def test_runs_are_as_long_as_they_are() -> None:
    words = "the lamps went out before the second bell rang over the water"
    own = own_words_of((ManuscriptFile("a.md", f"Then {words}. Then {words}."),))
    runs = list(shared_runs(own.stretches, shingles((words,), 4), 4))
    assert [run.words for run in runs] == [words, words]


LONG = {
    "precis": "the wheel has hung there like a dead thing and ",
    "names": "Source 1 in June 1999. ",
    "marks": '“"',
    "headings": "## A\n\n",
}


@pytest.mark.parametrize("scrap", LONG.values(), ids=LONG)
def test_a_long_source_takes_no_long_time(tmp_path: Path, scrap: str) -> None:
    text = scrap * (50_000 // len(scrap))
    source = "---\nid: {}\ntitle: A\nwork: w\n---\n\n{}\n\n::: {}\n{}\n:::\n"
    write(tmp_path, {
        CHAPTER: "# One\n\nWords.\n", SOURCE: source.format("a", text, "precis", text),
        OTHER: source.format("b", text, "extract", text), "bibliography.bib": BIB, "manuscript/originals/a.txt": text,
    })
    project = load(tmp_path, date(2026, 11, 23)).value
    assert project is not None
    manuscript = parse(project).value
    start = time.process_time()
    collection = collection_of(project, manuscript, own_words_of(project.chapters, project.sources))
    list(run_rules((manuscript, collection, inventory_of(manuscript))))
    assert time.process_time() - start < PATIENCE


def test_a_date_in_words_is_corrected_where_it_can_mean_one_thing(tmp_path: Path) -> None:
    source = "---\nid: a\ntitle: A\ndate: {}\n---\n\n::: extract\nWords.\n:::\n"
    corrected = {}
    for words in ("9 January 1935", "'June 1935'", "December 1, 1934", "32 May 1935", "spring 1935", "May Day 1935"):
        write(tmp_path, {CHAPTER: "# One\n\nWords.\n", SOURCE: source.format(words)})
        (found,) = (one for one in found_in(tmp_path) if one.code == "S307")
        corrected[words] = [one.words for one in found.corrections]
    assert corrected == {
        "9 January 1935": ['"1935-01-09"'], "'June 1935'": ['"1935-06"'], "December 1, 1934": ['"1934-12-01"'],
        "32 May 1935": [], "spring 1935": [], "May Day 1935": [],
    }


def test_a_typed_number_leads_to_those_that_bore_it(tmp_path: Path) -> None:
    source = "---\nid: {}\ntitle: A\nlabel: '7'\n---\n\n::: extract\nWords.\n:::\n"
    write(tmp_path, {CHAPTER: "# One\n\nSource 7, Source 1.\n", SOURCE: source.format("a"), OTHER: source.format("b")})
    seven, one = (found for found in found_in(tmp_path) if found.code == "S301")
    assert (seven.hint, seven.related) == ("write [@src:a] or [@src:b]", ())
    assert one.hint == "write [@src:ID], with the id of the source that is meant"
    assert [(other.place.file, other.message) for other in one.related] == [(SOURCE, "this is Source 1 now")]


def test_an_original_is_read_and_never_printed(tmp_path: Path) -> None:
    words = "Since Easter the wheel has hung there like a dead thing over the water."
    write(tmp_path, {
        CHAPTER: "# One\n\nSee [@src:a].\n", SOURCE: "---\nid: a\ntitle: A\n---\n\n::: precis\nIt hung.\n:::\n",
        "manuscript/originals/a.txt": words,
        "manuscript/book.toml": '[book]\ntitle = "A"\n[editions.epub]\nkind = "epub"\n',
    })
    project = load(tmp_path, date(2026, 11, 23)).value
    assert project is not None
    assert [file.text for file in project.originals] == [words]
    report = pipeline.build(tmp_path, pipeline.Order(uses_cache=False))
    (made,) = (path for path in report.artifacts if str(path).endswith(".epub"))
    assert b"Easter" not in Path(made).read_bytes()


def test_an_original_that_is_too_large_or_elsewhere_is_not_read(tmp_path: Path) -> None:
    root = write(tmp_path / "book", {CHAPTER: "# One\n\nWords.\n", "manuscript/originals/a.txt": "a" * 4_000_001})
    write(tmp_path, {"secret.txt": "b"})
    (root / "manuscript/originals/b.txt").symlink_to(tmp_path / "secret.txt")
    outcome = load(root, date(2026, 11, 23))
    assert outcome.value is not None
    assert outcome.value.originals == ()
    assert sorted((one.code, one.place.file) for one in outcome.diagnostics) == [
        ("K120", CHAPTER), ("M204", "manuscript/originals/a.txt"),
    ]
