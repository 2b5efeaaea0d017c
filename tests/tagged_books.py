"""Tagged editions for the tests: books with all that runs on over a page turn, laid out and written."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

from small_books import noted_book, sentence, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.diagnostics import Place
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.blocks import (
    Alignment,
    Block,
    Cell,
    Definition,
    DefinitionList,
    ListBlock,
    Paragraph,
    Quotation,
    Table,
    Verse,
)
from kirovbook.model.book import ArrangedBook, Book
from kirovbook.model.inlines import Attributes, NoteMark, Span, Text

SCREEN = with_edition(name="screen", variant="pdf/ua-1")
RIGHT_TO_LEFT = "בראשית היה הדבר והדבר נכתב בספר"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tagged edition: its bytes, and the book as it was arranged."""

    written: bytes
    arranged: ArrangedBook


def tagged(book: Book, folder: Path, css: str = "", variant: str = "pdf/ua-1") -> Tagged:
    """Lay the book out and write its tagged edition."""
    arranged = arrange(book, replace(SCREEN, variant=variant))
    styles = (house_style("book"), house_style("screen"), StyleSheet(css, folder, "styles/own.css"))
    laid, found = lay_out(arranged, Press(folder, styles, SCREEN.place), PageNumbers({}))
    assert laid is not None
    assert not found
    return Tagged(write_pdf(laid), laid.arranged)


def at(line: int) -> Place:
    """Give a place in the chapter of these books."""
    return Place("chapters/01.md", line, 1)


def words(line: int, seed: int, length: int) -> Paragraph:
    """Give a paragraph of that many words."""
    return Paragraph((Text(sentence(random.Random(seed), length)),), at(line))


def running_on() -> Book:
    """Give a book in which a table, a list, a verse and a quotation run on, with a note in each of them."""
    rows = tuple((Cell((Text(f"Year {1800 + row}"),), at(3)), Cell(words(3, row, 12).content, at(3 + row)))
                 for row in range(60))
    noted = ((rows[0][0], Cell((Text("With its note"), NoteMark(1, at(3))), at(4))), *rows[1:])
    table = Table((Text("The years"),), (Alignment.LEFT, Alignment.LEFT),
                  (Cell((Text("Year"),), at(2)), Cell((Text("What happened"),), at(2))), noted, at(2))
    items = tuple((words(100 + item, 200 + item, 30),) for item in range(12))
    marked = ((Paragraph((Text("An item with a note"), NoteMark(2, at(99))), at(99)),), *items)
    numbered = ListBlock(ordered=True, start=1, tight=False, items=marked, place=at(99))
    verse = Verse(tuple((Text(f"Line {line} of a long verse"), *((NoteMark(3, at(130)),) if line == 1 else ()))
                        for line in range(40)), at(130))
    meanings = ((words(141, 5, 9),), (words(142, 6, 9),))
    terms = DefinitionList((Definition((Text("A term"), NoteMark(4, at(140))), meanings, at(140)),), at(140))
    hebrew = Span((Text(RIGHT_TO_LEFT),), Attributes(pairs=(("lang", "he"), ("dir", "rtl"))))
    spoken = Paragraph((Text("In Hebrew: "), hebrew, Text(" and so on.")), at(150))
    blocks: tuple[Block, ...] = (
        table, numbered, verse, terms, Quotation((words(145, 7, 420),), at(145)), spoken, words(151, 8, 420),
    )
    book = noted_book(chapters=1, paragraphs=2, notes_each=1, note_words=12)
    chapter = book.chapters[0]
    notes = tuple(replace(chapter.notes[0], number=number, **_body(number)) for number in range(1, 5))
    return replace(book, chapters=(replace(chapter, blocks=blocks, notes=notes),))


def _body(number: int) -> dict[str, tuple[Paragraph, ...]]:
    body = (words(160 + number, 30 + number, 220 if number == 2 else 20), words(165 + number, 40 + number, 10))
    return {"content": body, "spelled_out": body}
