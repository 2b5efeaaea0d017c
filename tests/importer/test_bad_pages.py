"""Pages that nobody would choose: each gets a clear diagnostic or a sound book, and never half a folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from importer.documents import by_pandoc
from importer.pages import as_markdown, as_text, make_page

from kirovbook.diagnostics import ERROR, CannotRunError
from kirovbook.importer import Wishes, import_pages, zips
from kirovbook.pipeline import check
from kirovbook.report import Report

NARRATIVE = (
    "The River\n\nThe river rose in the spring of 1920 and carried away the mill, which was a hundred years old.\n"
)
SOURCES = (
    "\nPrimary Sources\n\n(1) Jane Roe, A Life (1921)\n\nThe barges came.\n\n"
    "(2) John Doe, The Mill (1930)\n\nNobody asked.\n"
)


def run(tmp_path: Path, data: str | bytes, name: str = "page.txt") -> Report:
    page = tmp_path / name
    page.write_bytes(data if isinstance(data, bytes) else data.encode())
    return import_pages([page], tmp_path / "book", Wishes())


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(("name", "data", "code", "line"), [
    ("page.txt", b"", "I101", 1),
    ("page.txt", b" \n\n", "I101", 1),
    ("page.txt", b"--- *** ---", "I101", 1),
    ("page.txt", bytes(range(256)) * 50, "M203", 1),
    ("page.txt", b"%PDF-1.7", "M203", 1),
    ("page.html", b"<html><frameset><frame src=a.html></frameset></html>", "I101", 1),
    ("page.docx", b"PK\x03\x04" + bytes(500), "I107", 1),
    ("page.docx", zipped({"a.txt": b"x"}), "I107", 1),
    ("page.docx", zipped({"word/document.xml": b"<broken"}), "I109", 1),
    ("page.md", b"word " * 2_600_000, "I106", 1),
])  # fmt: skip
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes, code: str, line: int) -> None:
    report = run(tmp_path, data, name)
    assert [(found.code, found.place.line) for found in report.diagnostics if found.severity is ERROR] == [(code, line)]
    assert report.artifacts == ()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("text", "code", "line"), [
    (NARRATIVE, "I103", 1),
    ("The River\n" + SOURCES, "I104", 1),
    (NARRATIVE.partition("\n\n")[2] + SOURCES, "I105", 1),
    (NARRATIVE + "\nPrimary Sources\n\n(1) Jane Roe, A Life (1921)\n\n(2) John Doe, The Mill (1930)\n\nNobody.\n",
     "I112", 7),
    (NARRATIVE + SOURCES.replace("Jane Roe, A Life (1921)", "Jane Roe was a miller."), "I114", 7),
])  # fmt: skip
def test_what_is_missing_is_asked_for(tmp_path: Path, text: str, code: str, line: int) -> None:
    report = run(tmp_path, text)
    asked = {found.code: found.place.line for found in report.diagnostics}
    assert asked.get(code) == line
    assert [found for found in check(tmp_path / "book").diagnostics if found.severity is ERROR] == []


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_BYTES", 1_000_000)
    report = run(tmp_path, zipped({"word/document.xml": b"a" * 2_000_000}), "page.docx")
    assert [found.code for found in report.diagnostics] == ["I107"]


def test_a_part_outside_the_archive_is_left_out(tmp_path: Path) -> None:
    page = make_page(3, faults=False)
    given = by_pandoc(as_markdown(page), "docx", page.title)
    with zipfile.ZipFile(io.BytesIO(given)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    report = run(tmp_path, zipped({**parts, "../../evil.xml": b"<x/>"}), "page.docx")
    assert "I108" in {found.code for found in report.diagnostics}
    assert report.artifacts
    assert not (tmp_path.parent.parent / "evil.xml").exists()


def test_four_hundred_sources(tmp_path: Path) -> None:
    sources = "".join(
        f"\n({n}) Jane Roe, Book {n} ({1900 + n % 90})\n\nPassage {n} of the list.\n" for n in range(1, 401)
    )
    assert run(tmp_path, f"{NARRATIVE}\nPrimary Sources\n{sources}").artifacts
    assert len(list((tmp_path / "book" / "manuscript" / "sources").iterdir())) == 400


SOUP = (
    "# no heading * [x](y) <b>b</b> @key ^up^ ~low~ $x$ | a | b", "- Hello, she said.", "1934. A year.",
    "(a) thing", ": def",
    "::: div", "---", "> quote", "[^1]: no note", "[ref]: http://x.y", "&amp; {#id} \\ back `code` -- dash ... _it_",
    "    indented", "***", "Table: x", "~~~", "<!-- comment", "<div>", "=====", "@roe1921 wrote", "![a](b)",
    "Ünïcode\u2028line",
)  # fmt: skip


def test_signs_that_mean_something_to_markdown_are_only_signs(tmp_path: Path) -> None:
    text = (
        NARRATIVE
        + "\n"
        + "\n\n".join(f"{one}\n\nAnd the river rose again in spring: {one} it said." for one in SOUP)
        + SOURCES
    )
    report = run(tmp_path, text)
    assert [found.message for found in report.diagnostics if found.severity is ERROR] == []
    assert [found for found in check(tmp_path / "book").diagnostics if found.severity is ERROR] == []


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match="cannot read"):
        import_pages([tmp_path / "nowhere.txt"], tmp_path / "book", Wishes())
    (tmp_path / "empty").mkdir()
    with pytest.raises(CannotRunError, match="holds no page"):
        import_pages([tmp_path / "empty"], tmp_path / "book", Wishes())


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(as_text(make_page(1)), "utf-8")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(CannotRunError):
        import_pages([page], tmp_path / "file" / "book", Wishes())
    assert (tmp_path / "file").read_text("utf-8") == "x"
