"""Each repair on and off; what is only suspected is reported and left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from importer.reading_back import ReadBook, read_book

from kirovbook.diagnostics import ADVICE, ERROR, CannotRunError
from kirovbook.importer import REPAIRS, Wishes, import_pages, read_wishes
from kirovbook.importer.page import Log
from kirovbook.pipeline import check
from kirovbook.report import Report

LONG = "The river rose in the spring of that year and carried away the mill, which had stood for a hundred years."
PAGE = f"""Jane Roe

Jane Roe

{LONG}

Her name was `Little Jane' in the village - or so committee mem\u00adbers said - and she was the ﬁrst of them.

The Early Years

{LONG}

Jane Roe
Jane Roe and John Doe in 1921.

As she later put it: "The barges came down at night with their lamps out." Nobody had asked the others about it.

Primary Sources

(7) Jane Roe, A Life on the River (1921)

The barges came down at night with their lamps out. And nobody asked where from they came that night.
They were never seen again by anyone who lived in the village by the river at that time.

(2) Jane Roe, A Life on the River (1921)

Nobody had asked the miller about it either, and nobody ever would have asked him.
"""
SAYS = {
    "title": (5, "left out the title"), "duplicates": (11, "left out a paragraph"), "pictures": (13, "made a comment"),
    "glued": (23, "began a paragraph"), "numbers": (20, "numbers its sources 7, 2"),
    "works": (25, "described 'roe1921' once"),
    "backticks": (7, "made quotation marks of 1 backtick"), "dashes": (7, "made dashes of 2 hyphens"),
    "soft-hyphens": (7, "took out 1 soft hyphen"), "ligatures": (7, "parted 1 joined letter"),
}  # fmt: skip


def run(tmp_path: Path, text: str, *skipped: str) -> tuple[ReadBook, Report, str]:
    (tmp_path / "page.txt").write_text(text, "utf-8")
    report = import_pages([tmp_path / "page.txt"], tmp_path / "book", Wishes(frozenset(skipped)))
    assert [found.message for found in report.diagnostics if found.severity is ERROR] == []
    assert [found for found in check(tmp_path / "book").diagnostics if found.severity is ERROR] == []
    book = read_book(tmp_path / "book")
    return book, report, "\n".join(text for _, text in book.chapters)


def repairs_in(report: Report) -> dict[str, tuple[int, str]]:
    return {
        found.hint.partition("--no-repair ")[2].strip("'"): (found.place.line, found.message)
        for found in report.diagnostics if found.code == "I130"
    }  # fmt: skip


def test_every_repair_is_done_and_told(tmp_path: Path) -> None:
    book, report, text = run(tmp_path, PAGE)
    told = repairs_in(report)
    assert set(told) == set(REPAIRS)
    for name, (line, message) in SAYS.items():
        assert told[name][1].startswith(("the page " if name == "numbers" else "") + message)
        assert told[name][0] == {"title": 3}.get(name, line)
        assert f"line {told[name][0]}: " in book.report
    assert [heading for heading, _ in book.chapters] == ["Jane Roe", "The Early Years"]
    assert text.count(LONG) == 1
    assert "'Little Jane' in the village – or so committee members said – and she was the first" in text
    assert "<!-- picture: Jane Roe; Jane Roe and John Doe in 1921. -->" in text
    assert [(one.id, one.label, one.work) for one in book.sources] == [
        ("roe", "7", "roe1921"),
        ("roe-2", "2", "roe1921"),
    ]
    assert len(book.sources[0].passage.split("\n\n")) == 2
    assert 'lamps out." ([@src:roe])[@roe1921] Nobody' in text


@pytest.mark.parametrize("name", sorted(REPAIRS))
def test_a_repair_can_be_left_undone(tmp_path: Path, name: str) -> None:
    book, report, text = run(tmp_path, PAGE, name)
    # Without the repair of pictures their two lines are paragraphs that touch.
    assert set(repairs_in(report)) == set(REPAIRS) - {name}
    assert f"Left undone, as asked: {name}." in book.report
    match name:
        case "title":
            assert "left out the title" not in book.report
        case "duplicates":
            assert text.count(LONG) == 2
        case "pictures":
            assert "\nJane Roe\n\nJane Roe and John Doe in 1921.\n" in text
        case "glued":
            assert len(book.sources[0].passage.split("\n\n")) == 1
        case "numbers":
            assert [(one.label, one.passage[:6]) for one in book.sources] == [("", "Nobody"), ("", "The ba")]
        case "works":
            assert [one.work for one in book.sources] == ["roe1921", "roe1921a"]
        case "backticks":
            assert "\\`Little Jane'" in text
        case "dashes":
            assert "village - or so" in text
        case "soft-hyphens":
            assert "mem\u00adbers" in text
        case "ligatures":
            assert "ﬁrst" in text


def test_a_repair_that_nobody_knows() -> None:
    with pytest.raises(CannotRunError, match="no repair is called 'duplicate'") as caught:
        read_wishes(["duplicate"], "en", "", is_update=False)
    assert caught.value.hint == "did you mean 'duplicates'?"
    with pytest.raises(CannotRunError, match="no format"):
        read_wishes([], "en", "pdf", is_update=False)
    with pytest.raises(CannotRunError, match="no language"):
        read_wishes([], "en_GB!", "", is_update=False)


SUSPECTS = [
    ("the lst of May", "I120", "'1st'"), ("born in l924 there", "I120", "'1924'"), ("in 19O5 again", "I120",
     "'1905'"),
    ("sent away for a 10 years there", "I121", "'10 years'"), ("a NKVD officer", "I121", "'an NKVD'"),
    ("an KGB officer", "I121", "'a KGB'"), ("on the the river", "I122", "'the'"), ("The hozhd, they said", "I123",
     "missing"),
    ("To what extent are they guilty of the plot", "I124", "question mark"), ('She said: "Come in', "I125", "close"),
    ("He said that 'nothing was done", "I125", "close"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "hint"), SUSPECTS)
def test_what_looks_wrong_is_reported_and_left(tmp_path: Path, words: str, code: str, hint: str) -> None:
    _, report, text = run(
        tmp_path, f"The River\n\nIn the end of that year it was so.\n\nThen it came. {words}.\n\nIt was over.\n"
    )
    found = [one for one in report.diagnostics if one.code == code]
    assert [(one.severity, one.place.line) for one in found] == [(ADVICE, 5)]
    assert hint in found[0].hint
    assert words.partition(" ")[0] in text


@pytest.mark.parametrize("words", [
    "It was the 1st of May, in the 1920s", "a NATO officer and a UN officer", "He had had enough of that",
    "the workers' houses",
    "'Come in,' she said", "What was done was done", "a child held the world and rhythm of the strengths",
    "rock 'n' roll",
])  # fmt: skip
def test_what_is_right_is_not_reported(tmp_path: Path, words: str) -> None:
    _, report, _ = run(tmp_path, f"The River\n\nIn the end of that year it was so.\n\n{words}.\n\nIt was over.\n")
    assert [one.message for one in report.diagnostics if one.code.startswith("I12")] == []


def test_a_quotation_may_run_over_paragraphs(tmp_path: Path) -> None:
    _, report, _ = run(tmp_path, 'The River\n\nShe said: "It rose in spring.\n\n"It fell in autumn."\n')
    assert "I125" not in {one.code for one in report.diagnostics}


def test_a_source_may_repeat_the_narrative(tmp_path: Path) -> None:
    heads = ("(1) Jane Roe, A Life (1921)", "(2) John Doe, Life (1922)")
    text = f"The River\n\n{LONG}\n\nPrimary Sources\n\n{heads[0]}\n\n{LONG}\n\n{heads[1]}\n\n{LONG}\n"
    book, _, _ = run(tmp_path, text)
    assert [one.passage for one in book.sources] == [LONG, LONG]


def test_a_log_tells_what_was_done() -> None:
    assert Log(frozenset({"glued"})).does("title")
    assert not Log(frozenset({"glued"})).does("glued")
