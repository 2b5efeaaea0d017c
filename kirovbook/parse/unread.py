"""Name what a Pandoc author may have meant and this reader does not read; the text is kept as it stands."""

from __future__ import annotations

import re
from typing import Final

from kirovbook.diagnostics import Place
from kirovbook.parse.reading import Reading

_PATTERNS: Final = (
    (re.compile(r"\(@[\w-]*\)[ \t](?=\S)(?<=\(@\)[ \t])"), "an example list", "number the examples yourself: '1. '"),
    (re.compile(r"#\.[ \t]"), "a list numbered with '#.'", "write '1. ' before each item"),
    (re.compile(r"\+[-=:]{3,}(?:\+[-=:]+)*\+[ \t]*$", re.MULTILINE), "a grid table", "write a pipe table"),
    (
        re.compile(r"\(?(?:a[.)][ \t][^\n]*\n\(?b|i[.)][ \t][^\n]*\n\(?ii|A\)[ \t][^\n]*\n\(?B)[.)][ \t]"),
        "a list with letters or Roman numerals",
        "number the items: '1. '",
    ),
    (re.compile(r"\{\{[<%]"), "a shortcode", "write here what it stands for, or take it out"),
    (re.compile(r"\|[^\n|]*\|[^\n]*\|[ \t]*$"), "a table without a line of dashes", "add '|---|' under its heading"),
)
_DELIMITERS: Final = re.compile(r"^[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+(?:\|[ \t]*)?$", re.MULTILINE)
_COLUMNS: Final = re.compile(r"[ \t>]*-{2,}(?:[ \t]+-{2,})+[ \t]*$")


def report_unread(reading: Reading, text: str, place: Place, *, is_rule: bool = False) -> None:
    """Report a construct of Pandoc's that the text begins with, or the ruins of one in it."""
    if is_rule:
        if _COLUMNS.match(text):
            _report(reading, place, "a table drawn with spaces", "write a pipe table")
        return
    for pattern, what, hint in _PATTERNS:
        if pattern.match(text):
            _report(reading, place, what, hint)
            return
    if "|" in text and _DELIMITERS.search(text):
        _report(
            reading,
            place,
            "a table whose heading and line of dashes differ in the number of cells",
            "give both as many cells",
        )


_ID_WITH_SPACE: Final = re.compile(r"\{#[^{}\n]*[ \t][^{}\n]*\}[ \t]*$")


def report_unread_id(reading: Reading, words: str, place: Place) -> None:
    """Report an id behind a heading that was not taken for one, since a space stands in it."""
    if _ID_WITH_SPACE.search(words):
        _report(reading, place, "an id with a space in it", "write a hyphen for the space: {#one-two}")


def _report(reading: Reading, place: Place, what: str, hint: str) -> None:
    reading.warn("M112", place, f"{what} is not read", hint)
