"""Gutter and signature: a thick book has more white at its fold, and its pages fill whole sheets."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from small_books import PRINT, noted_book, with_edition

from kirovbook.arrange.gutter import gutter_for, margins_at, padded
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.export import pdf as export_pdf
from kirovbook.export.pdf import LaidOut, lay_out, write_pdf
from kirovbook.export.press import Press, house_style
from kirovbook.model.edition import Edition, Gutter

BOOK = noted_book(chapters=1, paragraphs=4, notes_each=2, note_words=20)
GROWING = with_edition(gutter=Gutter(grows=True))


def laid_out(folder: Path, edition: Edition) -> LaidOut:
    laid, found = lay_out(arrange(BOOK, edition), Press(folder, (house_style("book"),), PRINT.place), PageNumbers({}))
    assert laid is not None
    assert found == ()
    return laid


@pytest.mark.parametrize(("pages", "signature", "filled"), [(1, 1, 1), (17, 16, 32), (32, 16, 32), (5, 2, 6)])
def test_pages_fill_signatures(pages: int, signature: int, filled: int) -> None:
    assert padded(pages, signature) == filled


def test_blank_pages_at_the_end_are_counted_labelled_and_proved(tmp_path: Path) -> None:
    edition = with_edition(signature=16, marks=True, bleed=9)
    laid = laid_out(tmp_path, edition)
    written = write_pdf(laid)
    assert laid.filled < len(laid.labels) == 32 or len(laid.labels) == 16
    assert prove_pdf(written, laid.arranged, laid.labels, laid.anchors) == ()
    with pikepdf.open(BytesIO(written)) as pdf:
        assert len(pdf.pages) == len(laid.labels)
        assert pdf.pages[-1].label == laid.labels[-1]
        assert pdf.pages[-1].obj.MediaBox == pdf.pages[0].obj.MediaBox


@pytest.mark.parametrize(("pages", "width"), [(0, 54), (150, 54), (151, 63), (500, 72), (700, 81), (2000, 90)])
def test_the_gutter_grows_with_the_page_count(pages: int, width: float) -> None:
    assert gutter_for(GROWING, pages) == width


def test_a_written_gutter_is_taken_and_a_style_sheets_left_alone() -> None:
    assert gutter_for(with_edition(gutter=Gutter(60)), 900) == 60
    assert gutter_for(PRINT, 900) == 0


@pytest.mark.parametrize(("gutter", "outer"), [(54, 60), (63, 51), (72, 42), (90, 42), (20, 60)])
def test_words_move_outwards_before_they_become_narrower(gutter: float, outer: float) -> None:
    assert margins_at(gutter).outer == outer


def test_the_layout_is_made_again_when_the_gutter_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_pdf, "gutter_for", lambda _, pages: 54 if pages < 5 else 90)
    page = laid_out(tmp_path, GROWING).printed[6]
    assert page.left == pytest.approx(90)
    assert PRINT.trim.width - page.right == pytest.approx(42)
