"""The signs within a page's text that say what its letters are: emphasised, dropped, added by the import.

They are Unicode's noncharacters, which no text may hold; ``without_signs`` takes them out of every page that is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

EMPHASIS, EMPHASIS_END = "\ufdd0", "\ufdd1"
STRONG, STRONG_END = "\ufdd2", "\ufdd3"
RAISED, RAISED_END = "\ufdd4", "\ufdd5"
LOWERED, LOWERED_END = "\ufdd6", "\ufdd7"
LINE_END = "\ufdd8"
DROPPED, DROPPED_END = "\ufdd9", "\ufdda"
"""Words of the page that the book leaves out, by a repair or because it says them otherwise."""
ADDED, ADDED_END = "\ufddb", "\ufddc"
"""Markdown that the import adds: a note call, a citation. It holds no words of the page."""

_ANY = re.compile("[\ufdd0-\ufdef]")
_DROPPED = re.compile(f"{DROPPED}[^{DROPPED_END}]*{DROPPED_END}")
_ADDED = re.compile(f"{ADDED}[^{ADDED_END}]*{ADDED_END}")
_MARKS = re.compile(f"[\ufdd0-\ufdd7{DROPPED}{DROPPED_END}]")
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = {
    **dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0xFDD0, 0xFDF0)], ""), ord(LINE_END): " ",
}  # fmt: skip


def without_signs(text: str) -> str:
    """Take the noncharacters out of a text from elsewhere."""
    return text if text.isascii() else _ANY.sub("\ufffd", text)


def all_of(text: str) -> str:
    """Give the page's own text: what is dropped with it, what was added without it."""
    return text if text.isascii() else _MARKS.sub("", _ADDED.sub("", text)).replace(LINE_END, " ")


def kept(text: str) -> str:
    """Give the text that the book prints of the page's, in plain letters."""
    return text if text.isascii() else all_of(_DROPPED.sub("", text))


def printed(text: str) -> str:
    """Give the text without what is dropped; the other signs stay."""
    return text if text.isascii() else _DROPPED.sub("", text)


def drop(text: str) -> str:
    """Mark all of a text as dropped."""
    plain = all_of(text)
    return f"{DROPPED}{plain}{DROPPED_END}" if plain else ""


def dropped(text: str) -> list[str]:
    """Give the parts of a text that are dropped."""
    return [found[1:-1] for found in _DROPPED.findall(text)]


def add(markdown: str) -> str:
    """Mark Markdown as added."""
    return f"{ADDED}{markdown}{ADDED_END}"


def picture(alternative: str) -> str:
    """Give the comment that stands for a picture: it holds no words of the page."""
    words = re.sub("-(?=-)|[<>]", "", " ".join(without_signs(alternative).split())).strip("-")
    return add(f"<!-- picture: {words or 'without a description'} -->")


def line(text: str) -> str:
    """Give a text in plain letters on one line."""
    return " ".join(kept(text).split())


def words(text: str) -> list[str]:
    """Give a text's words as the proof compares them: letters and digits, ligatures undone, invisible signs gone."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_INVISIBLE)
    return _WORD.findall(text)


def words_of_lines(text: str) -> Iterator[str]:
    """Give a long text's words without holding them all at once."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + 100_000)
        end = len(text) if end < 0 else end
        yield from words(text[start:end])
        start = end
