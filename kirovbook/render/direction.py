"""Say which way a book runs: its lines, its columns, its pages and its binding follow its language."""

from __future__ import annotations

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "dv", "ug"})


def is_right_to_left(lang: str) -> bool:
    """Answer whether a language, by its BCP 47 tag, is written from right to left."""
    return lang.lower().split("-")[0] in _RIGHT_TO_LEFT
