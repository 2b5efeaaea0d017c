"""A book that has not changed is left as it was built; whatever has changed, it is built again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kirovbook import pipeline, unchanged
from kirovbook.cli.commands import app

SMALLEST = Path(__file__).parents[1] / "books/smallest"
pytestmark = pytest.mark.slow


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIROVBOOK_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "book"
    shutil.copytree(SMALLEST, root, ignore=shutil.ignore_patterns("dist"))
    (root / "pictures").mkdir()
    (root / "pictures/one.png").write_bytes(b"no picture of the book")
    assert builds(root) == 1
    return root


def builds(root: Path, *options: str) -> int:
    """Say how often the pipeline was asked when the command ran once, and that its files are there."""
    asked: list[Path] = []
    whole = pipeline.build

    def counted(book: Path, *rest: object) -> object:
        asked.append(book)
        return whole(book, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "build", counted)
        done = CliRunner().invoke(app, ["build", str(root), "-e", "epub", *options])
    assert done.exit_code == 0, done.output
    named = [Path(line) for line in done.stdout.splitlines() if line.endswith((".epub", ".json"))]
    assert len(named) == 2
    assert all(path.is_file() for path in named)
    return len(asked)


def test_nothing_is_made_again(book: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (book / "dist").iterdir()}
    assert builds(book) == 0
    assert {path: path.stat().st_mtime_ns for path in (book / "dist").iterdir()} == before


def a_word_more(book: Path) -> None:
    chapter = next(path for path in sorted(book.rglob("*.md")) if "dist" not in path.parts)
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nA word more.\n", encoding="utf-8")


def the_same_length(book: Path) -> None:
    chapter = next(path for path in sorted(book.rglob("*.md")) if "dist" not in path.parts)
    text = chapter.read_text(encoding="utf-8")
    before = chapter.stat().st_mtime_ns
    chapter.write_text(text.replace("e", "a", 1), encoding="utf-8")
    os.utime(chapter, ns=(before + 1, before + 1))


def a_picture(book: Path) -> None:
    (book / "pictures/one.png").write_bytes(b"another picture")


def a_new_file(book: Path) -> None:
    (book / "pictures/two.png").write_bytes(b"a new picture")


def a_lost_edition(book: Path) -> None:
    next((book / "dist").glob("*.epub")).unlink()


def a_damaged_edition(book: Path) -> None:
    path = next((book / "dist").glob("*.epub"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")


@pytest.mark.parametrize("change", [
    a_word_more, the_same_length, a_picture, a_new_file, a_lost_edition, a_damaged_edition,
])  # fmt: skip
def test_what_has_changed_is_made_again(book: Path, change: object) -> None:
    assert builds(book) == 0
    assert callable(change)
    change(book)
    assert builds(book) == 1


@pytest.mark.parametrize("options", [("--no-cache",), ("--strict",), ("-o", "elsewhere")])
def test_other_options_are_another_build(
    book: Path, options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert builds(book, *options) == 1


def test_the_day_and_the_clock_that_was_set_count(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert builds(book) == 1


def test_the_programs_own_files_count(book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.mkdir()
    monkeypatch.setattr(unchanged, "_PACKAGE", program)
    assert builds(book) == 1
    assert builds(book) == 0
    (program / "new.py").write_text("", encoding="utf-8")
    assert builds(book) == 1


def test_a_link_to_another_folder_is_not_trusted(book: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (book / "linked").symlink_to(tmp_path / "other")
    assert builds(book) == 1
    assert builds(book) == 1


def test_too_many_files_are_not_gone_through(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "_MOST_FILES", 3)
    assert builds(book) == 1


def test_what_was_said_is_said_again(book: Path) -> None:
    chapter = next(path for path in sorted(book.rglob("*.md")) if "dist" not in path.parts)
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\n[No such](#nowhere).\n", encoding="utf-8")
    runs = [CliRunner().invoke(app, ["build", str(book), "-e", "epub", "--draft"]) for _ in range(2)]
    assert "#nowhere" in runs[0].stderr
    assert (runs[0].exit_code, runs[0].stdout, runs[0].stderr) == (runs[1].exit_code, runs[1].stdout, runs[1].stderr)


def test_a_damaged_cache_is_no_cache(book: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    assert builds(book) == 1
