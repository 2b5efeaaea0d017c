"""Diagnostics are written for an author and for other programs, and steer neither."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.diagnostics import ADVICE, ERROR, WARNING, Correction, Diagnostic, Place, Related, Severity
from kirovbook.report import Report, harmless, render_github, render_json, render_sarif, render_text, summary, write
from kirovbook.report.terminal import cell_width

CHAPTER = "manuscript/chapters/03-smolny.md"
LINES = (
    "# Smolny",
    "as he told the plenum[@kirov1943, p. 12]",
    "\tthe the",
    "漢字 кot\x1b[31m\u202e",
    "long " * 20 + " !!! " + "long " * 40,
    "",
    "words",
)
HINT = "did you mean 'kirov1934'? (bibliography.bib:88)"
ELSEWHERE = (Related(Place("bibliography.bib", 88), "a related place"),)
REPORT = Report(
    diagnostics=(
        Diagnostic("T101", ERROR, Place("nowhere.md", 9, 9), "in a file \x1b[2J that is not there"),
        Diagnostic("C101", ERROR, Place(CHAPTER, 2, 23), "no work has the key 'kirov1943'", HINT, 10),
        Diagnostic("T101", WARNING, Place(CHAPTER, 3, 2), "a tab before it", "", 7, ELSEWHERE),
        Diagnostic("T101", ADVICE, Place(CHAPTER, 4, 4), "wide letters and a steering one", "", 2),
        Diagnostic("T101", WARNING, Place(CHAPTER, 5, 102), "in a long line", "", 3),
        Diagnostic("T101", WARNING, Place(CHAPTER, 6, 1), "on an empty line", "write something"),
        Diagnostic("T101", WARNING, Place(CHAPTER, 7, 6), "at the end of a line", "", 5),
    ),
    texts={CHAPTER: "\n".join(LINES)},
)


def plain(report: Report) -> str:
    stream = io.StringIO()
    write(render_text(report), stream, is_coloured=False)
    return stream.getvalue()


def test_text(golden: Callable[[str, Path], None]) -> None:
    golden(plain(REPORT), Path(__file__).parent / "text.txt")


def test_colour_changes_no_word() -> None:
    stream = io.StringIO()
    write(render_text(REPORT), stream, is_coloured=True)
    assert "\x1b[1;31merror C101\x1b[0m" in stream.getvalue()
    assert re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()) == plain(REPORT)


@given(st.text(), st.integers(1, 40), st.integers(1, 300), st.integers(0, 300))
def test_any_place_can_be_shown(text: str, line: int, column: int, length: int) -> None:
    found = Diagnostic("C101", ERROR, Place("a.md", line, column), text, text, length)
    shown = plain(Report((), (found,), {"a.md": text}))
    assert shown.startswith(f"a.md:{line}:{column}: error C101 ")
    assert not set(shown) & set("\x1b\x9b\x07\x00\u202e\r")


def test_the_mark_stands_below_what_it_means() -> None:
    line = "漢字漢字\tand a word " * 30
    column = line.index("word", 200) + 1
    found = Diagnostic("C101", ERROR, Place("a.md", 1, column), "m", "", 4)
    _, shown, mark = plain(Report((), (found,), {"a.md": line})).splitlines()
    before = shown[: shown.index("word", len(shown) // 4)]
    assert cell_width(before) == mark.index("^")


def test_json() -> None:
    objects = json.loads(render_json(REPORT))
    assert objects[0] == {
        "code": "C101", "severity": "error", "file": CHAPTER, "line": 2, "column": 23, "length": 10,
        "message": "no work has the key 'kirov1943'", "hint": HINT, "related": [],
        "corrections": [],
    }  # fmt: skip
    related = {"file": "bibliography.bib", "line": 88, "column": 1, "message": "a related place"}
    assert objects[1]["related"] == [related]
    assert [one["code"] for one in objects] == ["C101", *["T101"] * 6]
    assert json.loads(render_json(Report())) == []


def test_sarif() -> None:
    (run,) = json.loads(render_sarif(REPORT, "my book", "0.1.0", {"C101": ("unknown-key", "# C101")}))["runs"]
    known = {"id": "C101", "name": "unknown-key", "help": {"text": "# C101", "markdown": "# C101"}}
    assert run["tool"]["driver"]["rules"] == [known, {"id": "T101", "name": "T101"}]
    first, second, *_ = run["results"]
    assert run["tool"]["driver"]["rules"][second["ruleIndex"]]["id"] == second["ruleId"] == "T101"
    assert first["level"] == "error"
    assert first["locations"] == [{"physicalLocation": {
        "artifactLocation": {"uri": f"my%20book/{CHAPTER}"},
        "region": {"startLine": 2, "startColumn": 23, "endColumn": 33},
    }}]  # fmt: skip
    assert second["relatedLocations"][0]["message"] == {"text": "a related place"}
    assert {result["level"] for result in run["results"]} == {"error", "warning", "note"}


def test_corrections_are_told_to_programs() -> None:
    dash = Correction(Place("a b.md", 2, 5), 1, "–")
    report = Report((), (Diagnostic("C104", ADVICE, Place("a b.md", 2, 3), "m", corrections=(dash,)),))
    (one,) = json.loads(render_json(report))
    assert one["corrections"] == [{"file": "a b.md", "line": 2, "column": 5, "length": 1, "words": "–"}]
    (result,) = json.loads(render_sarif(report, ".", "0.1.0", {}))["runs"][0]["results"]
    assert result["fixes"] == [{"artifactChanges": [{
        "artifactLocation": {"uri": "a%20b.md"},
        "replacements": [{"deletedRegion": {"startLine": 2, "startColumn": 5, "endColumn": 6},
                          "insertedContent": {"text": "–"}}],
    }]}]  # fmt: skip


def test_github() -> None:
    found = Diagnostic("C101", WARNING, Place("a,b:c.md", 2, 3), "100% \x1b of\nit", "do, it: now", 4)
    assert render_github(Report((), (found,)), "book") == (
        "::warning file=book/a%2Cb%3Ac.md,line=2,col=3,endColumn=7,title=C101::100%25 ␛ of%0Ait%0Ahint: do, it: now"
    )


def diagnostics(*severities: Severity) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic("C101", severity, Place("a.md", 1, column), "m") for column, severity in enumerate(severities, 1)
    )


@pytest.mark.parametrize(("severities", "words"), [
    ((), ""),
    ((ERROR,), "1 error"),
    ((WARNING, ERROR, ERROR), "2 errors, 1 warning"),
    ((ADVICE, ADVICE, WARNING), "1 warning, 2 pieces of advice"),
])
def test_summary(severities: tuple[Severity, ...], words: str) -> None:
    assert summary(diagnostics(*severities)) == words


def test_what_steers_a_terminal_is_shown_instead() -> None:
    assert harmless("a\x1b[2Jb\x9bc\u202ed\u2066é漢") == "a␛[2Jb<U+009B>c<U+202E>d<U+2066>é漢"
