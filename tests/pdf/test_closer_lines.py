"""The words of a justified line stand closer where that brings more into it, and never too close."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from noted_books import Writer, book_of
from small_books import PRINT

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.export.closer_lines import lines_closed_up
from kirovbook.export.engine import CSS, HTML, FontConfiguration
from kirovbook.export.font_files import font_faces
from kirovbook.export.pdf import lay_out
from kirovbook.export.press import Press, house_style
from kirovbook.model.printed_page import PrintedLine

ONE_LINE = "The murder was put to use within hours, and it stayed in use."
CLOSEST = -0.05
"""In em a space; the house complains of -0.08 (L113)."""


def lines(width: float, align: str = "justify", words: str = ONE_LINE) -> list[Any]:
    fonts = FontConfiguration()
    css = (
        f"@page {{ margin: 0; size: {width}pt 300pt }} body, p {{ margin: 0 }}"
        f"html {{ font: 10.6pt/13.5pt 'EB Garamond'; text-align: {align} }}"
    )
    sheets = [CSS(string=font_faces(), font_config=fonts), CSS(string=css, font_config=fonts)]
    document = HTML(string=f"<p>{words}</p>").render(stylesheets=sheets, font_config=fonts)
    return list(_lines(document.pages[0]._page_box))


def _lines(box: Any) -> Iterator[Any]:
    if type(box).__name__ == "LineBox":
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def natural_width() -> float:
    """Give how long the line is, in points."""
    (line,) = lines(500)
    return line.width * 0.75


def test_a_line_too_long_by_little_is_closed_up_to_its_measure() -> None:
    measure = natural_width() - 1.5
    assert len(lines(measure)) == 2
    with lines_closed_up():
        (line,) = lines(measure)
    assert line.width * 0.75 == pytest.approx(measure, abs=0.01)


def test_a_line_too_long_by_much_is_broken() -> None:
    with lines_closed_up():
        first, last = lines(natural_width() - 6)
    assert first.width * 0.75 == pytest.approx(natural_width() - 6, abs=0.01)
    assert last.width < first.width / 2


def test_a_line_that_fits_keeps_its_spaces() -> None:
    with lines_closed_up():
        (line,) = lines(natural_width() + 1)
    assert line.width * 0.75 == pytest.approx(natural_width())


@pytest.mark.parametrize("words", ["\u66f8", "<span class='long-word'>example.org/ships</span>"])
def test_every_line_of_a_paragraph_with_such_words_fills_its_measure(words: str) -> None:
    with lines_closed_up():
        *full, _ = lines(natural_width(), words=f"{words} {ONE_LINE} {ONE_LINE} {ONE_LINE}")
    assert len(full) > 2
    assert {round(line.width * 0.75, 2) for line in full} == {round(natural_width(), 2)}


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_lines_that_are_not_justified_are_left_alone(align: str) -> None:
    with lines_closed_up():
        assert len(lines(natural_width() - 1.5, align)) == 2


def test_a_book_is_set_closer_and_nowhere_too_close(tmp_path: Path) -> None:
    writer = Writer()
    for _ in range(12):
        writer.add(writer.paragraph(150, writer.long_note(60)))
    press = Press(tmp_path, (house_style("book"), house_style("print")), PRINT.place)
    laid, _ = lay_out(arrange(book_of(writer.chapter()), PRINT), press, PageNumbers({}))
    assert laid is not None
    full = [line for page in laid.printed for line in (*page.text, *page.notes) if _is_full(line)]
    assert len(full) > 150
    assert min(line.stretch for line in full) > CLOSEST
    assert sum(line.stretch < 0 for line in full) > len(full) / 20
    assert max(line.right for line in full) < max(line.reach for line in full) + 0.1


def _is_full(line: PrintedLine) -> bool:
    return line.tag in {"p", "span"} and not line.ends
