"""Number the lines of the sources in the outer margin, after the pages are laid out, so that no line moves for it.

A line counts where the passage's own words stand: those of its pictures, tables and notes do not. The count begins
anew in each source and goes on over the turn of a page, as editors of texts have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kirovbook.export.engine import boxes, line_break
from kirovbook.model.source_lines import SourceLines

_PASSAGE, _OPENING = "passage", "src-"
_NOT_COUNTED = ("figure", "table")
_SIZE = 0.72
"""Of the text's size."""
_AWAY = 9.0
"""Pixels (1/96 inch) between the type area and the numbers."""
_PLAIN = {
    "font_style": "normal", "font_weight": 400, "font_variant_caps": "normal", "font_variant_numeric": ("lining-nums",),
    "letter_spacing": 0, "word_spacing": 0, "text_decoration_line": set(), "hyphens": "none", "visibility": "visible",
}


def number_lines(pages: Sequence[Any], every: int) -> tuple[SourceLines, ...]:
    """Count the lines of each passage on laid-out pages, and draw the number of every so many; 0 draws none."""
    counted: dict[str, dict[int, int]] = {}
    for index, page in enumerate(pages):
        box = page._page_box  # noqa: SLF001 - the boxes of a page are no part of what WeasyPrint promises
        for unit, words in tuple(_lines_of_sources(box)):
            by_page = counted.setdefault(unit, {})
            by_page[index] = by_page.get(index, 0) + 1
            number = sum(by_page.values())
            if every and number % every == 0:
                box.children = [*box.children, _number_box(box, words, str(number))]
    return tuple(SourceLines(unit, tuple(by_page.items())) for unit, by_page in counted.items())


def _lines_of_sources(page: Any) -> Iterator[tuple[str, Any]]:
    """Give the unit of each line of a passage on a page, and the first words of the line."""
    for child in page.children:
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
            yield from _lines(child, "", is_passage=False)


def _lines(box: Any, unit: str, *, is_passage: bool) -> Iterator[tuple[str, Any]]:
    if isinstance(box, boxes.LineBox):
        words = _first_text(box) if is_passage and unit and box.height else None
        if words is not None:
            yield unit, words
        return
    element = box.element
    if element is not None and hasattr(element, "get"):
        if element.tag in _NOT_COUNTED:
            return
        named = element.get("id") or ""
        unit = named if named.startswith(_OPENING) else unit
        is_passage |= _PASSAGE in (element.get("class") or "").split()
    for child in getattr(box, "children", ()):
        yield from _lines(child, unit, is_passage=is_passage)


def _first_text(box: Any) -> Any | None:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TextBox):
            if child.text.strip():
                return child
        elif (found := _first_text(child)) is not None:
            return found
    return None


def _number_box(page: Any, words: Any, number: str) -> Any:
    """Make a box in the outer margin, on the baseline of these words; it is drawn and tagged as a running head is."""
    style = words.style.copy()
    for name, value in _PLAIN.items():
        style[name] = value
    style["font_size"] = words.style["font_size"] * _SIZE
    text = words.copy_with_text(number)
    layout, _, _, width, height, baseline = line_break.split_first_line(number, style, None, None, 0)
    text.style, text.element, text.element_tag, text.justification_spacing = style, None, None, 0
    text.pango_layout, text.width, text.height, text.baseline = layout, width, height, baseline
    left, right = page.content_box_x(), page.content_box_x() + page.width
    x = right + _AWAY if page.page_type.side == "right" else left - _AWAY - width
    y = words.position_y + words.baseline - baseline
    row = boxes.LineBox(None, style, None, [text])
    margin = boxes.MarginBox("@right-middle" if page.page_type.side == "right" else "@left-middle", style)
    margin.children = [row]
    for box in (text, row, margin):
        box.position_x, box.position_y, box.width, box.height, box.background = x, y, width, height, None
        for side in ("top", "right", "bottom", "left"):
            for edge in (f"margin_{side}", f"padding_{side}", f"border_{side}_width"):
                setattr(box, edge, 0)
    return margin
