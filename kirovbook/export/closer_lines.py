"""Let the words of a justified line stand a little closer where one more word, or a part of it, comes into the line.

WeasyPrint 70.0 only ever widens the spaces of a line: what is too long by half a point goes down to the next line, and
the spaces left behind are spread over the measure. A compositor closes a line up first. Here a line is broken as if
its measure were a little wider, and what then is too long is taken out of its spaces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kirovbook.export.engine import boxes, inline

_TAKEN_IN = 1 / 80
"""How much of its measure a line may be too long. With some ten spaces in a line, each gives up about 0.03 em: the
space of EB Garamond, a fifth of an em, becomes a sixth."""

_FIRST_OF_CHINESE = "\u2e80"
_COLLAPSING = frozenset({"normal", "nowrap", "pre-line"})


@contextmanager
def lines_closed_up() -> Iterator[None]:
    """Within this context justified lines are closed up where that brings more into them."""
    colliding, aligning = inline.avoid_collisions, inline.text_align
    inline.avoid_collisions, inline.text_align = _widened(colliding), _closed_up(aligning)
    try:
        yield
    finally:
        inline.avoid_collisions, inline.text_align = colliding, aligning


def _is_justified(line: Any) -> bool:
    """Answer for a paragraph's words before they are broken, which is kept on them, and so for each line of them."""
    known = line.__dict__
    if "is_justified" not in known:
        is_set_full = line.style["text_align_all"] == "justify" and line.style["white_space"] in _COLLAPSING
        known["is_justified"] = is_set_full and not any(map(_breaks_without_spaces, line.descendants()))
    return bool(known["is_justified"])


def _breaks_without_spaces(box: Any) -> bool:
    """Answer whether lines may end within these words, so that there may be no space to take the excess out of."""
    if isinstance(box, boxes.TextBox):
        return bool(box.text) and max(box.text) >= _FIRST_OF_CHINESE
    return box.element is not None and "long-word" in (box.element.get("class") or "")


def _widened(original: Callable[..., Any]) -> Callable[..., Any]:
    def avoid_collisions(context: Any, line: Any, containing_block: Any, *, outer: bool) -> tuple[float, float, float]:
        x, y, width = original(context, line, containing_block, outer=outer)
        return x, y, width * (1 + _TAKEN_IN) if _is_justified(line) else width

    return avoid_collisions


def _closed_up(original: Callable[..., Any]) -> Callable[..., Any]:
    def text_align(context: Any, line: Any, available_width: float, last: Any) -> float:
        measure = available_width / (1 + _TAKEN_IN) if _is_justified(line) else available_width
        if _is_justified(line) and line.width > measure:
            inline.justify_line(context, line, measure - line.width)
            return 0
        offset: float = original(context, line, measure, last)
        return offset

    return text_align
