"""The printed cover: its size from the paper, a barcode that a scanner reads, every word, the same bytes twice."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from profiles import cmyk_profile
from small_books import IDENTITY, PRINT, noted_book, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.check.cover_integrity import prove_cover
from kirovbook.export.finish import Finish
from kirovbook.export.inks import read_inks
from kirovbook.export.pdf_finishing import colours_left
from kirovbook.export.press import Press, StyleSheet
from kirovbook.export.press_sheet import MARK_ROOM
from kirovbook.export.record import MadeCover
from kirovbook.export.wrap import make_cover
from kirovbook.model.book import Identity
from kirovbook.model.edition import Edition, Paper
from kirovbook.render.barcode import bars, ean_of, modules
from kirovbook.render.wrap import spine_of

BOOK = noted_book(chapters=1, paragraphs=1, notes_each=1)
PAPER = Paper(0.3)
EDITION = with_edition(bleed=9, marks=True, slug_line=True, paper=PAPER)
NAMED = replace(IDENTITY, isbn_print="978-0-306-40615-7", description="A book made to be proved. " * 12)


def covered(
    folder: Path, identity: Identity = NAMED, edition: Edition = EDITION, pages: int = 240, css: str = "",
) -> tuple[MadeCover | None, list[str]]:
    inks = read_inks(cmyk_profile(), edition).value if edition.is_for_press else None
    press = Press(folder, (StyleSheet(css, folder, "styles/cover.css"),), PRINT.place)
    arranged = arrange(replace(BOOK, identity=identity), edition)
    made = make_cover(arranged, PAPER, pages, press, Finish("slug", inks))
    return made.value, [found.code for found in made.diagnostics]


def cover(folder: Path, **choices: object) -> MadeCover:
    made, _ = covered(folder, **choices)  # type: ignore[arg-type]
    assert made is not None
    return made


@pytest.mark.parametrize(("paper", "pages", "spine"), [
    (Paper(0.3), 240, 36), (Paper(0.3), 241, 36.3), (Paper(0.3, 1), 240, 38), (Paper(0.3), 0, 0),
])
def test_the_spine_is_as_wide_as_the_leaves_are_thick(paper: Paper, pages: int, spine: float) -> None:
    assert spine_of(paper, pages) == pytest.approx(spine)


def test_the_sheet_holds_back_spine_and_front(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(cover(tmp_path).written)) as pdf:
        (page,) = pdf.pages
        edge = MARK_ROOM + 9
        assert [float(side) for side in page.obj.TrimBox] == pytest.approx(
            [edge, edge, edge + 2 * 432 + 36, edge + 648], abs=0.001,
        )
        marks = page.Contents[-1].read_bytes().decode()
    for fold in (edge + 432, edge + 432 + 36):
        assert f"\n{fold} " in marks


def test_a_scanner_reads_the_isbn(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(cover(tmp_path).written) as document:
        picture = document[0].render(scale=3).to_pil()
    assert [(code.text, code.format.name) for code in zxingcpp.read_barcodes(picture)] == [("9780306406157", "EAN13")]


def test_bars_are_those_of_the_standard() -> None:
    assert modules("9780306406157")[:3] == modules("9780306406157")[-3:] == "101"
    assert len(modules("9780306406157")) == 95
    assert sum(wide for _, wide, _ in bars("9780306406157")) == modules("9780306406157").count("1")
    assert ean_of("0-306-40615-2") == ean_of("ISBN 978-0-306-40615-7") == "9780306406157"


@pytest.mark.parametrize("variant", ["", "pdf/x-4", "pdf/a-2b"])
def test_the_same_cover_is_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variant: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    edition = replace(EDITION, variant=variant, icc="press.icc" if variant == "pdf/x-4" else "")
    first, second = (cover(tmp_path, edition=edition) for _ in range(2))
    assert first.written == second.written
    assert colours_left(first.written) == () or not edition.is_for_press


def test_every_word_is_on_the_cover(tmp_path: Path) -> None:
    made = cover(tmp_path)
    assert made.file == "proofs-print-cover.pdf"
    assert {"THE PRINTERS", "A Book of Proofs", "With Its Notes", "PRESS"} <= set(made.wrap.sheet.words)
    assert " ".join(NAMED.description.split()) in " ".join(made.wrap.sheet.words)
    assert list(prove_cover(made.written, made.wrap.sheet.words, EDITION)) == []


@pytest.mark.parametrize("css", [
    ".spine-words { display: none }", ".blurb { display: none }", ".front .line { display: none }",
    ".panel { position: static }",
])
def test_a_style_that_loses_words_of_the_cover_is_an_error(tmp_path: Path, css: str) -> None:
    made = cover(tmp_path, css=css)
    codes = [found.code for found in prove_cover(made.written, made.wrap.sheet.words, EDITION)]
    assert codes == ["P128"]


def test_a_thin_book_has_no_words_on_its_spine(tmp_path: Path) -> None:
    assert "The Printers" in cover(tmp_path, pages=240).wrap.sheet.words
    assert "The Printers" not in cover(tmp_path, pages=40).wrap.sheet.words


def test_what_a_cover_lacks_is_told(tmp_path: Path) -> None:
    assert covered(tmp_path, replace(NAMED, isbn_print=""))[1] == ["P127"]
    made, codes = covered(tmp_path, replace(NAMED, description="word " * 3000))
    assert (made, codes) == (None, ["P126"])
    assert covered(tmp_path, replace(NAMED, title="word " * 2000)) == (None, ["P126"])
    assert covered(tmp_path, replace(NAMED, description=""))[1] == []


def test_a_title_in_another_alphabet_is_on_the_cover(tmp_path: Path) -> None:
    made = cover(tmp_path, identity=replace(NAMED, title="Дело Кирова", subtitle="Ἱστορία", publisher="Straße"))
    assert list(prove_cover(made.written, made.wrap.sheet.words, EDITION)) == []


def test_a_cover_is_a_sound_file(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(cover(tmp_path).written)) as pdf:
        assert pdf.check_pdf_syntax() == []
