"""The lines of the text stand on a grid of 13.5 pt, whatever comes between them, so that facing pages keep register."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from grid import body_lines
from small_books import PRINT, noted_book, sentence

from kirovbook.arrange import PageNumbers, arrange
from kirovbook.export.pdf import LaidOut, Press, StyleSheet, house_style, lay_out
from kirovbook.parse.markdown import parse_blocks

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
    """Lay out a book whose chapters hold each of what may stand between paragraphs, several times over."""
    rng = random.Random(11)
    book = noted_book(chapters=1, paragraphs=2, notes_each=2, note_words=30)
    chapters = []
    for chapter in book.chapters:
        blocks = list(chapter.blocks)
        for between in (*BETWEEN.values(), *BETWEEN.values()):
            words = [sentence(rng, rng.randint(14, 40)) for _ in range(4)]
            parsed = parse_blocks(between.format(*words), "a.md", 1, "en-GB", frozenset())
            blocks += [*parsed.value.blocks, chapter.blocks[0]]
        chapters.append(replace(chapter, blocks=tuple(blocks)))
    styles = (house_style("book"), house_style("print"), StyleSheet(css, folder, "styles/own.css"))
    arranged = arrange(replace(book, chapters=tuple(chapters)), PRINT)
    laid, found = lay_out(arranged, Press(folder, styles, PRINT.place), PageNumbers({}))
    assert laid is not None
    assert found == ()
    return laid


def test_every_line_of_the_text_stands_on_the_grid(tmp_path: Path) -> None:
    lines = body_lines(laid_out(tmp_path))
    assert len(lines) > 200
    assert [line for line in lines if not line.is_on_grid] == []


def test_what_is_no_whole_line_is_seen(tmp_path: Path) -> None:
    assert not all(line.is_on_grid for line in body_lines(laid_out(tmp_path, "td { padding: 1pt }")))
