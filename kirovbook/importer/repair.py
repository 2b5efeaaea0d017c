"""Repair what pages commonly suffer from, and say so: letters and punctuation here, whole pieces as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kirovbook.diagnostics import Place
from kirovbook.importer import signs
from kirovbook.importer.numbering import marker
from kirovbook.importer.page import Kind, Log, Page, Piece, shortened

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_SOFT_HYPHEN = re.compile("\u00ad")
_DOUBLED_TICKS = re.compile(r"``(?=\S)([^`\n]{1,2000}?)(?:''|``)")
_TICK = re.compile(r"(?<![\w`])`(?=[^\s`])")
_SPACED_HYPHEN = re.compile(r"(?<=\S)([ \n])--?([ \n])(?=\S)")
_DOUBLE_HYPHEN = re.compile(r"(?<![-\s<!])--(?![->])")

Mend = Callable[[str], tuple[str, int]]

_SHORT = 60
_CAPTION = 200
_LEAST_PARAGRAPH = 40
"""A repeated line of fewer signs is rather a refrain, an answer or a heading than an accident."""


def _ticks(text: str) -> tuple[str, int]:
    text, doubled = _DOUBLED_TICKS.subn(r'"\1"', text)
    text, single = _TICK.subn("'", text)
    return text, doubled + single


def _dashes(text: str) -> tuple[str, int]:
    text, spaced = _SPACED_HYPHEN.subn(r"\1–\2", text)
    text, doubled = _DOUBLE_HYPHEN.subn("—", text)
    return text, spaced + doubled


_LETTERS: tuple[tuple[str, str, Mend, str, str], ...] = (
    ("soft-hyphens", "\u00ad", lambda text: _SOFT_HYPHEN.subn("", text), "took out {}", "soft hyphen"),
    ("ligatures", "ﬀﬁﬂﬃﬄﬅﬆ", lambda text: _LIGATURE.subn(lambda one: _LIGATURES[one[0]], text),
     "parted {}", "joined letter"),
    ("backticks", "`", _ticks, "made quotation marks of {}", "backtick"),
    ("dashes", "-", _dashes, "made dashes of {}", "hyphen"),
)  # fmt: skip


def repair_page(page: Page, log: Log) -> tuple[Piece, ...]:
    """Give the page's pieces with its repairs done; what a repair takes out is marked as dropped."""
    pieces: Sequence[Piece] = page.pieces
    pieces = tuple(_mended(pieces, page.file, log))
    if log.does("pictures"):
        pieces = tuple(_without_picture_residue(pieces, page.file, log))
    if log.does("duplicates"):
        pieces = tuple(_without_repetition(pieces, page.file, log))
    return tuple(_parted(pieces, page.file, log))


def _mended(pieces: Sequence[Piece], file: str, log: Log) -> Iterator[Piece]:
    wanted = tuple(one for one in _LETTERS if log.does(one[0]))
    for piece in pieces:
        text = piece.text
        if piece.kind is not Kind.DROPPED and signs.ADDED not in text:
            for name, letters, mend, what, thing in wanted:
                if any(letter in text for letter in letters):
                    text, count = mend(text)
                    if count:
                        log.repaired(
                            name, Place(file, piece.line), what.format(f"{count} {thing}{'s' if count > 1 else ''}")
                        )
        yield piece if text is piece.text else replace(piece, text=text)


def _without_picture_residue(pieces: Sequence[Piece], file: str, log: Log) -> Iterator[Piece]:
    """Take two short lines in a block of their own for a picture's alternative text and its caption."""
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        ends = index + 2 >= len(pieces) or not pieces[index + 2].is_glued
        if after and after.is_glued and ends and not piece.is_glued and is_residue(piece, after):
            words = f"{signs.line(piece.text)}; {signs.line(after.text)}"
            log.repaired("pictures", Place(file, piece.line), f"made a comment of '{shortened(words, 80)}'")
            yield replace(piece, text=signs.drop(piece.text) + signs.picture(words))
            yield replace(after, kind=Kind.DROPPED, text=signs.all_of(after.text), label="picture")
            index += 2
        elif piece.label == "caption":
            log.repaired("pictures", Place(file, piece.line), f"made a comment of '{shortened(piece.text, 80)}'")
            yield replace(piece, text=signs.drop(piece.text) + signs.picture("caption: " + signs.line(piece.text)))
            index += 1
        else:
            yield piece
            index += 1


_NUMBERED = re.compile(r"^\s*(?:\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)]\s|(?:Source|Document)\s)", re.IGNORECASE)


def is_residue(one: Piece, other: Piece) -> bool:
    """Answer whether two lines can be a picture's: the first a name without a full stop, the second no longer text."""
    if one.kind is not Kind.PARAGRAPH or other.kind is not Kind.PARAGRAPH:
        return False
    first, second = signs.line(one.text), signs.line(other.text)
    return (
        0 < len(first) <= _SHORT and 0 < len(second) <= _CAPTION
        and first[-1] not in ".,;:!?\"'”’" and not re.search(r"[.!?] +\S", second[:-1].replace(". S", " S"))
        and second[-1] not in ',;:?!"' and first[0].isalnum() and first[0] == first[0].upper()
        and not _NUMBERED.match(first) and not _NUMBERED.match(second)
    )  # fmt: skip


def _without_repetition(pieces: Sequence[Piece], file: str, log: Log) -> Iterator[Piece]:
    first: dict[int, Piece] = {}
    for piece in pieces:
        if marker(piece) or _NUMBERED.match(signs.line(piece.text[:_SHORT])):
            first = {}  # a source may say what the narrative says, and two extracts may be of one work
        text = "".join(signs.kept(piece.text).split()) if piece.kind in {Kind.PARAGRAPH, Kind.QUOTATION} else ""
        if len(text) < _LEAST_PARAGRAPH:
            yield piece
            continue
        other = first.setdefault(hash(text.casefold()), piece)
        if other is piece or signs.line(other.text).casefold() != signs.line(piece.text).casefold():
            yield piece
        else:
            log.repaired(
                "duplicates", Place(file, piece.line), f"left out a paragraph that stands in line {other.line}"
            )
            yield replace(piece, kind=Kind.DROPPED, text=signs.all_of(piece.text), label="duplicates")


def _parted(pieces: Sequence[Piece], file: str, log: Log) -> Iterator[Piece]:
    """Keep lines that touch as paragraphs, and say so; or join them, if that is what is wanted."""
    held: Piece | None = None
    for piece in pieces:
        if piece.is_glued and piece.kind is Kind.PARAGRAPH and held and held.kind is Kind.PARAGRAPH:
            if log.does("glued"):
                if not _NUMBERED.match(signs.line(piece.text)) and signs.kept(piece.text).strip():
                    log.repaired("glued", Place(file, piece.line), "began a paragraph without an empty line before it")
            else:
                held = replace(held, text=f"{held.text}\n{piece.text}")
                continue
        if held:
            yield held
        held = piece
    if held:
        yield held
