r"""What a ``.bib`` file is made of, and how one value of it is written.

All positions are offsets into the file's text, whose lines end in ``\n``.
"""

from __future__ import annotations

import re

from kirovbook.quick_dataclass import dataclass

Pieces = tuple[str | tuple[str], ...]
"""What ``#`` joins in a value: words in braces or quotation marks; a bare word stands in a tuple of its own."""


@dataclass(frozen=True, slots=True)
class WrittenField:
    """A field: its name in small letters and where it stands; its value's pieces, where they begin and end."""

    name: str
    start: int
    pieces: Pieces
    value: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong within an entry that can be read, the place of the field it belongs to, and how to mend it."""

    start: int
    length: int
    message: str


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry from its ``@`` to behind its last brace."""

    kind: str
    key: str
    start: int
    end: int
    fields: tuple[WrittenField, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What one ``@string`` defines."""

    name: str
    start: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry that is left out, by the place of its ``@``."""

    start: int


@dataclass(frozen=True, slots=True)
class Stray:
    """Words outside every entry that look like a part of one."""

    start: int
    words: str


Block = WrittenEntry | Abbreviation | Unreadable | Stray

HEAD = r"@[ \t\n]*+(?P<kind>\w[\w-]*+)[ \t\n]*+(?P<open>[{(])"
LINE_HEAD = re.compile(r"^[ \t]*+(?P<at>@)[ \t]*+\w[\w-]*+[ \t\n]*+[{(]", re.MULTILINE)
"""Where an entry begins in any case: no value is meant to hold that at the beginning of a line."""

NAME = re.compile(r"[^\s\"#%'(),={}]++")
_SPACE = re.compile(r"(?:\s++|%[^\n]*+)*+")
_PLAIN = re.compile(
    r"[ \t\n]*+(?:\{(?P<braced>[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+)\}|\"(?P<quoted>[^{}\"\\]*+)\"|(?P<number>\d++))"
    r"(?=[ \t\n]*+(?:[,})]|\Z))"
)
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r"\\.|[{}\"]", re.DOTALL)


class MalformedError(Exception):
    """What was to be read is not closed in time, or is not what it must be."""


def skip_space(text: str, position: int, stop: int) -> int:
    """Give the position behind white space and comments."""
    space = _SPACE.match(text, position, stop)
    return space.end() if space else position


def read_value(text: str, position: int, stop: int) -> tuple[Pieces, tuple[int, int], int]:
    """Read the value behind an equals sign, no further than ``stop``.

    Give its pieces (none: there is no value), from where to where it goes (of one simple piece only what is
    within the braces) and the position behind it. Raises MalformedError.
    """
    if plain := _PLAIN.match(text, position, stop):
        form = plain.lastgroup or ""
        return (plain[form],), plain.span(form), plain.end()
    pieces: list[str | tuple[str]] = []
    start = end = position
    while True:
        position = skip_space(text, position, stop)
        if position < stop and text[position] in '{"':
            end = _end_of_piece(text, position, stop)
            pieces.append(text[position + 1 : end - 1])
        elif word := NAME.match(text, position, stop):
            end = word.end()
            pieces.append((word[0],))
        else:
            break
        position = skip_space(text, end, stop)
        if position >= stop or text[position] != "#":
            break
        position = end = position + 1
    return tuple(pieces), (start, end), end


def _end_of_piece(text: str, start: int, stop: int) -> int:
    """Give the position behind the brace or quotation mark that closes the piece begun at ``start``.

    As in BibTeX a brace counts even behind a backslash: a Windows path may end in one.
    """
    is_quoted, depth = text[start] == '"', 0
    for match in (_QUOTE if is_quoted else _BRACE).finditer(text, start + is_quoted, stop):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0 and not is_quoted:
                return match.end()
        elif mark == '"' and depth <= 0:
            return match.end()
    raise MalformedError
