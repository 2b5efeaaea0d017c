"""Let a note that is too long for its page run on at the foot of the next, as printers do.

WeasyPrint 70.0 lays the notes of a page out as one block that is never broken: a note longer than its page runs off
the sheet. Here the last note of a page may break off at a line; its rest comes first at the foot of the next page.
Three rules decide:

1.  A note begins on the page of its mark: whole, or its beginning. Where not even that has room, the line of the
    mark goes to the next page.
2.  Only the last note of a page runs on, so that notes keep their order.
3.  Where notes run over the end of a chapter, or leave no room for the next line with its own note, a page is given
    to them alone.

The style of the notes on a page that begins with a rest is that of ``@page continued``: the house draws its rule
over the whole measure. Everything that is changed in WeasyPrint is changed in this one place, while it lays out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kirovbook.export.engine import LayoutContext, block, boxes, build, page
from kirovbook.export.note_heights import add_up_foot, can_add_up, lay_out_known
from kirovbook.export.note_room import (
    carry_note,
    foot_of,
    lay_part,
    lowest_content,
    place_waiting_note,
    remember,
    spread_last_note,
    trim_to,
)
from kirovbook.export.noted_lines import NotedLines
from kirovbook.export.notes_mending import lost_notes_mended

_CONTINUED = "continued"
_UNFORCED = "any"

_Layout = Callable[..., Any]


@contextmanager
def notes_continued() -> Iterator[None]:
    """Within this context no note is lost, and none runs off its page."""
    with lost_notes_mended():
        changes: tuple[tuple[Any, str, Callable[[_Layout], _Layout]], ...] = (
            (block, "_linebox_layout", _with_notes),
            (block, "block_level_layout", _with_parts),
            (block, "table_layout", _with_dropped_notes),
            (page, "block_level_layout", _with_settled_foot),
            (page, "remake_page", _with_what_came_over),
            (LayoutContext, "layout_footnote", _with_rests),
            (LayoutContext, "_update_footnote_area", _with_known_heights),
        )
        originals = [getattr(owner, name) for owner, name, _ in changes]
        for (owner, name, change), original in zip(changes, originals, strict=True):
            setattr(owner, name, change(original))
        try:
            yield
        finally:
            for (owner, name, _), original in zip(changes, originals, strict=True):
                setattr(owner, name, original)


def _with_notes(original: _Layout) -> _Layout:
    """Set lines with their notes; within columns a note stays whole, as WeasyPrint has it."""
    def linebox_layout(context: Any, *rest: Any) -> Any:
        return original(context, *rest) if context.in_column else NotedLines(context, *rest).lay_out()

    return linebox_layout


def _with_parts(original: _Layout) -> _Layout:
    """Lay out the part of a note that was settled for this page."""
    def block_level_layout(context: Any, box: Any, space: Any, skip: Any, holder: Any, *rest: Any, **named: Any) -> Any:
        part = getattr(box, "note_part", None)
        if part is None:
            return lay_out_known(original, context, box, space, skip, holder, *rest, **named)
        new_box, end, *outcome = lay_part(context, box, holder, part, *rest[1:], **named)
        foot_of(context).drawn[box.element] = end
        return (new_box, None, *outcome)

    return block_level_layout


def _with_known_heights(original: _Layout) -> _Layout:
    """Add up the heights of the notes at the foot of a page, each laid out once and not once more for each note."""
    def update_footnote_area(context: Any) -> Any:
        return add_up_foot(context) if context.current_page_footnotes and can_add_up(context) else original(context)

    return update_footnote_area


def _with_dropped_notes(original: _Layout) -> _Layout:
    """Take back the notes of rows that did not come to stand on this page: WeasyPrint forgets those of a head."""
    def table_layout(context: Any, *rest: Any) -> Any:
        before = [*context.current_page_footnotes, *context.reported_footnotes]
        laid = original(context, *rest)
        new = [note for note in (*context.current_page_footnotes, *context.reported_footnotes) if note not in before]
        called = [box.footnote for box in laid[0].descendants()] if new and laid[0] else []
        for note in new:
            if note not in called:
                context.unlayout_footnote(note)
        return laid

    return table_layout


def _with_rests(original: _Layout) -> _Layout:
    """Lay out the rest of a note that came over from the page before."""
    def layout_footnote(context: Any, note: Any) -> Any:
        foot = foot_of(context)
        if note not in foot.carried:
            return original(context, note)
        if note in foot.starts and not context.current_page_footnotes:
            _dress_as_continued(context)
        return carry_note(context, note, original)

    return layout_footnote


def _dress_as_continued(context: Any) -> None:
    """Give the foot of the page the style that the book has for continued notes."""
    foot, area = foot_of(context), context.current_footnote_area
    page_type = area.page.page_type._replace(name=_CONTINUED)
    page.set_page_type_computed_styles(page_type, foot.html, context.style_for)
    area.style = context.style_for(page_type, "@footnote")
    page.resolve_percentages(area, area.page)


def _with_what_came_over(original: _Layout) -> _Layout:
    """Begin a page with the notes of the page before, and keep what goes on to the next."""
    def remake_page(index: int, context: Any, root: Any, html: Any) -> Any:
        foot = foot_of(context)
        foot.html, foot.text = html, None
        for known in (foot.measured, foot.heights, foot.laid, foot.drawn):
            known.clear()
        if foot.last_made != index:
            # A page that is made again by itself begins with what came over when it was made first.
            context.reported_footnotes = [note for note, _ in foot.incoming.get(index, ())]
            foot.starts |= {note: start for note, start in foot.incoming.get(index, ()) if start}
        foot.carried = tuple(context.reported_footnotes)
        foot.incoming[index] = foot.waiting(context)
        made = _make_page(original, index, context, root, html)
        foot.take_up_where_drawn(context)
        foot.put_in_order(context)
        foot.last_made, foot.notes_only = index + 1, None
        outgoing = foot.waiting(context)
        if foot.incoming.get(index + 1, outgoing) != outgoing and (made[1] is not None or outgoing):
            context.page_maker[index + 1][-1]["content_changed"] = True
        if made[1] is None and outgoing:
            # Only a page that is made again is followed by the notes that it sends on.
            context.page_maker[index][-1]["pages_wanted"] = True
        return made

    return remake_page


def _make_page(original: _Layout, index: int, context: Any, root: Any, html: Any) -> Any:
    """Make a page; before a chapter's end, or another break that is asked for, notes get a page of their own."""
    foot = foot_of(context)
    wanted = context.page_maker[index]
    resume_at, next_page, *others = wanted
    if not foot.carried or resume_at is None or next_page["break"] == _UNFORCED:
        made = original(index, context, root, html)
    else:
        foot.notes_only = resume_at, next_page
        context.page_maker[index] = resume_at, {"break": _UNFORCED, "page": foot.page_names.get(index - 1)}, *others
        made = original(index, context, root, html)
        context.page_maker[index] = wanted
    foot.page_names[index] = made[0].page_type.name
    return made


def _with_settled_foot(original: _Layout) -> _Layout:
    """Lay out the text of a page, and then its foot, of which the last note takes all the room that is left."""
    def block_level_layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(box, boxes.FootnoteAreaBox):
            _settle_foot(context)
            box = build.create_anonymous_boxes(context.current_footnote_area.deepcopy())
            return original(context, box, *rest, **named)
        if not box.is_for_root_element:
            return original(context, box, *rest, **named)
        return _lay_out_text(original, context, box, *rest)

    return block_level_layout


def _lay_out_text(original: _Layout, context: Any, root: Any, space: float, resume_at: Any, *rest: Any) -> Any:
    foot, top = foot_of(context), root.position_y
    *others, margins = rest
    if foot.notes_only is None:
        before = remember(context, others[-1])
        laid = original(context, root, space, resume_at, *others, [*margins])
        if not _has_note_without_room(context):
            foot.text = laid[0]
            return laid
        before.restore(context, others[-1])
        foot.notes_only = resume_at, context.page_maker[context.current_page - 1][1]
    empty = root.copy_with_children([])
    empty.position_y = top
    laid = original(context, empty, space, resume_at, *others, margins)
    foot.text = laid[0]
    return (laid[0], *foot.notes_only, *laid[3:])


def _has_note_without_room(context: Any) -> bool:
    """Answer whether notes that came over leave no room for a note that is called by the first line of this page."""
    foot = foot_of(context)
    waiting = (note for note in context.reported_footnotes if note not in foot.carried)
    return bool(foot.carried) and any(note.style["footnote_policy"] != "auto" for note in waiting)


def _settle_foot(context: Any) -> None:
    foot = foot_of(context)
    if foot.text is None or not (context.current_page_footnotes or context.reported_footnotes):
        return
    area = context.current_footnote_area
    bottom = lowest_content(foot.text, area.page.content_box_y())
    end = spread_last_note(context, bottom) if context.current_page_footnotes else None
    while end is None and any(note in foot.carried for note in context.reported_footnotes[:1]):
        if not place_waiting_note(context, bottom):
            break
        end = spread_last_note(context, bottom)
    if end is not None:
        note = context.current_page_footnotes[-1]
        foot.starts[note] = end
        context.reported_footnotes.insert(0, note)
    trim_to(foot.text, context.page_bottom)
