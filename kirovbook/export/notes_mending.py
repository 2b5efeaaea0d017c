"""Mend the notes that WeasyPrint loses when it breaks a page.

WeasyPrint 70.0 lays out the notes of a line right after it keeps the line, except in one branch: where the
last line of a page is kept only because earlier notes were moved to the next page, the layout stops before
the notes of that very line are laid out, and they are never printed. Here they are laid out or moved on, like
the others. The version is pinned; the proof of every build would name each note if this stopped working.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kirovbook.export.engine import block


@contextmanager
def lost_notes_mended() -> Iterator[None]:
    """Within this context no note of a kept line is lost."""
    original = block._linebox_layout  # noqa: SLF001 - the one door to this part of WeasyPrint
    block._linebox_layout = _mended(original)  # noqa: SLF001
    try:
        yield
    finally:
        block._linebox_layout = original  # noqa: SLF001


def _mended(original: Callable[..., Any]) -> Callable[..., Any]:
    def linebox_layout(context: Any, box: Any, index: Any, child: Any, new_children: Any, *rest: Any) -> Any:
        outcome = original(context, box, index, child, new_children, *rest)
        abort, stop, resume_at, position_y, new_footnotes, max_lines = outcome
        if stop and not abort and new_children:
            for footnote in _lost_notes(context, new_children[-1]):
                context.layout_footnote(footnote)
                new_footnotes.append(footnote)
                context.report_footnote(footnote)
        return abort, stop, resume_at, position_y, new_footnotes, max_lines

    return linebox_layout


def _lost_notes(context: Any, line: Any) -> list[Any]:
    """The notes that the line calls and that still wait to be laid out."""
    called = (descendant.footnote for descendant in line.descendants())
    return [footnote for footnote in called if footnote is not None and footnote in context.footnotes]
