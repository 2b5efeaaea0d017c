"""Read citations as Pandoc does: ``[see @key, p. 3; -@other]`` and ``@key [p. 3]``.

The grammar, from Pandoc's manual ("Citations in note styles" and "Citation syntax"):

    citekey := ['-'] '@' ( simple | '{' balanced, no space '}' ), not straight after a letter or digit
    simple  := (alnum | '_' | '*') { alnum | '_' | mark }
    mark    := one of :.#$%&-+?<>~/ before alnum or '_', or ':' or '/' before '/'
    bracket := '[' cite { ';' cite } ']', not followed by '(', '{' or '['
    cite    := prefix citekey suffix
    intext  := citekey [ bracket | '[' suffix { ';' cite } ']' ]
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kirovbook.model.citation import CitationMode, CiteMode

_SIMPLE: Final = re.compile(r"(?:[^\W_]|[_*])(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*")
_SPACE: Final = re.compile(r"[ \t\n]*")
_RUN: Final = re.compile(r"\*+|_+")
_LONGEST: Final = 20_000
_LONGEST_KEY: Final = 300

Skip = Callable[[int], int]
"""Give the index after the inline that begins at an index: a link, code, an entity; or the next index."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key where it was written: ``start`` at its '-' or '@', ``at`` at its '@', ``end`` after it."""

    name: str
    suppressed: bool
    start: int
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class WrittenCite:
    """A cite's key, and the ranges (start, end) of its prefix and its suffix, both without outer space."""

    key: Key
    mode: CiteMode
    prefix: tuple[int, int]
    suffix: tuple[int, int]
    spaced: bool


@dataclass(frozen=True, slots=True)
class WrittenCitation:
    """A citation from ``start`` to ``end``, not yet looked into."""

    mode: CitationMode
    cites: tuple[WrittenCite, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    key: Key | None


def read_citation(text: str, start: int, end: int, skip: Skip) -> WrittenCitation | None:
    """Read the citation that begins at ``start`` with '[', '@' or '-', if there is one."""
    if text.startswith("[", start, end):
        parts = _bracket(text, start, end, skip)
        if parts is None or any(part.key is None for part in parts[0]):
            return None
        return WrittenCitation(CitationMode.BRACKET, tuple(_cite(text, part) for part in parts[0]), start, parts[1])
    key = read_key(text, start, end)
    return _in_text(text, key, end, skip) if key else None


def read_key(text: str, start: int, end: int) -> Key | None:
    """Read the key that begins at ``start`` with '@', or with '-' before it."""
    before = text[start - 1] if start else " "
    if before.isalnum():
        return None
    suppressed = text.startswith("-@", start, end)
    if suppressed and before == "-":
        return None
    at = start + suppressed
    if not text.startswith("@", at, end):
        return None
    if text.startswith("{", at + 1, end):
        close = _closing_brace(text, at + 1, end)
        return Key(text[at + 2 : close], suppressed, start, at, close + 1) if close > at + 2 else None
    simple = _SIMPLE.match(text, at + 1, end)
    return Key(simple[0], suppressed, start, at, simple.end()) if simple else None


def _in_text(text: str, key: Key, end: int, skip: Skip) -> WrittenCitation:
    first = CiteMode.SUPPRESS if key.suppressed else CiteMode.INTEXT
    alone = WrittenCite(key, first, (key.start, key.start), (key.end, key.end), spaced=False)
    opening = _after_space(text, key.end, end)
    parts = _bracket(text, opening, end, skip) if text.startswith("[", opening, end) else None
    if parts is None:
        return WrittenCitation(CitationMode.INTEXT, (alone,), key.start, key.end)
    head, *rest = parts[0]
    if any(part.key is None for part in rest):
        return WrittenCitation(CitationMode.INTEXT, (alone,), key.start, key.end)
    if head.key is not None:
        cites = (alone, *(_cite(text, part) for part in parts[0]))
    else:
        own = WrittenCite(key, first, alone.prefix, _trimmed(text, head.start, head.end), spaced=False)
        if own.suffix[0] == own.suffix[1]:
            return WrittenCitation(CitationMode.INTEXT, (alone,), key.start, key.end)
        cites = (own, *(_cite(text, part) for part in rest))
    return WrittenCitation(CitationMode.INTEXT, cites, key.start, parts[1])


def _bracket(text: str, start: int, end: int, skip: Skip) -> tuple[list[_Part], int] | None:
    """Split a bracket at its semicolons, stepping over inlines; give the parts and the index after it."""
    end = min(end, start + _LONGEST)
    if text.startswith("[^", start) or text.find("]", start, end) < 0:
        return None
    parts: list[_Part] = []
    key: Key | None = None
    first = at = start + 1
    depth = 0
    while at < end:
        char = text[at]
        if depth == 0 and char in ";]":
            parts.append(_Part(first, at, key))
            if char == "]":
                return None if text[at + 1 : at + 2] in tuple("({[") else (parts, at + 1)
            first, key = at + 1, None
        if depth == 0 and key is None and char in "@-" and (found := read_key(text, at, end)):
            key = found
            at = found.end
            continue
        after = _step(text, at, end, skip)
        if after == at + 1:
            depth += (char == "[") - (char == "]")
        at = after
    return None


def _step(text: str, at: int, end: int, skip: Skip) -> int:
    char = text[at]
    if char in "*_":
        run = _RUN.match(text, at, end)
        return _after_closing(text, at, run[0] if run else char, end)
    if char == '"':
        return _after_closing(text, at, char, end)
    return skip(at) if char in "`<\\[!^&" else at + 1


def _after_closing(text: str, at: int, mark: str, end: int) -> int:
    """Give the index after what a mark of emphasis or quotation encloses, or after the mark alone."""
    opened = at + len(mark)
    if opened < end and not text[opened].isspace():
        close = text.find(mark, opened, end)
        if close > opened and not text[close - 1].isspace():
            return close + len(mark)
    return opened


def _cite(text: str, part: _Part) -> WrittenCite:
    key = part.key
    if key is None:
        message = "a cite is made of a part that has a key"
        raise ValueError(message)
    mode = CiteMode.SUPPRESS if key.suppressed else CiteMode.NORMAL
    spaced = text[key.end : key.end + 1].isspace() and key.end < part.end
    return WrittenCite(key, mode, _trimmed(text, part.start, key.start), _trimmed(text, key.end, part.end), spaced)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    start = min(_after_space(text, start, end), end)
    return start, start + len(text[start:end].rstrip(" \t\n"))


def _after_space(text: str, at: int, end: int) -> int:
    space = _SPACE.match(text, at, end)
    return space.end() if space else at


def _closing_brace(text: str, start: int, end: int) -> int:
    depth = 0
    for at in range(start, min(end, start + _LONGEST_KEY)):
        char = text[at]
        if char.isspace():
            return -1
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return at
    return -1
