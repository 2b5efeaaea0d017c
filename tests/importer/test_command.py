"""``kirovbook import`` as an author types it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importer.pages import as_text, make_page

from kirovbook.importer import REPAIRS

PAGE = next(page for page in map(make_page, range(99)) if {"title", "works"} <= page.faults)


def kirovbook(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kirovbook", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def page(tmp_path: Path) -> str:
    (tmp_path / "page.txt").write_text(as_text(PAGE), "utf-8")
    return "page.txt"


def test_a_book_is_made_and_told_of(tmp_path: Path, page: str) -> None:
    ran = kirovbook(tmp_path, "import", page, "-o", "book")
    assert ran.returncode == 0, ran.stderr
    assert "book/manuscript/book.toml" in ran.stdout.splitlines()
    assert "now read book/import.md, and run: kirovbook build book" in ran.stderr
    assert "page.txt:3:1: advice I130 left out the title that stands in line 1\n   3 | " in ran.stderr
    again = kirovbook(tmp_path, "import", page, "-o", "book")
    assert (again.returncode, again.stdout) == (2, "")
    assert "hint: name a folder that is not there yet, or add --update" in again.stderr
    assert kirovbook(tmp_path, "import", page, "-o", "book", "--update").returncode == 0


def test_help_names_every_repair(tmp_path: Path) -> None:
    text = "".join(kirovbook(tmp_path, "import", "--help").stdout.split())
    assert [name for name in REPAIRS if name not in text] == []


def test_what_cannot_be_done_is_said(tmp_path: Path, page: str) -> None:
    (tmp_path / "empty.txt").write_text("", "utf-8")
    refused = kirovbook(tmp_path, "import", "empty.txt", "-o", "book")
    assert refused.returncode == 1
    assert "empty.txt:1:1: error I101 the page is empty" in refused.stderr
    assert "1 error; nothing was written" in refused.stderr
    wrong = kirovbook(tmp_path, "import", page, "-o", "book", "--no-repair", "dash")
    assert (wrong.returncode, "did you mean 'dashes'?" in wrong.stderr) == (2, True)
    assert not (tmp_path / "book").exists()


@pytest.mark.slow
def test_an_imported_book_builds_at_once(tmp_path: Path, page: str) -> None:
    assert kirovbook(tmp_path, "import", page, "-o", "book", "-q").returncode == 0
    built = kirovbook(tmp_path, "build", "book", "-e", "print", "-e", "epub")
    assert built.returncode == 0, built.stderr
    assert len(list((tmp_path / "book" / "dist").iterdir())) >= 3
