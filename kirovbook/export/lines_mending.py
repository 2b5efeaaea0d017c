"""Mend the lines that WeasyPrint ends behind their first word.

WeasyPrint 70.0 takes a stretch of text that fits a line but for the space at its end, with a mention or emphasis
behind it, for one that can't be broken, and tries to hyphenate its first word: "proves" stood alone on a line. Here
such a stretch is given whole; the line ends behind it, as it does anywhere else where only a space is too much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kirovbook.export.engine import inline

_COLLAPSING = frozenset({"normal", "pre-line"})


@contextmanager
def early_ends_mended() -> Iterator[None]:
    """Within this context no line ends early because the space at its end is too much."""
    original = inline.split_first_line
    inline.split_first_line = _mended(original)
    try:
        yield
    finally:
        inline.split_first_line = original


def _mended(original: Callable[..., Any]) -> Callable[..., Any]:
    def split_first_line(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **options: Any) -> Any:
        outcome = original(text, style, context, max_width, *rest, **options)
        _, _, resume_at, *_ = outcome
        first, space, following = text.partition(" ")
        is_one_word = bool(resume_at and resume_at <= len((first + space).encode()) and following.strip(" "))
        if max_width is None or not is_one_word or not text.endswith(" ") or style["white_space"] not in _COLLAPSING:
            return outcome
        _, _, goes_on_at, width, *_ = original(text.rstrip(" "), style, context, max_width, *rest, **options)
        if goes_on_at is None and width <= max_width:
            return original(text, style, context, None, *rest, **options)
        return outcome

    return split_first_line
