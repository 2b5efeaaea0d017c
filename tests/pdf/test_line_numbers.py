"""The lines of a source are counted as they are printed, numbered in the margin, and held against what is cited."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from small_books import PRINT, noted_book, sentence, source

from kirovbook import pipeline
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.check.tags_integrity import prove_tags
from kirovbook.export.pdf import LaidOut, lay_out, write_pdf
from kirovbook.export.press import Press, house_style
from kirovbook.model.blocks import Block, Cell, Paragraph, Table
from kirovbook.model.edition import Edition, Trim
from kirovbook.model.inlines import Text
from kirovbook.pipeline import Order

WIDTH = PRINT.trim.width
SCREEN = replace(PRINT, name="screen", variant="pdf/ua-1")


def laid_out(folder: Path, edition: Edition = PRINT, words: int = 900, *more: Block, every: int = 5) -> LaidOut:
    rng, one = random.Random(4), source(1)
    passage = tuple(Paragraph((Text(sentence(rng, words // 3)),), one.header.place) for _ in range(3))
    book = replace(noted_book(chapters=1, paragraphs=2), sources=(replace(one, passage=(*passage, *more)), source(2)))
    book = replace(book, apparatus=replace(book.apparatus, line_numbers=every))
    press = Press(folder, (house_style("book"), house_style("print")), edition.place)
    laid, _ = lay_out(arrange(book, edition), press, PageNumbers({}))
    assert laid is not None
    return laid


@dataclass(frozen=True)
class Piece:
    """Words that were drawn together: the page's number, and their edges in points from the page's lower left."""

    page: int
    words: str
    left: float
    bottom: float
    right: float

    @property
    def is_number(self) -> bool:
        return self.words.isdigit() and (self.right < 54 or self.left > WIDTH - 58)


def pieces(written: bytes) -> list[Piece]:
    found: list[Piece] = []
    with pypdfium2.PdfDocument(BytesIO(written)) as pdf:
        for index, page in enumerate(pdf, 1):
            text = page.get_textpage()
            for number in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(number)
                words = text.get_text_bounded(left, bottom, right, top).strip()
                found.append(Piece(index, words, left, bottom, right))
    return found


def numbers_in_margins(written: bytes) -> list[tuple[int, int]]:
    """Give the page and the figure of each number in the margin."""
    return [(piece.page, int(piece.words)) for piece in pieces(written) if piece.is_number]


def test_every_fifth_line_is_numbered_over_the_turn_of_a_page(tmp_path: Path) -> None:
    laid = laid_out(tmp_path)
    lines = {each.unit: each for each in laid.lines}
    passage = lines["src-s1"]
    assert len(passage.by_page) > 1
    seen = numbers_in_margins(write_pdf(laid))
    first = [(page, figure) for page, figure in seen if page - 1 in dict(passage.by_page)]
    assert [figure for _, figure in first] == list(range(5, passage.count + 1, 5))
    reached = 0
    for page, count in passage.by_page:
        assert [figure for where, figure in first if where == page + 1] == [
            number for number in range(reached + 1, reached + count + 1) if number % 5 == 0]
        reached += count


def test_numbers_stand_in_the_outer_margin_on_the_line_of_their_words(tmp_path: Path) -> None:
    laid = laid_out(tmp_path)
    drawn = pieces(write_pdf(laid))
    numbers = [piece for piece in drawn if piece.is_number]
    assert numbers
    for number in numbers:
        assert (number.left > WIDTH / 2) == (number.page % 2 == 1)
        lines = [piece.bottom for piece in drawn if piece.page == number.page and not piece.is_number]
        assert min(abs(bottom - number.bottom) for bottom in lines) < 3


def test_no_line_moves_for_its_number_and_nothing_is_lost(tmp_path: Path) -> None:
    plain, numbered = laid_out(tmp_path, every=0), laid_out(tmp_path)
    assert plain.lines == numbered.lines
    written = write_pdf(numbered)
    assert not numbers_in_margins(write_pdf(plain))
    assert prove_pdf(written, numbered.arranged, numbered.labels, numbered.anchors) == ()


def test_editions_of_one_measure_have_the_same_lines_and_a_wider_one_fewer(tmp_path: Path) -> None:
    counts = {
        edition.name: laid_out(tmp_path, edition).lines[0].count
        for edition in (PRINT, SCREEN, replace(PRINT, name="wide", trim=Trim(595, 842)))
    }
    assert counts["print"] == counts["screen"] > counts["wide"]


def test_numbers_are_no_content_for_who_hears_the_book(tmp_path: Path) -> None:
    laid = laid_out(tmp_path, SCREEN)
    assert prove_tags(write_pdf(laid), laid.arranged) == ()


def test_a_table_has_no_lines_of_the_passage(tmp_path: Path) -> None:
    cell = Cell((Text("cell"),), PRINT.place)
    table = Table((), (), (cell,), ((cell,), (cell,)), PRINT.place)
    counted = laid_out(tmp_path, PRINT, 60, table).lines
    assert counted[0].count == laid_out(tmp_path, PRINT, 60).lines[0].count


BOOK = """[book]
title = "Lines"
line_numbers = 5
chapters = ["*.md"]
sources = ["sources/*.md"]
[editions.print]
kind = "pdf"
trim = "6in 9in"
[editions.wide]
kind = "pdf"
trim = "A4"
"""
SOURCE = f"""---
id: letter
title: A letter
kind: extract
rights: {{status: own-words}}
---
Who wrote it is told here.

::: extract
{sentence(random.Random(3), 120)}
:::
"""


def built(folder: Path, chapter: str, *only: str) -> list[str]:
    (folder / "manuscript/sources").mkdir(parents=True)
    (folder / "manuscript/book.toml").write_text(BOOK, encoding="utf-8")
    (folder / "manuscript/01.md").write_text(f"# One\n\n{chapter}\n", encoding="utf-8")
    (folder / "manuscript/sources/01.md").write_text(SOURCE, encoding="utf-8")
    report = pipeline.build(folder, Order(only=only))
    return [f"{one.code} {one.place.line}:{one.place.column} {one.message}" for one in report.diagnostics
            if one.code in {"X114", "X115"}]


@pytest.mark.parametrize(("locator", "found"), [
    ("lines 5-9", []), ("line 2", []), ("ll. 1–4", []), ("p. 900", []),
    ("lines 5-90", ["X114 3:6 Source 1 has 14 lines in the edition 'print', and line 90 is named"]),
    ("line 15", ["X114 3:6 Source 1 has 14 lines in the edition 'print', and line 15 is named"]),
    ("lines 9-4", ["X114 3:6 lines 9 to 4 are none"]), ("line 0", ["X114 3:6 lines 0 to 0 are none"]),
    ("lines 11-2", []),
])
def test_a_line_that_is_cited_is_there(locator: str, found: list[str], tmp_path: Path) -> None:
    assert built(tmp_path, f"See [@src:letter, {locator}].", "print") == found


def test_another_measure_is_named_where_lines_are_cited(tmp_path: Path) -> None:
    (one,) = built(tmp_path, "See [@src:letter, lines 2-3].")
    assert one.startswith("X115 3:6 Source 1 has 14 lines in the edition 'print', and ")
    assert "'wide'" in one


def test_the_record_says_which_lines_stand_on_which_page(tmp_path: Path) -> None:
    built(tmp_path, "See [@src:letter].", "print")
    record = json.loads((tmp_path / "dist/lines.json").read_text(encoding="utf-8"))
    ((page,),) = [source["lines"]["print"] for source in record["sources"]]
    assert (page["first"], page["last"]) == (1, 14)
    assert page["page"] in record["editions"]["print"]["labels"]
