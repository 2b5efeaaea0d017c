"""Set the lines of a paragraph together with the notes that they call.

WeasyPrint 70.0 lays a note out whole or not at all, and moves notes to the next page to gain room for a line.
Here a note begins on the page of the line that calls it: whole, or as much of it as has room; where no line of it
has, the line goes to the next page with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from kirovbook.export.engine import block
from kirovbook.export.note_room import begin_note, foot_of, make_room
from kirovbook.quick_dataclass import dataclass

_Turn = tuple[bool, bool, Any]
"""Whether the block goes to the next page, whether it breaks off here, and where it is taken up again."""


@dataclass(slots=True)
class NotedLines:
    """The lines of one block on one page: the arguments of WeasyPrint's ``_linebox_layout``, in their order."""

    context: Any
    box: Any
    index: int
    child: Any
    lines: list[Any]
    page_is_empty: bool
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]
    adjoining_margins: list[Any]
    bottom_space: float
    position_y: float
    skip_stack: Any
    first_letter_style: Any
    first_line_style: Any
    has_foot: bool
    most_lines: int | None
    notes: list[Any] = field(default_factory=list)

    def lay_out(self) -> tuple[bool, bool, Any, float, list[Any], int | None]:
        """Set lines until the block or the page ends; the outcome is what WeasyPrint expects."""
        if self.adjoining_margins:
            self.position_y += block.collapse_margin(self.adjoining_margins)
        # A paragraph that goes on behind a page's turn has no first line there.
        first_line_style = self.first_line_style if self.skip_stack is None else None
        following = block.iter_line_boxes(
            self.context, self.child, self.position_y, self.bottom_space, self.skip_stack, self.box,
            self.absolute_boxes, self.fixed_boxes, self.first_letter_style, first_line_style)
        turn: _Turn = (False, False, None)
        for line, resume_at in following:
            if self.most_lines is not None:
                if self.most_lines == 0:
                    self.lines[-1].block_ellipsis = self.box.style["block_ellipsis"]
                    break
                self.most_lines -= 1
            line.resume_at = resume_at
            self.has_foot |= resume_at is None
            turned = self._set_line(line, following)
            if turned is not None:
                turn = turned
                break
            self.lines.append(line)
            self.position_y, self.skip_stack = line.position_y + line.height, resume_at
        abort, stop, resume_at = turn
        if self.lines:
            resume_at = {self.index: self.lines[-1].resume_at}
        return abort, stop, resume_at, self.position_y, self.notes, self.most_lines

    def _set_line(self, line: Any, following: Iterator[Any]) -> _Turn | None:
        """Find room for a line and for its notes; where there is none, say how the page ends."""
        bottom = line.position_y + line.height
        needed = bottom + self._foot() + self.bottom_space
        if self._can_move() and self.context.overflows(self.context.page_bottom, needed):
            return self._end_before(line, following, needed)
        if self.page_is_empty and self.context.overflows_page(self.bottom_space, bottom):
            # The margin above a box that is higher than the page goes first.
            line.translate(0, -self.box.margin_top)
            needed -= self.box.margin_top
            self.box.margin_top = 0
        for note in self._waiting_notes(line):
            begins = begin_note(self.context, note, needed, must=not self._can_move())
            self.notes.append(note)
            if begins:
                continue
            self.context.report_footnote(note)
            policy = note.style["footnote_policy"]
            if self._can_move() and policy == "line":
                return self._break_before(line, self._missing_widows(following))
            if self._can_move() and policy == "block":
                return True, False, line.resume_at
        return None

    def _foot(self) -> float:
        height: float = self.box.border_bottom_width + self.box.padding_bottom if self.has_foot else 0
        return height

    def _can_move(self) -> bool:
        return bool(self.lines) or not self.page_is_empty

    def _waiting_notes(self, line: Any) -> list[Any]:
        if not self.context.footnotes:
            return []
        called = (descendant.footnote for descendant in line.descendants())
        return [note for note in called if note is not None and note in self.context.footnotes]

    def _missing_widows(self, following: Iterator[Any]) -> int:
        missing: int = self.box.style["widows"] - 1
        while missing > 0 and next(following, None) is not None:
            missing -= 1
        return max(0, missing)

    def _end_before(self, line: Any, following: Iterator[Any], needed: float) -> _Turn:
        """End the page before a line that has no room, or behind it, where only that would leave enough lines."""
        missing = self.box.style["widows"] - 1
        for next_line, _ in following:
            missing -= 1
            block.remove_placeholders(self.context, next_line.children, self.absolute_boxes, self.fixed_boxes)
            if missing == -1:
                break
        orphans = self.box.style["orphans"]
        can_end_behind = len(self.lines) + 1 >= orphans and missing < 0
        must_end_behind = can_end_behind and len(self.lines) < orphans
        if must_end_behind and not self.context.in_column and not foot_of(self.context).is_setting_note:
            if not self._waiting_notes(line) and make_room(self.context, needed):
                self.lines.append(line)
                return False, True, None
            if self.page_is_empty and self._send_notes_on(line, needed):
                return False, True, None
        return self._break_before(line, max(0, missing))

    def _send_notes_on(self, line: Any, needed: float) -> bool:
        """Send notes to the next page, the last first, until a line has room that can go nowhere else."""
        sent: list[Any] = []
        while self.context.current_page_footnotes:
            sent.insert(0, self.context.current_page_footnotes[-1])
            self.context.report_footnote(sent[0])
            if not self.context.overflows(self.context.page_bottom, needed):
                self.lines.append(line)
                break
        if sent:
            self.context.reported_footnotes[-len(sent):] = sent
        if not self.lines or self.lines[-1] is not line:
            return False
        for note in self._waiting_notes(line):
            self.context.layout_footnote(note)
            self.notes.append(note)
            self.context.report_footnote(note)
        return True

    def _break_before(self, line: Any, missing: int) -> _Turn:
        turn: _Turn = block._break_line(  # noqa: SLF001 - this class stands for the function above it
            self.context, self.box, line, self.lines, missing, self.page_is_empty, self.index, self.skip_stack,
            line.resume_at, self.absolute_boxes, self.fixed_boxes)
        return turn
