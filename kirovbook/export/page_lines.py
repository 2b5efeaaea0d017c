"""Read from WeasyPrint's boxes where each line of an edition stands, and how it was set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import groupby
from typing import Any

from kirovbook.diagnostics import Place
from kirovbook.export.engine import boxes, line_break
from kirovbook.model.printed_page import Gap, PrintedLine, PrintedPage
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.block_places import read_place

_POINTS = 0.75
_SPACES = (" ", "\u00a0")
_WIDE, _LINES_OF_A_RIVER = 0.1, 4


def printed_pages(
    pages: Sequence[Any], units: Mapping[str, Place], home: Place, *, goes_on: bool = False
) -> tuple[PrintedPage, ...]:
    """Give laid-out pages with all their lines, and as yet without labels.

    ``units`` are the places of the units on them, ``home`` is the place of what stands in none. ``goes_on``: the first
    block of the first page began on a page before.
    """
    reader = _Reader(units, home, goes_on)
    return tuple(
        reader.read(page._page_box)  # noqa: SLF001 - the boxes of a page are no part of what WeasyPrint promises
        for page in pages
    )


@dataclass(frozen=True, slots=True)
class _SetLine:
    """A line and the boxes of its text."""

    line: PrintedLine
    texts: tuple[Any, ...]

    @property
    def is_wide(self) -> bool:
        return self.line.stretch > _WIDE


@dataclass(slots=True)
class _Reader:
    """Goes through the boxes of page after page; ``broken`` are the blocks that go on over the page's turn."""

    units: Mapping[str, Place]
    home: Place
    goes_on: bool = False
    broken: set[int] = field(default_factory=set)

    def read(self, page: Any) -> PrintedPage:
        """Read one page."""
        left, top = page.content_box_x(), page.content_box_y()
        right, bottom = left + page.width, top + page.height
        text: list[_SetLine] = []
        notes: list[_SetLine] = []
        for child in page.children:
            if not isinstance(child, boxes.MarginBox):
                found = notes if isinstance(child, boxes.FootnoteAreaBox) else text
                self._go_through(child, self.home, right, found)
        return PrintedPage(
            "", page.page_type.side == "right", left * _POINTS, right * _POINTS, top * _POINTS, bottom * _POINTS,
            tuple(_with_gaps(text)), tuple(each.line for each in notes))

    def _go_through(self, box: Any, place: Place, reach: float, found: list[_SetLine]) -> None:
        if isinstance(box, boxes.BlockLevelBox) and not isinstance(box, boxes.TableBox):
            reach = max(reach, box.border_box_x() + box.border_width())
        place = self._place_of(box) or place
        lines = []
        for child in box.children:
            if isinstance(child, boxes.LineBox):
                lines.append(child)
            elif child.children:
                self._go_through(child, place, reach, found)
        if lines:
            found.extend(self._read_lines(box, lines, place, reach))

    def _place_of(self, box: Any) -> Place | None:
        element = box.element
        if element is None or not hasattr(element, "get"):
            return None
        if written := element.get("data-place"):
            return read_place(written)
        return self.units.get(element.get("id"))

    def _read_lines(self, box: Any, lines: Sequence[Any], place: Place, reach: float) -> Iterator[_SetLine]:
        block = id(box.element)
        is_rest, self.goes_on = block in self.broken or self.goes_on, False
        goes_on = getattr(lines[-1], "resume_at", None) is not None
        (self.broken.add if goes_on else self.broken.discard)(block)
        for number, line in enumerate(lines):
            texts = tuple(_texts(line))
            if not texts or not line.height:
                continue
            size = texts[0].style["font_size"] or 1
            spacing = texts[0].style["word_spacing"] + max(each.justification_spacing for each in texts)
            yield _SetLine(PrintedLine(
                words="".join(each.text for each in texts), left=min(each.position_x for each in texts) * _POINTS,
                right=max(each.position_x + each.width for each in texts) * _POINTS, top=line.position_y * _POINTS,
                bottom=(line.position_y + line.height) * _POINTS, reach=reach * _POINTS, size=size * _POINTS,
                stretch=spacing / size, tag=box.element_tag, place=place, block=block,
                opens=number == 0 and not is_rest, ends=number == len(lines) - 1 and not goes_on), texts)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            if not (child.element_tag or "").endswith("::footnote-call"):
                yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _with_gaps(lines: Sequence[_SetLine]) -> Iterator[PrintedLine]:
    """Find the spaces of wide-set lines, where enough of them follow each other to make a river."""
    for is_wide, group in groupby(lines, lambda each: each.is_wide):
        run = tuple(group)
        for each in run:
            needs_gaps = is_wide and len(run) >= _LINES_OF_A_RIVER
            yield replace(each.line, gaps=tuple(_gaps(each.texts))) if needs_gaps else each.line


def _gaps(texts: Sequence[Any]) -> Iterator[Gap]:
    for box in texts:
        space = _width(" ", box)
        spaces = [at for at, letter in enumerate(box.text) if letter in _SPACES]
        for count, at in enumerate(spaces):
            left = box.position_x + _width(box.text[:at], box) + count * box.justification_spacing
            yield Gap(left * _POINTS, (left + space + box.justification_spacing) * _POINTS)


def _width(words: str, box: Any) -> float:
    if not words:
        return 0
    layout = line_break.create_layout(words, box.style, None, None, 0)
    line, _ = layout.get_first_line()
    width: float = line_break.line_size(line, box.style)[0]
    layout.deactivate()
    return width
