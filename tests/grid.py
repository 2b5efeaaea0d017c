"""Lay out a book with all that may stand between paragraphs, and measure where its lines stand against their grid."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from laid_pages import boxes_of
from small_books import PRINT, noted_book, sentence

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.export.pdf import LaidOut, lay_out
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.book import PART
from kirovbook.parse.markdown import parse_blocks

LINE = 13.5
_POINTS = 0.75
_TEXT = 10.6
_FIRST_BASELINE = 10.507
"""How far below the head of the text its first line stands: EB Garamond at 10.6/13.5 pt."""
_OFF = 0.05

BETWEEN = {
    "headings": "## The harbour\n\n{0}\n\n### Its ice\n\n{1}\n\n## A heading that is long enough to run on to a second "
                "line of the page, as few do\n\n{2}",
    "a quotation": "> {0}\n>\n> {1}",
    "lists": "- {0}\n- {1}\n\n1. {2}\n\n   {3}",
    "terms": "Cheka\n\n:   {0}\n\nNKVD\n\n:   {1}",
    "a table with a caption": "| Year | What was | Why |\n|---|---|---:|\n| 1934 | {0} | 7 |\n| 1935 | {1} | 8 |\n\n"
                              ": Of the harbour",
    "a table without a head": "|  |  |\n|---|---|\n| 1934 | {0} |",
    "verse and code": "| the harbour is white,\n| the ice is thin\n\n```\nkirovbook build\n```\n\n"
                      "It is `code` that we read. {0}",
    "a pause": "***",
    "raised and small": "H~2~O, the 2^nd^ and [small]{{.small-caps}} letters, **bold** and *slanted*: Киров, 1934. {0}",
}


def laid_out(folder: Path, css: str = "") -> LaidOut:
    """Lay out a book whose part and chapter hold each of what may stand between paragraphs, several times over."""
    rng = random.Random(11)
    book = noted_book(chapters=1, paragraphs=2, notes_each=2, note_words=30)
    chapters = []
    for chapter in book.chapters:
        blocks = list(chapter.blocks)
        for between in (*BETWEEN.values(), *BETWEEN.values()):
            words = [sentence(rng, rng.randint(14, 40)) for _ in range(4)]
            parsed = parse_blocks(between.format(*words), "a.md", 1, "en-GB", frozenset())
            blocks += [*parsed.value.blocks, chapter.blocks[0]]
        notes = tuple(replace(note, unit="part-1") for note in chapter.notes)
        chapters.append(replace(chapter, unit="part-1", role=PART, blocks=tuple(blocks), notes=notes))
        chapters.append(replace(chapter, blocks=tuple(blocks)))
    styles = (house_style("book"), house_style("print"), StyleSheet(css, folder, "styles/own.css"))
    arranged = arrange(replace(book, chapters=tuple(chapters)), PRINT)
    laid, found = lay_out(arranged, Press(folder, styles, PRINT.place), PageNumbers({}))
    assert laid is not None
    assert found == ()
    return laid


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line of the text: its page (from 0), how far below the next higher line of the grid it stands, and in what."""

    page: int
    off: float
    within: str
    words: str

    @property
    def is_on_grid(self) -> bool:
        return self.off < _OFF or self.off > LINE - _OFF


def body_lines(laid: LaidOut) -> tuple[BodyLine, ...]:
    """Give each line that is set in the size of the text, in reading order; notes, tables and captions are left out."""
    return tuple(
        line for number, page in enumerate(boxes_of(laid))
        for line in _lines(page, number, page.content_box_y(), "")
    )


def _lines(box: Any, page: int, top: float, within: str) -> Iterator[BodyLine]:
    kind = type(box).__name__
    if kind in {"MarginBox", "FootnoteAreaBox", "TableBox"} or (box.element is not None and box.element.tag == "table"):
        return
    if kind == "LineBox":
        if abs(box.style["font_size"] * _POINTS - _TEXT) < _OFF and (words := _words(box).strip()):
            off = (box.position_y + box.baseline - top) * _POINTS - _FIRST_BASELINE
            yield BodyLine(page, off % LINE, within, words)
        return
    if box.element is not None:
        within = f"{within}/{box.element.tag}.{box.element.get('class', '')}".removesuffix(".")
    for child in getattr(box, "children", ()):
        yield from _lines(child, page, top, within)


def _words(box: Any) -> str:
    return getattr(box, "text", "") or "".join(_words(child) for child in getattr(box, "children", ()))
