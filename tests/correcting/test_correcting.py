"""What is safe to correct is shown first, and written without touching anything else."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook import pipeline
from kirovbook.correcting import propose, render_difference, write
from kirovbook.diagnostics import ADVICE, Correction, Diagnostic, Place
from kirovbook.report import Report

ROOT = Path(__file__).parents[2]
SMALLEST = ROOT / "tests" / "books" / "smallest"
CHAPTER = "manuscript/chapters/02-two.md"
TEXT = "# Two\r\n\r\nSo it was.[@hill1912, pp. 12-15]\r\n\r\nAnd so.[@hill1912, pp. 1-2; @hill1912, pp. 3-4]\n"


def report_of(text: str, *corrections: Correction) -> Report:
    found = Diagnostic("C104", ADVICE, Place("a.md"), "m", corrections=corrections)
    return Report((), (found,), {"a.md": text})


def at(line: int, column: int, length: int, words: str) -> Correction:
    return Correction(Place("a.md", line, column), length, words)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    shutil.copytree(SMALLEST, tmp_path / "book")
    (tmp_path / "book" / CHAPTER).write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    return tmp_path / "book"


def fix(book: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kirovbook", "check", str(book), "--fix", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, stdin=subprocess.DEVNULL)


def test_several_corrections_of_a_line_are_made_together() -> None:
    (one,) = propose(report_of("1-2, 3-4\nx", at(1, 2, 1, "–"), at(1, 7, 1, "–"), at(1, 2, 1, "–")))
    assert (one.after, one.count) == ("1–2, 3–4\nx", 2)
    assert render_difference((one,)) == "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n-1-2, 3-4\n+1–2, 3–4\n x\n"


def test_of_two_that_overlap_the_first_is_made() -> None:
    (one,) = propose(report_of("abcdef", at(1, 2, 3, "X"), at(1, 4, 2, "Y")))
    assert one.after == "aXef"


def test_what_would_break_the_file_is_not_made() -> None:
    assert propose(report_of("so[^1]\n\n[^1]: note", at(3, 3, 1, "2"))) == ()


def test_what_changes_nothing_is_not_told() -> None:
    assert propose(report_of("a b", at(1, 2, 1, " "))) == ()


@given(st.text(), st.lists(st.tuples(st.integers(1, 9), st.integers(1, 99), st.integers(0, 9), st.text())))
def test_only_the_lines_that_are_named_change(text: str, asked: list[tuple[int, int, int, str]]) -> None:
    lines = text.split("\n")
    corrections = [at(line, column, *rest) for line, column, *rest in asked if line <= len(lines)]
    for one in propose(report_of(text, *corrections)):
        after = one.after.split("\n")
        named = {correction.place.line for correction in corrections}
        assert [a == b for a, b in zip(lines, after, strict=True)].count(False) <= len(named)


def test_line_ends_marks_and_modes_stay(book: Path) -> None:
    (book / CHAPTER).chmod(0o600)
    corrected = propose(pipeline.check(book))
    assert write(book, corrected) == ((CHAPTER,), ())
    written = (book / CHAPTER).read_bytes()
    assert written == b"\xef\xbb\xbf" + re.sub(r"(?<=\d)-", "–", TEXT).encode()
    assert (book / CHAPTER).stat().st_mode & 0o777 == 0o600
    assert propose(pipeline.check(book)) == ()
    assert [path.name for path in (book / CHAPTER).parent.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_was_changed_meanwhile_is_left_alone(book: Path) -> None:
    corrected = propose(pipeline.check(book))
    (book / CHAPTER).write_text("# Two\n\nAnother.\n", encoding="utf-8")
    written, (found,) = write(book, corrected)
    assert (written, found.code, found.place.file) == ((), "M208", CHAPTER)
    assert (book / CHAPTER).read_text(encoding="utf-8") == "# Two\n\nAnother.\n"


def test_a_file_in_another_encoding_is_left_alone(book: Path) -> None:
    data = "# Two\n\nWo er übte, dort früher Grüße für Köln. [@hill1912, pp. 12-15]\n".encode("cp1252")
    (book / CHAPTER).write_bytes(data)
    written, (found,) = write(book, propose(pipeline.check(book)))
    assert (written, found.code) == ((), "M208")
    assert (book / CHAPTER).read_bytes() == data


@pytest.mark.slow
def test_without_a_terminal_nothing_is_changed_until_it_is_said(book: Path) -> None:
    shown = fix(book)
    assert "+So it was.[@hill1912, pp. 12–15]" in shown.stdout
    assert "add --yes" in shown.stderr
    assert b"12-15" in (book / CHAPTER).read_bytes()
    done = fix(book, "--yes")
    assert (done.returncode, f"corrected {CHAPTER}" in done.stderr) == (0, True)
    assert b"12-15" not in (book / CHAPTER).read_bytes()
    assert "nothing to correct" in fix(book, "--yes").stderr
    assert fix(book, "--format", "json").returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "is_changed"), [(b"y\n", True), (b"\n", False)])
def test_on_a_terminal_the_author_is_asked(book: Path, answer: bytes, is_changed: bool) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kirovbook", "check", str(book), "--fix"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT) as running:
        os.write(ours, answer)
        running.communicate(timeout=60)
    assert (b"12-15" not in (book / CHAPTER).read_bytes()) == is_changed
    os.close(ours)
    os.close(theirs)
