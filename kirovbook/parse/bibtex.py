"""Part the text of a ``.bib`` file into its entries: bibtexparser reads, and what it leaves out is not lost.

Only what bibtexparser read soundly is taken from it: each value must be made of whole pieces, as BibTeX has
them. What stands between is read by ``bib_salvage``: the blocks that failed (bibtexparser gives them up to the
next ``@`` that begins a line), those that it does not know as entries (``@ book``, ``@commentary``), and those
that it understands otherwise than BibTeX (a brace behind a backslash). Values keep their braces and accents.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Iterator

from bibtexparser import entrypoint
from bibtexparser.model import Entry, ExplicitComment, ImplicitComment, ParsingFailedBlock, Preamble, String

from kirovbook.parse.bib_salvage import Salvage
from kirovbook.parse.bib_text import (
    LINE_HEAD,
    NAME,
    Abbreviation,
    Block,
    MalformedError,
    Stray,
    Unreadable,
    WrittenEntry,
    WrittenField,
    read_value,
)

__all__ = ["Abbreviation", "Block", "Stray", "Unreadable", "WrittenEntry", "WrittenField", "read_blocks"]

# What fails becomes a diagnostic; the library's warnings would say it again, without the file's name, and a
# hundred thousand of them take seconds.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_HEAD = re.compile(r"@(?P<kind>\w+)[ \t]*+[{(]")
_REMARK = re.compile(r"@(?:comment|preamble)[ \t]*+\{", re.IGNORECASE)
_ESCAPED = re.compile(r"\\[{}]")
_KEY = re.compile(r"[^,=%\"{}\n]*+")
_FIELD = re.compile(rf"\s*+,\s*+(?P<name>{NAME.pattern})\s*+=")
_SIGNS = re.compile(r"[@{=%]")
"""Without any of them nothing between two blocks is a part of an entry."""

_COMMENT_MARKS = re.compile(
    r"\\[\\\"]|\{[^{}%]*+\}|[%{}\"]|^[ \t]*+@[ \t]*+(?P<kind>\w[\w-]*+)[ \t\n]*+[{(]", re.MULTILINE
)


def read_blocks(text: str) -> Iterator[Block]:
    r"""Give what a file holds, in its order. ``text`` has line ends as ``\n``; the time taken grows with its length."""
    bare = between = _without_comments(text)
    salvage = Salvage(text)
    position = 0
    for start, end, block in _sound_blocks(text, bare):
        if _SIGNS.search(between, position, start):
            position = yield from salvage.read(position, start)
            between = text  # what was blanked behind a broken entry need not have been a comment
        if position <= start:
            position, between = end, bare
            if block is not None:
                yield block
    if _SIGNS.search(between, position):
        yield from salvage.read(position, len(text))


def _without_comments(text: str) -> str:
    """Blank what stands behind ``%`` outside values, keeping every line and column: bibtexparser knows no comments."""
    if "%" not in text:
        return text
    pieces: list[str] = []
    depth, is_quoted, position, done = 0, False, 0, 0
    while match := _COMMENT_MARKS.search(text, position):
        mark, position = match[0], match.end()
        if match["kind"]:
            depth, is_quoted = 2 if match["kind"].lower() == "comment" else 1, False
        elif mark == "%" and depth <= 1 and not is_quoted:
            line_end = text.find("\n", position)
            position = line_end if line_end >= 0 else len(text)
            pieces += (text[done : match.start()], " " * (position - match.start()))
            done = position
        elif mark == '"' and depth == 1:
            is_quoted = not is_quoted
        elif mark in {"{", "}"}:
            depth = max(0, depth + (1 if mark == "{" else -1))
    return "".join((*pieces, text[done:]))


def _sound_blocks(text: str, bare: str) -> Iterator[tuple[int, int, WrittenEntry | Abbreviation | None]]:
    """Give the start and the end of each block that bibtexparser read soundly, and the block; None is a comment."""
    position = 0
    waiting = deque(entrypoint.parse_string(bare, parse_stack=[]).blocks)
    while waiting:
        read = waiting.popleft()  # and let go: a long file's entries in two forms at once take more time
        # An entry whose key, or one of whose fields, is given twice has failed too, but it was read.
        block = read.ignore_error_block if isinstance(read, ParsingFailedBlock) else read
        raw = block.raw if block is not None else None
        if not raw or isinstance(block, ImplicitComment):
            continue
        # Lines are miscounted behind a backslash at a line's end, so the block is looked for: it cannot stand
        # before the end of the one before it, and an equal one above it is read like it.
        start = bare.find(raw, position)
        position = start + len(raw)
        if raw.count("@") > 1 and LINE_HEAD.search(bare, start + 1, position):
            continue
        try:
            found = _sound(block, start, position, text, bare)
        except MalformedError:
            continue
        yield start, position, found


def _sound(block: object, start: int, end: int, text: str, bare: str) -> WrittenEntry | Abbreviation | None:
    """Hold a block against the text; None is a comment. Raises MalformedError if BibTeX would read it otherwise."""
    head = _HEAD.match(bare, start)
    match block:
        case Entry() if head and _KEY.fullmatch(block.key):
            fields = _fields(block, bare.find(",", head.end(), end), text, bare)
            return WrittenEntry(block.entry_type, block.key, start, end, fields, ())
        case String() if head and head["kind"].lower() == "string" and NAME.fullmatch(block.key):
            pieces, _, behind = read_value(text, bare.find("=", start) + 1, end - 1)
            if pieces and bare[behind : end - 1].strip() in {"", ","}:
                return Abbreviation(block.key.lower(), start, pieces)
        case ExplicitComment() | Preamble() if _REMARK.match(text, start) and text[start:end] == bare[start:end]:
            if not _ESCAPED.search(text, start, end):
                return None
    raise MalformedError


def _fields(entry: Entry, end: int, text: str, bare: str) -> tuple[WrittenField, ...]:
    """Find where the fields stand behind the comma at ``end``, and what their values are made of."""
    fields: list[WrittenField] = []
    for field in entry.fields:
        named = _FIELD.match(bare, end)
        if named is None or named["name"] != field.key:
            raise MalformedError
        end = bare.find(field.value, named.end()) + len(field.value)
        pieces, value, behind = read_value(text, named.end(), end)
        if not pieces or behind != end:
            raise MalformedError
        fields.append(WrittenField(field.key.lower(), named.start("name"), pieces, value))
    return tuple(fields)
