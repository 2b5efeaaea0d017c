"""A book's folder is read whole, in order, and nothing outside it is."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from kirovbook.diagnostics import CannotRunError, Diagnostic, Place, Related, Severity
from kirovbook.project import Project, load, texts_of
from kirovbook.project.folder import natural_order

TODAY = date(2026, 11, 23)


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def opened(root: Path) -> Project:
    project = load(root, TODAY).value
    assert project is not None
    return project


def said(root: Path) -> list[str]:
    return [f"{one.place} {one.code} {one.message}" for one in load(root, TODAY).diagnostics]


SMALLEST = {"manuscript/chapters/01-one.md": "---\nid: one\n---\n\n# *One* man {#one}\n\nWords.\n"}


def test_a_book_without_settings(tmp_path: Path) -> None:
    project = opened(write(tmp_path, SMALLEST))
    assert load(tmp_path, TODAY).diagnostics == ()
    assert project.settings.identity.title == "One man"
    assert project.home == Place("manuscript/chapters/01-one.md")
    assert project.settings.place == project.home


def test_a_book_without_settings_or_heading_is_called_as_its_folder(tmp_path: Path) -> None:
    root = write(tmp_path / "Kirov", {"manuscript/chapters/a.md": "Words.\n"})
    assert opened(root).settings.identity.title == "Kirov"


def test_files_come_by_name_and_numbers_by_value(tmp_path: Path) -> None:
    names = ["10-x.md", "2-x.md", "1-X.md", "1-b.md", "a.md", ".hidden.md", "notes.txt", "~a.md"]
    root = write(tmp_path, {f"manuscript/chapters/{name}": "# T\n" for name in names})
    in_order = [Path(file.path).name for file in opened(root).chapters]
    assert in_order == ["1-b.md", "1-X.md", "2-x.md", "10-x.md", "a.md", "~a.md"]


def test_natural_order_is_total() -> None:
    paths = ["a/1", "a/01", "a1", "a/b", "A/b", "a", "10", "9", "9a", "9/a", "x²", "", "a/b/c"]
    backwards = paths[::-1]
    assert sorted(paths, key=natural_order) == sorted(backwards, key=natural_order)
    assert natural_order("9a") < natural_order("10")


def test_everything_in_its_place(tmp_path: Path) -> None:
    files = {
        "manuscript/book.toml": '[book]\ntitle = "T"\nchapters = ["part*/**/*.md", "last.md", "part1/a.md"]\n'
        'bibliography = ["../a.bib", "../b.bib"]\ncsl = "own.csl"\n[editions.print]\nicc = "../p.icc"\n',
        "manuscript/people.toml": '[a]\npreferred = "A"\n',
        "manuscript/part2/deep/er/c.md": "c", "manuscript/part1/a.md": "a", "manuscript/last.md": "l",
        "manuscript/front/f.md": "f", "manuscript/back/b.md": "b", "manuscript/sources/s.md": "s",
        "manuscript/own.csl": "<style/>", "p.icc": "x", "a.bib": "a", "b.bib": "b",
        "styles/2.css": "2", "styles/1.css": "1", "styles/no.txt": "no",
        "pictures/a.png": "x", "manuscript/chapters/b.SVG": "x", "dist/c.png": "x", ".git/d.png": "x",
        "site/node_modules/e.png": "x", "f.txt": "x",
    }  # fmt: skip
    project = opened(write(tmp_path, files))
    assert said(tmp_path) == []
    assert [file.text for file in project.chapters] == ["a", "c", "l"]
    assert [file.text for file in (*project.front, *project.sources, *project.back)] == ["f", "s", "b"]
    assert [file.path for file in project.bibliographies] == ["a.bib", "b.bib"]
    assert [file.text for file in project.styles] == ["1", "2"]
    assert [person.preferred for person in project.authorities] == ["A"]
    assert project.pictures == {"pictures/a.png", "manuscript/chapters/b.SVG"}
    assert project.home == Place("manuscript/book.toml")


def test_what_is_not_there_is_named_where_it_was_asked_for(tmp_path: Path) -> None:
    toml = (
        '[book]\ntitle = "T"\nchapters = ["*.markdown"]\nbibliography = ["../a.bib"]\ncsl = "own.csl"\n'
        'front = ["front"]\n[editions.print]\nicc = "../p.icc"\n'
    )
    write(tmp_path, {"manuscript/book.toml": toml, "manuscript/front/a.md": "a"})
    assert said(tmp_path) == [
        "manuscript/book.toml:6:10 K121 'manuscript/front' is a folder",
        "manuscript/book.toml:3:13 K121 no file matches 'manuscript/*.markdown'",
        "manuscript/book.toml:4:17 K121 there is no file 'a.bib'",
        "manuscript/book.toml:7:11 K121 there is no file 'p.icc'",
        "manuscript/book.toml:5:7 K121 there is no file 'manuscript/own.csl'",
    ]


def test_a_file_whose_name_looks_like_a_glob(tmp_path: Path) -> None:
    toml = '[book]\ntitle = "T"\nchapters = ["[draft] one.md"]\n'
    project = opened(write(tmp_path, {"manuscript/book.toml": toml, "manuscript/[draft] one.md": "a"}))
    assert [file.path for file in project.chapters] == ["manuscript/[draft] one.md"]


@pytest.mark.parametrize("pattern", [
    "**a/*.md", "[", "a\\u0000b.md", "x" * 5000, "*/" * 300, "**/" * 300 + "*", ".", "",
])  # fmt: skip
def test_a_strange_pattern_finds_nothing_and_breaks_nothing(tmp_path: Path, pattern: str) -> None:
    write(tmp_path, {"manuscript/book.toml": f'[book]\ntitle = "T"\nfront = ["{pattern}"]\n', **SMALLEST})
    assert load(tmp_path, TODAY).value is not None


def test_a_book_without_chapters(tmp_path: Path) -> None:
    write(tmp_path, {"manuscript/sources/a.md": "a"})
    assert said(tmp_path) == ["manuscript/sources/a.md:1:1 K122 the book has no chapter"]


@pytest.mark.parametrize("name", ["", "nowhere", "file"])
def test_a_folder_without_a_book_cannot_be_read(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"file": "x", "manuscript/notes.txt": "x"})
    with pytest.raises(CannotRunError):
        load(tmp_path / name, TODAY)


def test_broken_settings_are_an_error_and_no_project(tmp_path: Path) -> None:
    write(tmp_path, {"manuscript/book.toml": "[book", **SMALLEST})
    assert load(tmp_path, TODAY).value is None
    assert [one.severity for one in load(tmp_path, TODAY).diagnostics] == [Severity.ERROR]


def test_links_that_leave_the_book_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"a.md": "secret", "b.png": "x", "c.css": "secret", "people.toml": "secret"})
    root = write(tmp_path / "book", {"manuscript/book.toml": '[book]\ntitle = "T"\nback = ["far/*.md"]\n', **SMALLEST})
    (root / "styles").mkdir()
    for origin, link in (("a.md", "manuscript/chapters/02-a.md"), ("b.png", "b.png"), ("c.css", "styles/c.css"),
                         ("people.toml", "manuscript/people.toml"), ("", "manuscript/far")):
        (root / link).symlink_to(outside / origin)
    assert "secret" not in str(load(root, TODAY))
    assert opened(root).pictures == frozenset()
    assert sorted(said(root)) == [
        "manuscript/book.toml:1:1 K120 'styles/c.css' leads out of the book's folder",
        "manuscript/book.toml:1:2 K120 'manuscript/chapters/02-a.md' leads out of the book's folder",
        "manuscript/book.toml:3:9 K120 'manuscript/far' leads out of the book's folder",
        "manuscript/people.toml:1:1 K120 'manuscript/people.toml' leads out of the book's folder",
    ]


def test_links_within_the_book_are_followed(tmp_path: Path) -> None:
    root = write(tmp_path, {"texts/a.md": "a", "texts/b.png": "x"})
    (root / "manuscript").mkdir()
    (root / "manuscript/chapters").symlink_to(root / "texts")
    (root / "c.png").symlink_to(root / "texts/b.png")
    (root / "round").symlink_to(root / "round")
    assert [file.text for file in opened(root).chapters] == ["a"]
    assert opened(root).pictures == {"texts/b.png", "c.png"}


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST)
    (tmp_path / "manuscript/book.toml").mkdir()
    assert said(tmp_path) == ["manuscript/book.toml:1:1 M205 the file cannot be read: is a directory"]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    write(tmp_path, SMALLEST | {"manuscript/book.toml": '[book]\ntitle = "T"\n'})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert said(tmp_path) == ["manuscript/book.toml:1:1 M205 the file cannot be read: permission denied"]


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST)
    with (tmp_path / "manuscript/chapters/02-two.md").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    assert said(tmp_path) == ["manuscript/chapters/02-two.md:1:1 M204 the file has 68 megabytes; text may have 64"]


def test_the_lines_of_a_diagnostic_can_be_read_again(tmp_path: Path) -> None:
    write(tmp_path, {"manuscript/book.toml": "[book\r\n", "a.md": "a", "b.md": "b"})
    there = Related(Place("b.md"), "there")
    found = [Diagnostic("K101", Severity.ERROR, Place("manuscript/book.toml"), "m", related=(there,)),
             Diagnostic("K101", Severity.ERROR, Place("../gone.md"), "m")]  # fmt: skip
    assert texts_of(tmp_path, found) == {"manuscript/book.toml": "[book\n", "b.md": "b"}
