"""Read a page of plain text: wrapped or a line a paragraph, with or without Project Gutenberg's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.importer.page import Kind, Page, Piece
from kirovbook.importer.signs import EMPHASIS, EMPHASIS_END, LINE_END, words_of_lines

_START = re.compile(r"^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*$", re.MULTILINE | re.IGNORECASE)
_END = re.compile(r"^(?:\*\*\* ?END OF (?:THE|THIS)|End of (?:the )?Project Gutenberg)[^\n]*$", re.MULTILINE)
_TITLE = re.compile(r"^Title: *(\S[^\n]*)$", re.MULTILINE)
_ITALIC = re.compile(r"(?<![^\W_])(?<![_\u0300-\u036f])_(?=[^\s_])([^_]{1,400}?)(?<=\S)_(?![^\W_])(?![_\u0300-\u036f])")
_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")

_WIDEST = 90
"""The longest line, in signs, of a text that was wrapped; typewriters and mailers wrapped at 65 to 80."""
_NARROWEST = 45
"""A line within a wrapped paragraph is rarely shorter than this."""
_MANY_LINES = 0.5
_MUCH = 2_000_000


def read_plain_text(text: str, file: str) -> Page:
    """Part a text into its pieces."""
    start, end, title = _frame(text)
    pieces = list(_pieces(text[:start], 1, Kind.DROPPED))
    first = text.count("\n", 0, start) + 1
    pieces += _blocks(text[start:end], first)
    pieces += _pieces(text[end:], text.count("\n", 0, end) + 1, Kind.DROPPED)
    return Page(file, tuple(pieces), lambda: words_of_lines(text), text, title)


def _frame(text: str) -> tuple[int, int, str]:
    """Give where the book begins and ends within Project Gutenberg's frame, and its title there."""
    start = _START.search(text)
    end = _END.search(text, start.end() if start else 0) if start or "Project Gutenberg" in text[-20_000:] else None
    title = _TITLE.search(text, 0, start.start()) if start else None
    return (start.end() if start else 0), (end.start() if end else len(text)), title[1].strip() if title else ""


def _pieces(text: str, line: int, kind: Kind) -> Iterator[Piece]:
    if text.strip():
        lead = len(text) - len(text.lstrip())
        yield Piece(kind, text.strip(), line + text.count("\n", 0, lead), label="frame")


def is_wrapped(text: str) -> bool:
    """Answer whether the lines of paragraphs were broken to a width, so that a paragraph has many."""
    lines = [line.rstrip() for line in text[:_MUCH].split("\n")]
    inner = [line for line, after in zip(lines, [*lines[1:], ""], strict=True) if line.strip() and after.strip()]
    full = [line for line in lines if line]
    if not inner or not full:
        return False
    wide = sum(len(line) > _WIDEST for line in full)
    long_inner = sum(len(line) >= _NARROWEST for line in inner)
    return wide * 20 <= len(full) and long_inner >= len(inner) * _MANY_LINES and len(inner) * 3 >= len(full)


def _blocks(text: str, first: int) -> Iterator[Piece]:
    wrapped = is_wrapped(text)
    # Where hardly a line is empty, a line's end alone parts paragraphs.
    spaced = text.count("\n\n") * 3 >= text.count("\n") - text.count("\n\n")
    line, at = first, 0
    for block in _BLOCK.finditer(text):
        line += text.count("\n", at, block.start())
        at = block.start()
        if wrapped:
            yield from _wrapped(block[0], line)
        else:
            for number, words in enumerate(block[0].split("\n")):
                yield Piece(Kind.PARAGRAPH, _marked(words.strip()), line + number, is_glued=number > 0 and spaced)


def _wrapped(block: str, line: int) -> Iterator[Piece]:
    """Give the paragraphs of a block: an indented line after one that is not indented begins another."""
    lines = block.split("\n")
    indents = [len(words) - len(words.lstrip(" \t")) for words in lines]
    if len(lines) > 1 and min(indents) > 1 and max(len(words) for words in lines) < _WIDEST * 2 // 3:
        yield Piece(Kind.VERSE, _marked(LINE_END.join(words.strip() for words in lines)), line)
        return
    starts = [0]
    if indents[0] in range(2, 9) and min(indents) == 0:
        starts += [number for number in range(1, len(lines)) if indents[number] and not indents[number - 1]]
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        words = "\n".join(part.strip() for part in lines[begin:end])
        yield Piece(Kind.PARAGRAPH, _marked(words), line + begin, is_glued=begin > 0)


def _marked(text: str) -> str:
    return _ITALIC.sub(lambda found: f"{EMPHASIS}{found[1]}{EMPHASIS_END}", text) if "_" in text else text
