"""Share out the foot of a page among its notes, of which the last may run on to the next page.

Lengths are in WeasyPrint's pixels (1/96 inch). Where a note takes up and breaks off is WeasyPrint's "skip stack",
a path of indices into its boxes: None is the note's beginning, or its end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from math import inf
from typing import Any

from kirovbook.export.engine import block, boxes, build
from kirovbook.quick_dataclass import dataclass

_MOST_OF_A_PAGE = 0.66
"""How much of a page the notes may take while there is text to set: what is longer runs on."""

_SLACK = 0.01
_LAY_BLOCK = block.block_level_layout


@dataclass(frozen=True, slots=True)
class NotePart:
    """What of a note stands on a page: where it takes up and how high it may be.

    ``is_forced``: something must stand here, be it a single line.
    """

    start: Any = None
    room: float = inf
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class LaidPart:
    """How high a part came out, and where it breaks off."""

    height: float
    end: Any


@dataclass(slots=True)
class Foot:
    """What one layout knows of the notes that run on.

    ``carried`` are the notes that came over from the last page, and ``starts`` says where those take up that had
    begun there; ``incoming`` keeps both by the index of the page, since a page may be made again by itself.
    ``heights`` and ``laid`` are whole notes of the page, as they came out alone (see ``note_heights``).
    ``notes_only`` is where the text goes on behind a page that has none; ``text`` is what the page has of it.
    ``drawn`` says where the parts broke off that stand on the page, by the note's element; ``order`` is
    where each element stands in the document.
    """

    html: Any = None
    carried: tuple[Any, ...] = ()
    starts: dict[Any, Any] = field(default_factory=dict)
    incoming: dict[int, tuple[tuple[Any, Any], ...]] = field(default_factory=dict)
    page_names: dict[int, str] = field(default_factory=dict)
    last_made: int = 0
    notes_only: tuple[Any, Any] | None = None
    text: Any = None
    is_setting_note: bool = False
    measured: dict[tuple[Any, str], LaidPart | None] = field(default_factory=dict)
    heights: dict[tuple[Any, int, float], Any] = field(default_factory=dict)
    laid: dict[tuple[Any, int, float, float], Any] = field(default_factory=dict)
    drawn: dict[Any, Any] = field(default_factory=dict)
    order: dict[Any, int] = field(default_factory=dict)

    def waiting(self, context: Any) -> tuple[tuple[Any, Any], ...]:
        """Give the notes that go on to the next page, each with where it takes up there."""
        return tuple((note, self.starts.get(note)) for note in context.reported_footnotes)

    def put_in_order(self, context: Any) -> None:
        """Let the notes that go on to the next page stand in the order of their marks, whoever sent them on."""
        if len(context.reported_footnotes) > 1:
            self.order = self.order or {element: at for at, element in enumerate(self.html.etree_element.iter())}
            context.reported_footnotes.sort(key=lambda note: self.order.get(note.element, 0))

    def take_up_where_drawn(self, context: Any) -> None:
        """Let the note that runs on be taken up where it broke off on the page, be it a line before what was measured.

        Within the page a line may find less room by a hair than it had when its part was laid out alone.
        """
        for note in context.reported_footnotes[:1]:
            if self.starts.get(note) is not None and self.drawn.get(note.element) is not None:
                self.starts[note] = self.drawn[note.element]


@dataclass(frozen=True, slots=True)
class BeforeText:
    """A page as it was before its text was laid out, so that it can be laid out otherwise."""

    waiting: tuple[Any, ...]
    on_page: tuple[Any, ...]
    sent_on: tuple[Any, ...]
    parts: tuple[NotePart, ...]
    broken: dict[Any, Any]
    positioned: tuple[Any, ...]

    def restore(self, context: Any, positioned: list[Any]) -> None:
        """Put the page back."""
        context.footnotes[:] = self.waiting
        context.current_page_footnotes[:] = self.on_page
        context.reported_footnotes[:] = self.sent_on
        for note, part in zip(self.on_page, self.parts, strict=True):
            set_part(note, part)
        context._update_footnote_area()  # noqa: SLF001 - the lowest of the functions that this module stands on
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(self.broken)
        positioned[:] = self.positioned
        for elements in context.running_elements.values():
            elements.pop(context.current_page, None)


def remember(context: Any, positioned: list[Any]) -> BeforeText:
    """Keep what the layout of a page's text changes; ``positioned`` are the boxes that stand out of the text."""
    return BeforeText(
        tuple(context.footnotes), tuple(context.current_page_footnotes), tuple(context.reported_footnotes),
        tuple(map(part_of, context.current_page_footnotes)), dict(context.broken_out_of_flow), tuple(positioned))


def foot_of(context: Any) -> Foot:
    """Give what a layout knows of its notes; each layout has its own."""
    if not hasattr(context, "foot"):
        context.foot = Foot()
    foot: Foot = context.foot
    return foot


def set_part(note: Any, part: NotePart) -> None:
    """Settle what of a note stands on the page that is being made."""
    note.note_part = None if part == NotePart() else part


def part_of(note: Any) -> NotePart:
    """Give what of a note stands on the page that is being made: all of it, where nothing else was settled."""
    part: NotePart = getattr(note, "note_part", None) or NotePart()
    return part


def begin_note(context: Any, note: Any, bottom: float, *, must: bool) -> bool:
    """Lay a note out at the foot, whole or as much of it as has room below ``bottom``; answer whether it begins.

    The notes before it are set whole for it: only the last of a page may run on. ``must``: the line that calls it
    cannot go to the next page, so that a single line of the note is better than none.
    """
    before = context.current_page_footnotes[-1] if context.current_page_footnotes else None
    kept = part_of(before)
    foot_of(context).starts.pop(note, None)
    set_part(note, NotePart())
    if kept.room < inf and not _end_on_page(context, before):
        context.footnotes.remove(note)
        context.current_page_footnotes.append(note)
        return False
    overflows = context.layout_footnote(note)
    if context.reported_footnotes:
        begins = False
    elif not overflows and not context.overflows(context.page_bottom, bottom):
        begins = True
    else:
        begins = _cut(context, note, bottom, must=must)
    if not begins and before is not None:
        set_part(before, kept)
    return begins


def _end_on_page(context: Any, note: Any) -> bool:
    """Let a note that runs on end on this page, if a page has room for it."""
    part, page = part_of(note), context.current_footnote_area.page
    fullest = _measure(context, note, NotePart(part.start, page.height, is_forced=True))
    ends = fullest is not None and fullest.end is None
    if ends:
        set_part(note, NotePart(part.start))
    return ends


def carry_note(context: Any, note: Any, lay_out: Callable[[Any, Any], bool]) -> bool:
    """Lay out what came over from the last page; answer whether it has no room before the notes ahead of it end."""
    ahead = context.current_page_footnotes[-1] if context.current_page_footnotes else None
    is_behind_open_note = ahead is not None and part_of(ahead).room < inf
    start, page = foot_of(context).starts.get(note), context.current_footnote_area.page
    fullest = _measure(context, note, NotePart(start, page.height, is_forced=True))
    set_part(note, _as_laid(start, fullest, is_forced=True) if fullest else NotePart(start))
    lay_out(context, note)
    if is_behind_open_note:
        return True
    highest = page.content_box_y() + page.height * (1 - _MOST_OF_A_PAGE)
    if context.page_bottom >= highest and part_of(note).room == inf:
        return False
    return not _cut(context, note, highest, must=ahead is None)


def place_waiting_note(context: Any, bottom: float) -> bool:
    """Begin the next note that came over, now that the notes ahead of it have ended on this page; answer whether."""
    note = context.reported_footnotes.pop(0)
    context.current_page_footnotes.append(note)
    set_part(note, NotePart(foot_of(context).starts.get(note)))
    context._update_footnote_area()  # noqa: SLF001 - the lowest of the functions that this module stands on
    if context.page_bottom + _SLACK >= bottom or _cut(context, note, bottom, must=False, share=1):
        return True
    context.current_page_footnotes.pop()
    context.reported_footnotes.insert(0, note)
    context._update_footnote_area()  # noqa: SLF001
    return False


def make_room(context: Any, bottom: float) -> bool:
    """Let the last note of the page run on sooner, so that the text reaches down to ``bottom``, if it may."""
    if not context.current_page_footnotes:
        return False
    note = context.current_page_footnotes[-1]
    return _cut(context, note, bottom, must=part_of(note).start is not None)


def spread_last_note(context: Any, bottom: float) -> Any:
    """Let the last note of a page take all the room below the text's ``bottom``; give where it breaks off.

    What cannot be broken, a picture or the row of a table, may have come lower than the notes left room for: then
    the note gives way, or goes on to the next page whole.
    """
    note = context.current_page_footnotes[-1]
    kept = part_of(note)
    has_room = context.page_bottom + _SLACK >= bottom
    if kept.room == inf and has_room:
        return None
    is_carried = note in foot_of(context).carried
    if not _cut(context, note, bottom, must=kept.start is not None, share=1) and not has_room and is_carried:
        context.report_footnote(note)
        context.reported_footnotes.insert(0, context.reported_footnotes.pop())
        return None
    part = part_of(note)
    laid = _measure(context, note, part) if part.room < inf else None
    return laid.end if laid else None


def _cut(context: Any, note: Any, bottom: float, *, must: bool, share: float = _MOST_OF_A_PAGE) -> bool:
    """Give the last note of the page the part that leaves the text room down to ``bottom``; answer whether it could.

    ``share`` is how much of the page all notes together may take, unless the note could not begin then.
    """
    kept = part_of(note)
    now = _measure(context, note, kept)
    if now is None:
        return False
    area = context.current_footnote_area
    most = now.height - (bottom - context.page_bottom)
    fair = now.height - (area.margin_height() - share * area.page.height)
    for room, is_forced in dict.fromkeys(((min(most, fair), False), (most, False), (most, must))):
        part = NotePart(kept.start, room, is_forced)
        laid = _measure(context, note, part) if room > 0 else None
        if laid is None or laid.height > room + _SLACK:
            continue
        set_part(note, _as_laid(kept.start, laid, is_forced=is_forced))
        context._update_footnote_area()  # noqa: SLF001
        if context.page_bottom + _SLACK >= bottom - _SLACK:
            return True
    set_part(note, kept)
    context._update_footnote_area()  # noqa: SLF001
    return False


def _as_laid(start: Any, laid: LaidPart, *, is_forced: bool) -> NotePart:
    """Give the part just as high as it came out: without bounds where it ends on the page."""
    return NotePart(start, laid.height + _SLACK, is_forced) if laid.end else NotePart(start)


def _measure(context: Any, note: Any, part: NotePart) -> LaidPart | None:
    """Lay a part out by itself; None where no line of it may stand in its room, or where it is no block."""
    measured, key = foot_of(context).measured, (note, repr(part))
    if key not in measured:
        measured[key] = _laid_alone(context, note, part)
    return measured[key]


def _laid_alone(context: Any, note: Any, part: NotePart) -> LaidPart | None:
    area = context.current_footnote_area
    alone = build.create_anonymous_boxes(area.copy_with_children([note]).deepcopy())
    block.resolve_percentages(alone, area.page)
    block.block_level_width(alone, area.page)
    (copy,) = alone.children
    if not isinstance(copy, boxes.BlockBox):
        return None
    copy.position_x, copy.position_y = alone.content_box_x(), alone.content_box_y()
    top = copy.position_y
    box, end, *_ = lay_part(context, copy, alone, part)
    height = 0 if box is None else _content_bottom(box, top) - top
    return LaidPart(height, end) if height > 0 else None


def lay_part(context: Any, box: Any, holder: Any, part: NotePart, *lists: Any, **named: Any) -> tuple[Any, ...]:
    """Lay out a part of a note within the block that holds it, as WeasyPrint's ``block_level_layout`` would."""
    foot = foot_of(context)
    space = -inf if part.room == inf else context.page_bottom - (box.position_y + part.room)
    foot.is_setting_note = True
    try:
        is_first = part.is_forced or part.start is not None
        laid: tuple[Any, ...] = _LAY_BLOCK(context, box, space, part.start, holder, is_first, *lists, **named)
    finally:
        foot.is_setting_note = False
    return laid


def lowest_content(root: Any, top: float) -> float:
    """Give where the text of a page ends: boxes that were only stretched to the page's foot do not count."""
    return _content_bottom(root, top)


def _content_bottom(box: Any, top: float) -> float:
    lowest = top
    for each in box.descendants():
        is_sized = isinstance(each, boxes.BlockLevelBox) and each.style["height"] != "auto"
        if isinstance(each, boxes.LineBox):
            lowest = max(lowest, each.position_y + each.height)
        elif is_sized or isinstance(each, boxes.ReplacedBox | boxes.TableBox):
            lowest = max(lowest, each.border_box_y() + each.border_height())
    return lowest


def trim_to(box: Any, bottom: float) -> None:
    """Shorten what was stretched to the page's foot, so that no border or ground runs into the notes."""
    for each in box.descendants():
        if isinstance(each, boxes.BlockLevelBox) and each.style["height"] == "auto":
            over = each.position_y + each.margin_height() - bottom
            if 0 < over <= each.height:
                each.height -= over
