"""Pages: their labels, boxes and numbers, and what they may read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from small_books import PRINT, noted_book, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.check.pdf_text import read_pages
from kirovbook.export.pdf import LaidOut, lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.edition import Edition
from kirovbook.model.numerals import roman

BOOK = noted_book(chapters=2, paragraphs=6, notes_each=2, note_words=30)


def laid_out(folder: Path, edition: Edition = PRINT, css: str = "") -> LaidOut:
    styles = (house_style("book"), StyleSheet(css, folder, "styles/own.css"))
    laid, found = lay_out(arrange(BOOK, edition), Press(folder, styles, PRINT.place), PageNumbers({}))
    assert laid is not None
    assert found == ()
    return laid


def written(folder: Path, edition: Edition = PRINT) -> bytes:
    laid = laid_out(folder, edition)
    return write_pdf(laid)


def test_the_body_opens_on_arabic_one_on_a_recto(tmp_path: Path) -> None:
    laid = laid_out(tmp_path)
    assert laid.folios()["ch-1"] == "1"
    assert laid.anchors["ch-1"] % 2 == 0
    assert laid.labels[laid.anchors["contents"]] == "v"


def test_chapters_open_on_rectos(tmp_path: Path) -> None:
    laid = laid_out(tmp_path)
    assert all(laid.anchors[unit] % 2 == 0 for unit in ("ch-1", "ch-2", "sources", "source-index"))


def test_blank_pages_bear_neither_head_nor_folio(tmp_path: Path) -> None:
    laid = laid_out(tmp_path)
    texts = read_pages(write_pdf(laid))
    filled = {*laid.anchors.values()}
    blank = [page for page, held in enumerate(laid.texts) if not held.parts and page not in filled]
    assert laid.labels[blank[0]] == "ii"
    assert [texts[page].strip() for page in blank] == [""] * len(blank)


def test_page_labels_stand_in_the_file(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(written(tmp_path))) as pdf:
        labels = [page.label for page in pdf.pages]
    assert labels[:3] == ["i", "ii", "iii"]
    assert "1" in labels


def test_the_boxes_are_the_trim_and_the_bleed_that_were_asked_for(tmp_path: Path) -> None:
    edition = with_edition(bleed=8.504, marks=True)
    with pikepdf.open(BytesIO(written(tmp_path, edition))) as pdf:
        for page in pdf.pages:
            trim, bleed, media = ([float(edge) for edge in box] for box in (page.trimbox, page.bleedbox, page.mediabox))
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((432, 648), abs=0.01)
            assert (trim[0] - bleed[0], bleed[3] - trim[3]) == pytest.approx((8.504, 8.504), abs=0.01)
            assert media[0] < bleed[0]


def test_the_same_book_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert written(tmp_path) == written(tmp_path)
    tagged = with_edition(variant="pdf/ua-1")
    assert written(tmp_path, tagged) == written(tmp_path, tagged)


def test_a_tagged_edition_says_so(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(written(tmp_path, with_edition(variant="pdf/ua-1")))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert "/ID" in pdf.trailer


def test_the_index_prints_the_pages_where_the_notes_fell(tmp_path: Path) -> None:
    laid = laid_out(tmp_path)
    settled = laid.folios()
    again, _ = lay_out(arrange(BOOK, PRINT), Press(tmp_path, (house_style("book"),), PRINT.place), PageNumbers(settled))
    assert again is not None
    assert again.folios() == settled


@pytest.mark.parametrize("address", [
    "https://example.org/a.png", "ftp://example.org/a.png", "../outside.png", "file:///etc/hostname", "missing.png",
])
def test_nothing_outside_the_book_is_read(tmp_path: Path, address: str) -> None:
    book = tmp_path / "book"
    (book / "styles").mkdir(parents=True)
    (tmp_path / "outside.png").write_bytes(b"secret")
    sheet = StyleSheet(f"\nh1 {{ background: url({address}) }}", book, "styles/own.css")
    press = Press(book, (house_style("book"), sheet), PRINT.place)
    _, found = lay_out(arrange(BOOK, PRINT), press, PageNumbers({}))
    assert [(each.code, each.place.file, each.place.line) for each in found] == [("L102", "styles/own.css", 2)]


def test_a_link_that_leaves_the_book_is_not_followed(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (tmp_path / "outside.css").write_text("p { color: red }")
    (book / "inside.css").symlink_to(tmp_path / "outside.css")
    sheet = StyleSheet('@import "inside.css";', book, "styles/own.css")
    _, found = lay_out(arrange(BOOK, PRINT), Press(book, (house_style("book"), sheet), PRINT.place), PageNumbers({}))
    assert "L102" in [each.code for each in found]


def test_a_rule_that_is_not_understood_is_named_by_line(tmp_path: Path) -> None:
    sheet = StyleSheet("p {\n  text-wrap: pretty;\n}", tmp_path, "styles/own.css")
    press = Press(tmp_path, (house_style("book"), sheet), PRINT.place)
    _, found = lay_out(arrange(BOOK, PRINT), press, PageNumbers({}))
    assert [(each.code, str(each.place)) for each in found] == [("L101", "styles/own.css:2:3")]


@pytest.mark.parametrize(
    ("number", "figure"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (1999, "mcmxcix")],
)
def test_roman_figures(number: int, figure: str) -> None:
    assert roman(number) == figure
