"""Know how high each note is, so that the foot of a page need not be laid out anew for every note that comes to it.

WeasyPrint 70.0 lays out all notes of a page again whenever one is added or taken away. Whole notes without margins
stand one below the other, so that their heights add up; what else may stand there is laid out as before. A note of
nothing but lines that was laid out to know its height is then moved to its place at the foot as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from math import inf
from typing import Any

from kirovbook.export.engine import block, boxes, build
from kirovbook.export.note_room import NotePart, foot_of, part_of
from kirovbook.quick_dataclass import dataclass

_MARGINS = 3
"""Where the margins that lie open above a block stand among what its layout is told; wishes for its lines follow."""
_NO_MARGIN = (0, "px")
_LINES_OF_WORDS = frozenset({boxes.BlockBox, boxes.LineBox, boxes.InlineBox, boxes.TextBox})


@dataclass(frozen=True, slots=True)
class NoteHeight:
    """How high a note is by itself, and how much higher the foot is than what it holds, in pixels."""

    height: float
    around: float


@dataclass(frozen=True, slots=True)
class LaidNote:
    """A whole note as it was laid out alone, how low it stood, in pixels, and what else its layout gave."""

    box: Any
    y: float
    others: tuple[Any, ...]


def lay_out_known(lay_out: Callable[..., Any], context: Any, note: Any, space: Any, skip: Any, foot: Any,
                  *rest: Any, **named: Any) -> Any:
    """Lay a note out as ``lay_out``, WeasyPrint's ``block_level_layout``, would, or move it where it was before."""
    is_plain = isinstance(foot, boxes.FootnoteAreaBox) and skip is None and space == -inf
    is_plain = is_plain and not any(map(any, rest[_MARGINS : _MARGINS + 1])) and not any(rest[_MARGINS + 1 :])
    if not is_plain or named or note.element is None or context.excluded_shapes:
        return lay_out(context, note, space, skip, foot, *rest, **named)
    known, key = foot_of(context).laid, (note.element, id(foot.style), foot.width, note.position_x)
    if key in known:
        laid = known[key]
        moved = laid.box.deepcopy()
        moved.translate(dy=note.position_y - laid.y)
        return (moved, *map(copy, laid.others))
    y = note.position_y
    box, *others = lay_out(context, note, space, skip, foot, *rest, **named)
    if hasattr(foot, "is_alone") and _can_be_moved(box, others):
        known[key] = LaidNote(box, y, tuple(map(copy, others)))
    return (box, *others)


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
    alone.is_alone = True
    laid = block.block_level_layout(context, alone, -inf, None, area.page)[0]
    (child,) = laid.children
    if child.margin_top or child.margin_bottom or laid.height != child.border_height():
        return None
    return NoteHeight(laid.height, laid.margin_height() - laid.height)


def _can_be_moved(box: Any, others: Sequence[Any]) -> bool:
    """Answer whether a note came out whole, has no margin about it, and holds nothing but lines of words."""
    resume_at, _, margins, is_empty, *_ = others
    is_whole = box is not None and resume_at is None and not any(margins) and not is_empty
    return is_whole and _opens_without_margin(box) and all(
        type(each) in _LINES_OF_WORDS and each.is_in_normal_flow() and each.footnote is None
        for each in box.descendants(placeholders=True)
    )


def _opens_without_margin(box: Any) -> bool:
    """Answer whether no first paragraph has a margin above: WeasyPrint takes that away where a page may be empty."""
    if not isinstance(box, boxes.BlockBox):
        return True
    return box.style["margin_top"] == _NO_MARGIN and (not box.children or _opens_without_margin(box.children[0]))
