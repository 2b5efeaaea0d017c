"""What is measured on the pages of an edition is what stands there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from noted_books import Writer, book_of, prose
from small_books import PRINT

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.diagnostics import Diagnostic
from kirovbook.export.page_faults import find_page_faults
from kirovbook.export.pdf import LaidOut, lay_out
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.blocks import Block, Heading, Paragraph
from kirovbook.model.inlines import PLAIN, Text


def laid_out(folder: Path, css: str = "", *blocks: Block, words: int = 600) -> LaidOut:
    writer = Writer()
    for _ in range(words // 150):
        writer.add(writer.paragraph(150, writer.long_note(25)))
    writer.add(*blocks)
    styles = (house_style("book"), house_style("print"), StyleSheet(css, folder, "styles/own.css"))
    laid, _ = lay_out(arrange(book_of(writer.chapter()), PRINT), Press(folder, styles, PRINT.place), PageNumbers({}))
    assert laid is not None
    return laid


def faults(folder: Path, css: str = "", *blocks: Block, words: int = 600) -> tuple[Diagnostic, ...]:
    return find_page_faults(laid_out(folder, css, *blocks, words=words).printed, PRINT)


def codes(folder: Path, css: str = "", *blocks: Block, words: int = 600) -> set[str]:
    return {each.code for each in faults(folder, css, *blocks, words=words)}


def test_each_line_knows_its_page_its_place_and_its_edges(tmp_path: Path) -> None:
    pages = laid_out(tmp_path).printed
    body = next(page for page in pages if page.label == "1")
    assert body.is_recto
    assert (body.left, body.right, body.top) == pytest.approx((54, 372, 58.5))
    line = next(line for line in body.text if line.place.line == 2)
    assert (str(line.place), line.opens, line.ends, line.tag) == ("chapters/01.md:2:1", True, False, "p")
    assert (line.left, line.right) == pytest.approx((67.5, 372), abs=0.5)
    assert "Note 1 of chapter 1" in "".join(line.words for line in body.notes)
    assert body.notes[0].top >= body.text[-1].bottom


def test_half_a_line_and_the_rule_part_the_text_from_the_notes(tmp_path: Path) -> None:
    pages = [page for page in laid_out(tmp_path, words=4500).printed if page.text and page.notes]
    whites = [page.notes[0].top - page.text[-1].bottom for page in pages]
    assert len(whites) > 8
    assert min(whites) > 11.7
    assert sum(white < 11.75 + 13.5 for white in whites) > len(whites) / 2
    assert min(whites) < 13.5 + 5


def test_a_paragraph_over_a_pages_turn_opens_on_one_page_and_ends_on_the_next(tmp_path: Path) -> None:
    pages = [page for page in laid_out(tmp_path).printed if page.label in {"1", "2"}]
    last, first = pages[0].text[-1], pages[1].text[0]
    assert last.block == first.block
    assert (last.ends, first.opens) == (False, False)


def test_a_sound_book_has_no_faults(tmp_path: Path) -> None:
    assert codes(tmp_path) <= {"L117"}


@pytest.mark.parametrize(("css", "code"), [
    (".chapter p { word-spacing: -1.6pt }", "L113"),
    (".chapter p { width: 70pt; hyphens: manual }", "L112"),
    (".chapter > p { white-space: nowrap }", "L110"),
    (".note { margin-bottom: -14pt }", "L111"),
    (".chapter > p { margin-left: -70pt }", "L110"),
])
def test_a_style_that_spoils_the_page_is_noticed(tmp_path: Path, css: str, code: str) -> None:
    found = [each for each in faults(tmp_path, css) if each.code == code]
    assert found
    assert {each.place.file for each in found} == {"chapters/01.md"}


@pytest.mark.parametrize("css", [
    ".chapter p { word-spacing: -0.5pt }", ".chapter > p { margin-left: -20pt; margin-right: -20pt }",
])
def test_a_style_that_stays_within_bounds_is_borne(tmp_path: Path, css: str) -> None:
    assert codes(tmp_path, css, words=300) <= {"L117"}


def test_widows_orphans_and_headings_at_the_foot_are_found_in_a_book_that_lets_them(tmp_path: Path) -> None:
    rng, writer = random.Random(3), Writer(rng=random.Random(4))
    blocks: list[Block] = []
    for number in range(300):
        place = writer.place().at(number)
        blocks.append(Paragraph((Text(prose(rng, rng.randint(20, 50))),), place))
        blocks.append(Heading(2, (Text("A heading"),), PLAIN, place))
    css = "html { orphans: 1; widows: 1 } .chapter h2 { break-after: auto; padding: 0 }"
    assert codes(tmp_path, css, *blocks) >= {"L114", "L115", "L116"}
    assert not codes(tmp_path, "", *blocks) & {"L114", "L115", "L116"}
