"""Know how high each note is, so that the foot of a page need not be laid out anew for every note that comes to it.

WeasyPrint 70.0 lays out all notes of a page again whenever one is added or taken away. Whole notes without margins
stand one below the other, so that their heights add up; what else may stand there is laid out as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from kirovbook.export.engine import block, build
from kirovbook.export.note_room import NotePart, foot_of, part_of


@dataclass(frozen=True, slots=True)
class NoteHeight:
    """How high a note is by itself, and how much higher the foot is than what it holds, in pixels."""

    height: float
    around: float


def can_add_up(context: Any) -> bool:
    """Answer whether the notes of the page are whole, stand one below the other, and may take what room they need."""
    area = context.current_footnote_area
    if context.in_column or area.style["max_height"].value != inf or area.style["height"] != "auto":
        return False
    whole = NotePart()
    return all(
        part_of(note) == whole and _stands_plainly(note) and _height(context, note) is not None
        for note in context.current_page_footnotes
    )


def add_up_foot(context: Any) -> bool:
    """Give the foot of the page the height of its notes; what it does is ``LayoutContext._update_footnote_area``.

    The answer is WeasyPrint's, whether the notes run over the foot's own height: it has none of its own here.
    """
    area = context.current_footnote_area
    if area.height != "auto":
        context.page_bottom += area.margin_height()
    area.children = context.current_page_footnotes
    heights = [height for note in area.children if (height := _height(context, note))]
    area.height = sum(each.height for each in heights)
    context.page_bottom -= area.height + heights[0].around
    return False


def _stands_plainly(note: Any) -> bool:
    style = note.style
    return bool(style["margin_top"].value == style["margin_bottom"].value == 0 and style["break_inside"] == "auto")


def _height(context: Any, note: Any) -> NoteHeight | None:
    area = context.current_footnote_area
    heights, key = foot_of(context).heights, (note, id(area.style), area.page.width)
    if key not in heights:
        heights[key] = _laid_alone(context, note)
    height: NoteHeight | None = heights[key]
    return height


def _laid_alone(context: Any, note: Any) -> NoteHeight | None:
    area = context.current_footnote_area
    alone = build.create_anonymous_boxes(area.copy_with_children([note]).deepcopy())
    laid = block.block_level_layout(context, alone, -inf, None, area.page)[0]
    (child,) = laid.children
    if child.margin_top or child.margin_bottom or laid.height != child.border_height():
        return None
    return NoteHeight(laid.height, laid.margin_height() - laid.height)
