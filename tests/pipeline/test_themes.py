"""A small book in each theme: the same words, in the theme's own type."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from kirovbook import pipeline
from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.check.pdf_text import read_pages
from kirovbook.diagnostics import Place
from kirovbook.export.press import HOUSE
from kirovbook.export.themes import face_of
from kirovbook.model.letters import bare
from kirovbook.model.typography import Theme
from kirovbook.pipeline import Order

pytestmark = pytest.mark.slow

SMALLEST = Path(__file__).parents[1] / "books" / "smallest"
SETTINGS = """
[book]
title = "The Small Book"
authors = ["Anna Hill"]
publisher = "Brook Press"
description = "A book about a river."
date = 2026-01-01
theme = "{theme}"
[editions.print]
kind = "pdf"
trim = "A5"
paper = {{caliper = "0.1mm", board = "5mm"}}
[editions.screen]
kind = "pdf"
trim = "A5"
variant = "pdf/ua-1"
[editions.handout]
kind = "pdf"
sources = ["letter"]
questions = true
[editions.epub]
kind = "epub"
"""
LETTER = """---
id: letter
work: hill1912
title: A letter
kind: extract
questions: ["Who wrote it?"]
rights: {status: public-domain, basis: old}
---
A headnote.

::: extract
We went down *to the sea*.
:::
"""
FACES = {Theme.GARAMOND: "EB Garamond", Theme.SERIF: "Noto Serif", Theme.PLAIN: "Noto Serif"}
PDFS = ("the-small-book-print.pdf", "the-small-book-screen.pdf", "the-small-book-handout.pdf",
        "the-small-book-print-cover.pdf")
Made = Callable[[Theme], dict[str, bytes]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give a function that builds the small book in a theme, each once."""
    books: dict[Theme, dict[str, bytes]] = {}

    def build(theme: Theme) -> dict[str, bytes]:
        if theme not in books:
            root = tmp_path_factory.mktemp(theme) / "book"
            shutil.copytree(SMALLEST, root)
            (root / "manuscript" / "sources").mkdir()
            (root / "manuscript" / "sources" / "01-letter.md").write_text(LETTER, encoding="utf-8")
            (root / "manuscript" / "book.toml").write_text(SETTINGS.format(theme=theme), encoding="utf-8")
            report = pipeline.build(root, Order())
            assert [found.code for found in report.diagnostics] == ["P127"]
            books[theme] = {file.name: file.read_bytes() for file in (root / "dist").iterdir()}
        return books[theme]

    return build


def fonts(pdf: bytes) -> Iterator[str]:
    """Give the family of each font that is in the file."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
                yield str(thing.FontFamily)


def test_each_theme_has_its_one_file() -> None:
    files = {file.stem for file in (HOUSE / "styles" / "themes").glob("*.css") if "." not in file.stem}
    assert files == {theme.value for theme in Theme}
    assert {theme: face_of(theme) for theme in Theme} == FACES


@pytest.mark.parametrize("name", ["book", "handout", "print", "screen", "cover"])
def test_the_houses_sheets_leave_face_and_size_to_the_theme(name: str) -> None:
    css = (HOUSE / "styles" / f"{name}.css").read_text(encoding="utf-8")
    faces = "".join(re.findall(r"font(?:-family)?: ([^;}]*)", css))
    assert set(re.findall('"(.*?)"', faces)) <= {"Source Code Pro"}
    if name != "cover":
        assert re.findall(r"font-size: [0-9.]+pt|font: (?:italic )?[0-9.]+pt[^;]*var", css) == []


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("name", PDFS)
def test_a_themes_own_face_is_in_each_pdf_and_no_other(made: Made, theme: Theme, name: str) -> None:
    assert set(fonts(made(theme)[name])) == {FACES[theme]}


@pytest.mark.parametrize("theme", [Theme.SERIF, Theme.PLAIN])
@pytest.mark.parametrize("name", PDFS)
def test_the_words_are_the_same_in_each_theme(made: Made, theme: Theme, name: str) -> None:
    other, usual = (bare(" ".join(read_pages(made(each)[name]))) for each in (theme, Theme.GARAMOND))
    # The dots of the contents are as many as the line has room for.
    other, usual = (re.sub(r"\.+", ".", words) for words in (other, usual))
    assert other == usual
    assert len(usual) > 30


def test_a_plain_chapter_opens_at_the_edge(made: Made) -> None:
    """Its title stands where its text begins; that of the house stands in the middle."""
    assert {theme: _opening_edge(made(theme)[PDFS[0]]) for theme in Theme} == {
        Theme.GARAMOND: False, Theme.SERIF: False, Theme.PLAIN: True,
    }


def _opening_edge(pdf: bytes) -> bool:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        text = next(text for page in document if "Nobody" in (text := page.get_textpage()).get_text_range())
        lefts = {words: text.get_charbox(text.search(words).get_next()[0])[0] for words in ("The river", "Nobody")}
        return abs(lefts["The river"] - lefts["Nobody"]) < 20


@pytest.mark.parametrize("theme", Theme)
def test_an_e_book_carries_the_themes_face(made: Made, theme: Theme) -> None:
    with zipfile.ZipFile(BytesIO(made(theme)["the-small-book.epub"])) as book:
        style = book.read("EPUB/styles/house.css").decode()
        fonts = [name for name in book.namelist() if name.endswith(".woff2")]
    assert f'@font-face {{ font-family: "{face_of(theme)}"' in style
    assert all(f'url("../{name.removeprefix("EPUB/")}")' in style for name in fonts)
    assert len(fonts) == 3
    assert ("::first-letter { float: none" in style) is (theme is Theme.PLAIN)


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing_in_a_plain_e_book(made: Made, tmp_path: Path) -> None:
    (tmp_path / "plain.epub").write_bytes(made(Theme.PLAIN)["the-small-book.epub"])
    assert run_epubcheck(tmp_path / "plain.epub", Place("manuscript/book.toml")) == ()
