"""The cover before the pages of a screen edition: of the wrap's design, tagged, and of no weight for any number."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from small_books import IDENTITY, PRINT, noted_book, with_edition
from tagged_books import SCREEN

from kirovbook import pipeline
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.check.pdf_text import read_pages, read_tags
from kirovbook.check.tag_tree import blocks_of
from kirovbook.check.tags_integrity import prove_tags
from kirovbook.export.covered import lay_before
from kirovbook.export.finish import PLAIN_FINISH
from kirovbook.export.pdf import LaidOut, lay_out, write_pdf
from kirovbook.export.press import Press, house_style
from kirovbook.export.wrap import make_cover
from kirovbook.model.edition import Edition, Paper
from kirovbook.model.letters import bare

BOOKS = Path(__file__).parent.parent / "books"
BOOK = replace(noted_book(chapters=2, paragraphs=4, notes_each=1),
               identity=replace(IDENTITY, title="A Book of Proofs and of What Was Proved in It"))
COVERED = replace(SCREEN, cover=True)


def laid_out(folder: Path, edition: Edition) -> LaidOut:
    press = Press(folder, (house_style("book"), house_style("screen")), PRINT.place)
    laid, found = lay_out(arrange(BOOK, edition), press, PageNumbers({}))
    assert (laid is not None, found) == (True, ())
    covered = lay_before(laid)
    assert covered.diagnostics == ()
    return covered.value


def written(laid: LaidOut) -> bytes:
    return write_pdf(laid)


def test_it_is_the_first_page_and_every_other_keeps_its_label(tmp_path: Path) -> None:
    bare_of_it, covered = laid_out(tmp_path, SCREEN), laid_out(tmp_path, COVERED)
    assert covered.labels == ("Cover", *bare_of_it.labels)
    assert covered.folios() == bare_of_it.folios()
    assert bare_of_it.cover is None
    pages = read_pages(written(covered))
    assert pages[1:] == read_pages(written(bare_of_it))
    assert bare("A Book of Proofs and of What Was Proved in It") in bare(pages[0])


def test_a_reader_shows_its_name_in_the_place_of_a_number(tmp_path: Path) -> None:
    laid = laid_out(tmp_path, COVERED)
    with pikepdf.open(BytesIO(written(laid))) as pdf:
        assert tuple(page.label for page in pdf.pages) == laid.labels
        assert [str(page.label) for page in pdf.pages][:3] == ["Cover", "i", "ii"]


def test_links_and_outline_still_lead_where_they_led(tmp_path: Path) -> None:
    def targets(file: bytes) -> dict[str, str]:
        with pikepdf.open(BytesIO(file)) as pdf:
            labels = {page.obj.objgen: str(page.label) for page in pdf.pages}
            places = pikepdf.NameTree(pdf.Root.Names.Dests)
            return {str(name): labels[place[0].objgen] for name, place in places.items()}

    assert targets(written(laid_out(tmp_path, COVERED))) == targets(written(laid_out(tmp_path, SCREEN)))


def test_it_is_heard_first_and_its_lines_are_one_paragraph(tmp_path: Path) -> None:
    laid = laid_out(tmp_path, COVERED)
    file = written(laid)
    assert prove_tags(file, laid.arranged) == ()
    heard = [(block.kind, " ".join(block.words.split())) for block in blocks_of(read_tags(file))]
    assert heard[:4] == [("P", "THE PRINTERS"), ("P", "A Book of Proofs and of What Was Proved in It"),
                         ("P", "With Its Notes"), ("P", "PRESS")]


def test_the_same_book_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert written(laid_out(tmp_path, COVERED)) == written(laid_out(tmp_path, COVERED))


def test_wrap_and_page_have_one_front(tmp_path: Path) -> None:
    laid = laid_out(tmp_path, COVERED)
    edition = with_edition(paper=Paper(0.3))
    made = make_cover(arrange(BOOK, edition), Paper(0.3), 200, Press(tmp_path, (), PRINT.place), PLAIN_FINISH)
    assert made.value is not None
    assert laid.cover is not None

    def front(markup: str) -> str:
        return markup[markup.index('<div class="panel front">'):]

    assert front(made.value.wrap.sheet.markup) == front(laid.cover.markup)


@pytest.mark.slow
def test_print_and_screen_name_the_same_pages(tmp_path: Path) -> None:
    report = pipeline.build(BOOKS / "everything", pipeline.Order(only=("print", "screen"), out=tmp_path))
    assert report.diagnostics == ()
    record = json.loads((tmp_path / "everything-at-once.json").read_text(encoding="utf-8"))
    editions = record["editions"]
    assert editions["screen"]["labels"] == ["Cover", *editions["print"]["labels"]]
    assert all(note["page"]["print"] == note["page"]["screen"] for note in record["notes"])
