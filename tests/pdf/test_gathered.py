"""An edition laid out gathering by gathering is the edition laid out in one piece, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from kirovbook.export.gathered import Compositor, may_be_divided
from small_books import PRINT, noted_book

from kirovbook import pipeline
from kirovbook.arrange import PageNumbers, arrange
from kirovbook.arrange.gatherings import gatherings_of
from kirovbook.export import pdf
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.book import Book

BOOKS = Path(__file__).parents[1] / "books"
SCREEN = replace(PRINT, name="screen", variant="pdf/ua-1")


def book_of(paragraphs: int) -> Book:
    return noted_book(chapters=2, paragraphs=paragraphs, notes_each=2, note_words=30)


def written(book: Book, folder: Path, edition=PRINT, css: str = "") -> bytes:
    own = (StyleSheet(css, folder, "styles/own.css"),) if css else ()
    press = Press(folder, (house_style("book"), house_style("themes/garamond"), *own), PRINT.place)
    laid, found = lay_out(arrange(book, edition), press, PageNumbers({}))
    assert laid is not None
    assert found == ()
    return write_pdf(laid)


@pytest.fixture
def in_one_piece(monkeypatch: pytest.MonkeyPatch):
    """Lay out in one piece from here on."""
    return lambda: monkeypatch.setattr(pdf, "may_be_divided", lambda _: False)


def test_the_gatherings_are_the_leaves_in_their_order() -> None:
    arranged = arrange(book_of(1), PRINT)
    preliminaries, text, indexes = gatherings_of(arranged)
    assert (*preliminaries, *text, *indexes) == arranged.leaves
    assert preliminaries[-1].kind == "list-of-sources"
    assert (text[0].kind, text[-1].kind) == ("chapter", "source")
    assert indexes[0].kind == "source-index"


def test_a_handout_is_one_gathering() -> None:
    arranged = arrange(book_of(1), replace(PRINT, sources=("*",)))
    assert gatherings_of(arranged) == (arranged.leaves,)


@pytest.mark.parametrize("paragraphs", [3, 9, 12])
@pytest.mark.parametrize("edition", [PRINT, SCREEN], ids=["print", "screen"])
def test_the_bytes_are_those_of_one_piece(tmp_path, monkeypatch, in_one_piece, paragraphs, edition) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # A font counts the seconds.
    divided = written(book_of(paragraphs), tmp_path, edition)
    in_one_piece()
    assert written(book_of(paragraphs), tmp_path, edition) == divided


@pytest.mark.slow
@pytest.mark.parametrize("name", ["everything", "parts"])
def test_the_bytes_of_whole_books_are_those_of_one_piece(tmp_path, monkeypatch, in_one_piece, name) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    order = pipeline.Order(only=("print", "screen"), out=tmp_path / "divided")
    divided = pipeline.build(BOOKS / name, order).artifacts
    in_one_piece()
    whole = pipeline.build(BOOKS / name, replace(order, out=tmp_path / "whole")).artifacts
    pdfs = [path for path in divided if path.suffix == ".pdf"]
    assert len(pdfs) == 2
    assert [path.name for path in whole] == [path.name for path in divided]
    assert all((tmp_path / "whole" / path.name).read_bytes() == path.read_bytes() for path in pdfs)


def test_the_text_is_laid_out_once(tmp_path, monkeypatch) -> None:
    lengths: list[int] = []
    lay = Compositor._lay_out

    def counting(self, markup, sheets):
        lengths.append(len(markup))
        return lay(self, markup, sheets)

    monkeypatch.setattr(Compositor, "_lay_out", counting)
    book = book_of(12)
    written(book, tmp_path)
    longest = max(lengths)
    assert [length for length in lengths if length > longest / 2] == [longest]
    assert len(lengths) > 4


@pytest.mark.parametrize(("css", "is_divided"), [
    ("p { color: black } td:nth-child(2) { white-space: nowrap }", True),
    (".chapter h1::first-letter { font-size: 2em }", True),
    ("@page :left { margin-left: 80pt }", True),
    (".chapter { break-before: page }", False),
    (".chapter + .chapter { margin: 0 }", False),
    ("section:first-of-type { margin: 0 }", False),
    ("h2 { counter-increment: part }", False),
    ("@page body:nth(2 of body) { margin: 0 }", False),
    ("a::after { content: target-counter(attr(href), page) }", False),
])  # fmt: skip
def test_a_style_of_the_authors_that_reaches_over_gatherings_keeps_them_in_one_piece(tmp_path, css, is_divided) -> None:
    press = Press(tmp_path, (house_style("book"), StyleSheet(css, tmp_path, "styles/own.css")), PRINT.place)
    assert may_be_divided(press) is is_divided


def test_chapters_on_any_page_are_still_there(tmp_path) -> None:
    css = ".chapter { break-before: page }"
    assert len(written(book_of(6), tmp_path, css=css)) > 1000
