"""Long notes from every kind of block, in three settings: proved whole, in order, on their pages and within them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from noted_books import Writer, book_of, prose
from small_books import PRINT, source, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.export.page_faults import find_page_faults
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.blocks import Alignment, Cell, Figure, Heading, ListBlock, Paragraph, Quotation, Table
from kirovbook.model.book import Book, Chapter
from kirovbook.model.edition import Edition, Trim
from kirovbook.model.inlines import PLAIN, Picture, Text
from kirovbook.model.source import Note, PrimarySource

PLATE = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><rect width="60" height="30"/></svg>'
SETTINGS = {
    "default": (PRINT, ""),
    "narrow": (with_edition(trim=Trim(297.6, 419.5)), "@page { margin: 50pt 30pt 46pt 30pt }"),
    "large": (PRINT, "html { font-size: 18pt; line-height: 24pt } .note { font-size: 15pt; line-height: 19pt }"),
}
ALL_ON_ONE_LINE = "ch-4"


def long(writer: Writer) -> None:
    for words in (300, 900, 3000):
        writer.add(writer.paragraph(120, writer.long_note(20)))
        writer.add(writer.paragraph(150, writer.long_note(words, words // 150)))
    writer.add(writer.paragraph(300))


def at_the_chapters_end(writer: Writer) -> None:
    writer.add(writer.paragraph(300, writer.long_note(20)))
    writer.add(Paragraph((Text(prose(writer.rng, 120)), writer.long_note(700, 3)), writer.place()))


def ten_on_a_page(writer: Writer) -> None:
    writer.add(writer.paragraph(200, *(writer.long_note(150) for _ in range(10))), writer.paragraph(200))


def ten_on_a_line(writer: Writer) -> None:
    place = writer.place()
    marks = tuple(writer.long_note(100) for _ in range(10))
    writer.add(writer.paragraph(100), Paragraph((Text("All at once:"), *marks, Text(prose(writer.rng, 200))), place))


def in_every_block(writer: Writer) -> None:
    rng, place = writer.rng, writer.place()
    writer.add(Quotation((writer.paragraph(80, writer.long_note(400, 2)),), place))
    items = tuple((writer.paragraph(30, writer.long_note(words)),) for words in (300, 30, 400))
    writer.add(ListBlock(ordered=True, start=1, tight=False, items=items, place=place))
    writer.add(Heading(2, (Text("A heading with a note"), writer.long_note(300)), PLAIN, place))
    writer.add(writer.paragraph(150, writer.note(prose(rng, 100), prose(rng, 100), quoted=prose(rng, 200))))
    writer.add(Figure(Picture("plate.svg", "A plate", PLAIN, place), (Text("A caption"), writer.long_note(300)), place))
    writer.add(writer.paragraph(150, writer.long_note(20)))
    caption = (Text("A table"), writer.long_note(60))
    head = (Cell((Text("Ward"), writer.long_note(40)), place), Cell((Text("Petitions"),), place))
    rows = tuple((Cell((Text(f"Ward {row}"), *([writer.long_note(250)] if row == 3 else [])), place),
                  Cell((Text(f"{row * 7} signed"), *([writer.long_note(40)] if row == 4 else [])), place))
                 for row in range(1, 8))
    writer.add(Table(caption, (Alignment.DEFAULT,) * 2, head, rows, place), writer.paragraph(200))


def chapter(number: int, write: Callable[[Writer], None]) -> Chapter:
    writer = Writer(f"ch-{number}", number, random.Random(number))
    write(writer)
    return writer.chapter()


def noted_source() -> PrimarySource:
    """Give a source whose headnote has a long note."""
    plain, rng = source(1), random.Random(9)
    content = (Paragraph((Text(prose(rng, 500)),), plain.header.place),)
    return replace(plain, notes=(Note(plain.unit, 1, content, content, (), plain.header.place),))


def book() -> Book:
    kinds = (long, at_the_chapters_end, ten_on_a_page, ten_on_a_line, in_every_block)
    chapters = (chapter(number, write) for number, write in enumerate(kinds, start=1))
    return replace(book_of(*chapters), sources=(noted_source(),))


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
def test_long_notes_are_whole_in_order_and_in_their_place(tmp_path: Path, setting: str) -> None:
    edition: Edition
    edition, css = SETTINGS[setting]
    (tmp_path / "plate.svg").write_bytes(PLATE)
    styles = (house_style("book"), house_style("print"), StyleSheet(css, tmp_path, "styles/own.css"))
    laid, found = lay_out(arrange(book(), edition), Press(tmp_path, styles, edition.place), PageNumbers({}))
    assert laid is not None
    assert found == ()
    assert prove_pdf(write_pdf(laid), laid.arranged, laid.labels, laid.anchors) == ()
    assert not {each.code for each in find_page_faults(laid.printed, edition)} & {"L110", "L111"}
    for name, page in laid.anchors.items():
        if name.startswith("mark-") and not name.startswith(f"mark-{ALL_ON_ONE_LINE}-"):
            assert laid.anchors[f"note-{name.removeprefix('mark-')}"] == page, name
