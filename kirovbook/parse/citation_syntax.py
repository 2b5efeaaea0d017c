"""Read citations as Pandoc does: ``[see @key, p. 3; -@other]`` and ``@key [p. 3]``.

The grammar, from Pandoc's manual ("Citations in note styles" and "Citation syntax"):

    citekey := ['-'] '@' ( simple | '{' balanced, no space '}' ), not straight after a word or emphasis
    simple  := (alnum | '_' | '*') { alnum | '_' | mark }
    mark    := one of :.#$%&-+?<>~/ before alnum or '_', or ':' or '/' before '/'
    bracket := '[' cite { ';' cite } ']', where no link's address, attributes or label follow
    cite    := prefix citekey suffix
    intext  := citekey [ bracket | '[' suffix { ';' cite } ']' ]

A dot belongs to the word it ends ("end.@key" is no citation, "end. @key" is), three are an ellipsis and don't.
"""

from __future__ import annotations

import re
from typing import Final

from kirovbook.model.citation import CitationMode, CiteMode
from kirovbook.parse.attributes import read_attributes
from kirovbook.parse.stepping import Stepper
from kirovbook.quick_dataclass import dataclass

_SIMPLE: Final = re.compile(r"(?:[^\W_]|[_*])(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*")
_ADDRESS: Final = re.compile(r"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,500}\)){0,2000}\)", re.DOTALL)
_NOTE: Final = re.compile(r"\[\^[^\s\[\]]+\]")
_SPACE: Final = re.compile(r"[ \t\n]*")
_LONGEST: Final = 20_000
_LONGEST_KEY: Final = 300


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


def read_citation(stepper: Stepper, start: int) -> WrittenCitation | None:
    """Read the citation that begins at ``start`` with '[', '@' or '-', if there is one."""
    text = stepper.text
    if text.startswith("[", start, stepper.end):
        parts = _bracket(stepper, start)
        if parts is None or any(part.key is None for part in parts[0]) or _is_link(stepper, parts[1]):
            return None
        return WrittenCitation(CitationMode.BRACKET, tuple(_cite(text, part) for part in parts[0]), start, parts[1])
    key = read_key(stepper, start)
    return _in_text(stepper, key) if key else None


def read_key(stepper: Stepper, start: int) -> Key | None:
    """Read the key that begins at ``start`` with '@', or with '-' before it."""
    text, end = stepper.text, stepper.end
    suppressed = text.startswith("-@", start, end)
    at = start + suppressed
    if not text.startswith("@", at, end) or stepper.is_after_word(start):
        return None
    if suppressed and start and text[start - 1] == "-":
        return None
    if text.startswith("{", at + 1, end):
        close = _closing_brace(text, at + 1, end)
        return Key(text[at + 2 : close], suppressed, start, at, close + 1) if close > at + 2 else None
    simple = _SIMPLE.match(text, at + 1, end)
    if simple is None:
        return None
    stepper.keys.add(simple.end())
    return Key(simple[0], suppressed, start, at, simple.end())


def _in_text(stepper: Stepper, key: Key) -> WrittenCitation:
    text = stepper.text
    first = CiteMode.SUPPRESS if key.suppressed else CiteMode.INTEXT
    alone = WrittenCite(key, first, (key.start, key.start), (key.end, key.end), spaced=False)
    only = WrittenCitation(CitationMode.INTEXT, (alone,), key.start, key.end)
    opening = _after_space(text, key.end, stepper.end)
    is_locator = text.startswith("[", opening, stepper.end) and not text.startswith("[^", opening)
    parts = _bracket(stepper, opening) if is_locator else None
    if parts is None:
        return only
    head, *rest = parts[0]
    if any(part.key is None for part in rest):
        return only
    if head.key is not None:
        if _is_link(stepper, parts[1]):
            return only
        cites = (alone, *(_cite(text, part) for part in parts[0]))
    else:
        spaced = text[head.start].isspace()
        own = WrittenCite(key, first, alone.prefix, _trimmed(text, head.start, head.end), spaced)
        is_empty = own.suffix[0] == own.suffix[1] and not rest
        if is_empty or text[parts[1] : parts[1] + 1] in tuple("({[") or stepper.is_link(opening):
            return only
        cites = (own, *(_cite(text, part) for part in rest))
    return WrittenCitation(CitationMode.INTEXT, cites, key.start, parts[1])


def _bracket(stepper: Stepper, start: int) -> tuple[list[_Part], int] | None:
    """Split a bracket at its semicolons, stepping over inlines; give the parts and the index after it."""
    text = stepper.text
    end = min(stepper.end, start + _LONGEST)
    if _NOTE.match(text, start, end) or text.find("]", start, end) < 0:
        return None
    parts: list[_Part] = []
    key: Key | None = None
    first = at = start + 1
    while at < end:
        char = text[at]
        if char in ";]":
            parts.append(_Part(first, at, key))
            if char == "]":
                return parts, at + 1
            first, key = at + 1, None
        if key is None and char in "@-" and (found := read_key(stepper, at)):
            key = found
            at = found.end
            continue
        at = stepper.after(at)
    return None


def _is_link(stepper: Stepper, at: int) -> bool:
    """Answer whether what follows a bracket makes a link or a span of it."""
    match stepper.text[at : at + 1]:
        case "(":
            return _ADDRESS.match(stepper.text, at, stepper.end) is not None
        case "{":
            return read_attributes(stepper.text, at, stepper.end) is not None
        case "[":
            return stepper.closing_bracket(at) > 0 and not stepper.text.startswith("[^", at)
        case _:
            return False


def _cite(text: str, part: _Part) -> WrittenCite:
    key = part.key
    if key is None:
        message = "a cite is made of a part that has a key"
        raise ValueError(message)
    mode = CiteMode.SUPPRESS if key.suppressed else CiteMode.NORMAL
    spaced = text[key.end : key.end + 1].isspace() and key.end < part.end
    return WrittenCite(key, mode, _trimmed(text, part.start, key.start), _trimmed(text, key.end, part.end), spaced)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Leave out the space around a range, but not the one that ``\ `` keeps."""
    start = min(_after_space(text, start, end), end)
    bare = text[start:end].rstrip(" \t\n")
    is_kept = (len(bare) - len(bare.rstrip("\\"))) % 2 and text.startswith(" ", start + len(bare), end)
    return start, start + len(bare) + bool(is_kept)


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
