"""Know where each page of a gathering begins, and begin in the middle: at a page that is known, until another is met.

WeasyPrint 70.0 makes page after page from what it calls a page maker: where in its boxes the page takes up (a "skip
stack", a path of indices), what is to be known of the pages before. All of that is read here, and can be given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from kirovbook.export.engine import LayoutContext, boxes, layout, page
from kirovbook.export.page_start import PageStart, Path
from kirovbook.quick_dataclass import dataclass


@dataclass(slots=True)
class Noted:
    """What was noted of a layout: where its pages began, and whether it ended early, as ``ends`` would have it."""

    begins: PageStart | None = None
    ends: Callable[[Any, PageStart], bool] = lambda *_: False
    has_ended: bool = False
    context: Any = None
    root: Any = None
    clean: dict[int, bool] = field(default_factory=dict)

    def starts(self, count: int) -> tuple[PageStart, ...]:
        """Give where each of that many pages began."""
        return tuple(self.start(index) for index in range(count))

    def start(self, index: int) -> PageStart:
        """Give where a page begins, counted from 0."""
        resume_at, next_page, right_page, state, _ = self.context.page_maker[index]
        at, groups = _path(resume_at), tuple((name, _path(where)) for name, _, where in state[3])
        is_clean = self.clean.get(index, True) and -1 not in at and not _is_within_table(self.root, at)
        return PageStart(at, next_page["break"], next_page["page"] or "", right_page, groups,
                         tuple(self._strings(index)), is_clean)

    def _strings(self, index: int) -> Iterator[tuple[str, str]]:
        begun = dict(self.begins.strings) if self.begins else {}
        assigned = self.context.string_set
        for name in sorted({*begun, *assigned}):
            before = [number for number in assigned.get(name, {}) if number <= index]
            words = assigned[name][max(before)][-1] if before else begun.get(name)
            if words is not None:
                yield name, words


@contextmanager
def starts_noted(noted: Noted) -> Iterator[None]:
    """Within this context a layout begins where ``noted`` says, notes where its pages begin, and may end early.

    It lies around whatever else is changed in WeasyPrint.
    """
    changes = ((layout, "initialize_page_maker", _beginning), (page, "remake_page", _ending),
               (LayoutContext, "get_string_set_for", _with_strings))
    originals = [getattr(owner, name) for owner, name, _ in changes]
    for (owner, name, change), original in zip(changes, originals, strict=True):
        setattr(owner, name, change(original, noted))
    try:
        yield
    finally:
        for (owner, name, _), original in zip(changes, originals, strict=True):
            setattr(owner, name, original)


def _beginning(original: Callable[..., None], noted: Noted) -> Callable[..., None]:
    def initialize_page_maker(context: Any, root: Any) -> None:
        original(context, root)
        noted.context, noted.root = context, root
        start = noted.begins
        if start is not None and start.at:
            _, _, _, state, remake = context.page_maker[0]
            groups = [[name, 1, _stack(where)] for name, where in start.groups]
            next_page = {"break": start.breaks, "page": start.name}
            state = (*state[:3], groups)
            context.page_maker[0] = _stack(start.at), next_page, start.is_recto, state, remake

    return initialize_page_maker


def _ending(original: Callable[..., Any], noted: Noted) -> Callable[..., Any]:
    def remake_page(index: int, context: Any, root: Any, html: Any) -> Any:
        noted.clean[index] = not context.broken_out_of_flow and not context.reported_footnotes
        made, resume_at = original(index, context, root, html)
        noted.clean[index + 1] = not context.broken_out_of_flow and not context.reported_footnotes
        if resume_at is not None and noted.clean[index + 1] and noted.ends(root, noted.start(index + 1)):
            noted.has_ended = True
            context.page_maker[index + 1][-1]["content_changed"] = False
            return made, None
        return made, resume_at

    return remake_page


def _with_strings(original: Callable[..., Any], noted: Noted) -> Callable[..., Any]:
    def get_string_set_for(context: Any, box: Any, name: str, keyword: str = "first") -> Any:
        found = original(context, box, name, keyword)
        if found or noted.begins is None or any(number <= context.current_page for number in context.string_set[name]):
            return found
        words = dict(noted.begins.strings).get(name)
        return found if words is None else (words,)

    return get_string_set_for


def _is_within_table(box: Any, at: Path) -> bool:
    """Answer whether a page begins in a table, whose head it says again."""
    for number, index in enumerate(at):
        if isinstance(box, boxes.TableBox):
            return number < len(at)
        box = box.children[index] if isinstance(box, boxes.ParentBox) and index < len(box.children) else None
    return False


def _path(stack: Any) -> Path:
    """Give a skip stack as a path. One that has several ways, as in the cells of a table's row, ends in -1."""
    path: list[int] = []
    while stack:
        if len(stack) > 1:
            return (*path, -1)
        ((index, stack),) = stack.items()
        path.append(index)
    return tuple(path)


def _stack(path: Path) -> Any:
    stack: Any = None
    for index in reversed(path):
        stack = {index: stack}
    return stack
