"""A line ends where it is full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kirovbook.export.engine import CSS, HTML, FontConfiguration
from kirovbook.export.font_files import font_faces
from kirovbook.export.lines_mending import early_ends_mended

WORDS = (
    "<p>It was never settled.<br/>proves an order, “yet the whiff of his complicity still hangs in the air”. Later "
    "<em>Khrushchev</em> asserted it.</p>"
)
WIDTHS = [300 + step / 4 for step in range(20)]


def lines(width: float) -> list[str]:
    fonts = FontConfiguration()
    css = (
        f"@page {{ margin: 0; size: {width}pt 300pt }} body, p {{ margin: 0 }}"
        f"html {{ font: 10.6pt/13.5pt 'EB Garamond'; text-align: justify }}"
    )
    sheets = [CSS(string=font_faces(), font_config=fonts), CSS(string=css, font_config=fonts)]
    document = HTML(string=WORDS).render(stylesheets=sheets, font_config=fonts)
    return ["".join(_texts(line)).strip() for line in _lines(document.pages[0]._page_box)]


def _lines(box: Any) -> Iterator[Any]:
    if type(box).__name__ == "LineBox":
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _texts(box: Any) -> Iterator[str]:
    if hasattr(box, "text"):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def early(set_lines: list[str]) -> bool:
    return any(" " not in line for line in set_lines[:-1])


def test_no_line_ends_behind_its_first_word() -> None:
    assert any(early(lines(width)) for width in WIDTHS), "the mending is not needed any more"
    with early_ends_mended():
        assert [width for width in WIDTHS if early(lines(width))] == []


def test_no_letter_is_lost_at_the_end_of_a_line() -> None:
    with early_ends_mended():
        assert {" ".join(lines(width)) for width in WIDTHS} == {" ".join(lines(999))}
