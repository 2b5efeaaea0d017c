"""Read what book.toml says of the type: the theme, and the words that are divided as the author says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.config.tables import Table, Words, shown
from kirovbook.diagnostics import ERROR
from kirovbook.model.typography import Theme, Typography

_KEYS = ("words",)
# Letters, with a hyphen or an apostrophe only between them.
_DIVISION = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def read_typography(book: Table) -> Typography:
    """Read ``theme`` and the table ``hyphenate``; what can't be used is reported and left out."""
    hyphenate = book.table("hyphenate")
    hyphenate.name_unknown_keys(_KEYS)
    return Typography(book.choice("theme", Theme, Theme.GARAMOND), tuple(_divisions(hyphenate)))


def _divisions(hyphenate: Table) -> Iterator[str]:
    """Give each word once; of two divisions of one word the first holds."""
    first: dict[str, str] = {}
    for words in hyphenate.texts("words"):
        division = words.text
        if not _DIVISION.fullmatch(division):
            _report(hyphenate, "K123", words, f"{shown(division)} is not one word with hyphens where it may be divided",
                    "write letters, with a hyphen between two of them, as in 'Le-nin-grad'")
            continue
        known = first.setdefault(division.replace("-", "").casefold(), division)
        if known is division:
            yield division
        elif known.casefold() != division.casefold():
            _report(hyphenate, "K124", words, f"{shown(division)} divides a word otherwise than {shown(known)}",
                    "keep one of the two")


def _report(table: Table, code: str, words: Words, message: str, hint: str) -> None:
    table.report(code, ERROR, words.place, message, hint, words.length)
