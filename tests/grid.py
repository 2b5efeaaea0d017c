"""Measure where the lines of a laid-out edition stand, against the grid of its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kirovbook.export.pdf import LaidOut

LINE = 13.5
_POINTS = 0.75
_TEXT = 10.6
_FIRST_BASELINE = 10.507
"""How far below the head of the text its first line stands: EB Garamond at 10.6/13.5 pt."""
_OFF = 0.05


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
        line for number, page in enumerate(laid.document.pages)
        for line in _lines(page._page_box, number, page._page_box.content_box_y(), "")
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
