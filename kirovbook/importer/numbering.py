"""The shapes that a source's number takes on a page, and what tells a source from a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from kirovbook.importer import signs
from kirovbook.importer.page import Kind, Piece
from kirovbook.quick_dataclass import dataclass

_STYLE = "[\ufdd0-\ufdd7]*"
_SHAPES = {
    "bracket": re.compile(rf"^{_STYLE}\((\d{{1,4}}[a-z]?)\){_STYLE}[ \n:.]*(?=\S)"),
    "square": re.compile(rf"^{_STYLE}\[(\d{{1,4}})\]{_STYLE}[ \n:.]*(?=\S)"),
    "word": re.compile(
        rf"^{_STYLE}(?:Source|Document|Extract|Doc\.?|Text)[ \n]+(\d{{1,4}}[a-z]?|[A-Z]|[IVXL]{{1,6}})"
        rf"(?:[ \n]*[:.–—-]|[ \n]*[)]){_STYLE}[ \n]*(?=\S)", re.IGNORECASE,
    ),
    "dot": re.compile(rf"^{_STYLE}(\d{{1,4}})[.)]{_STYLE}[ \n]+(?=\S)"),
}  # fmt: skip
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Numbered:
    """A piece that begins with a number: its index, the number, and how many signs that takes."""

    index: int
    number: str
    length: int


class Marker(StrEnum):
    """What a heading says of what follows it."""

    SOURCES = "sources"
    NOTES = "notes"
    OTHER = "other"


_SOURCES = re.compile(
    r"(?:selected |some |the )?(?:(?:primary|original|main) (?:sources?|documents?|texts|extracts)|"
    r"source (?:materials?|documents?|extracts?)|(?:primary )?sources|documents|extracts)",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"(?:foot|end)?notes|references|citations|notes and references|notes & references|works cited", re.IGNORECASE
)
_OTHER = re.compile(
    r"student activities|bibliography|further reading|see also|external links|links|glossary|"
    r"chronology|timeline|questions?(?: for .*)?|appendix.*|acknowledge?ments|about the author",
    re.IGNORECASE,
)


def marker(piece: Piece) -> Marker | None:
    """Answer whether a piece is a heading that begins the sources, the notes, or something after them."""
    if piece.kind not in {Kind.PARAGRAPH, Kind.HEADING} or len(piece.text) > 100:  # noqa: PLR2004 - no heading is as long
        return None
    words = signs.line(piece.text).strip("*=# :.")
    for found, pattern in ((Marker.SOURCES, _SOURCES), (Marker.NOTES, _NOTES), (Marker.OTHER, _OTHER)):
        if pattern.fullmatch(words):
            return found
    return None


def numbered(pieces: Sequence[Piece]) -> tuple[Numbered, ...]:
    """Find the pieces that begin with a number, in the shape that most of them have; the bracket before others."""
    best: tuple[Numbered, ...] = ()
    for name, shape in _SHAPES.items():
        found = tuple(
            Numbered(index, match[1], match.end())
            for index, piece in enumerate(pieces)
            if piece.kind not in {Kind.DROPPED, Kind.NOTE, Kind.ROW} and (match := shape.match(piece.text))
        )
        if name == "dot" and not _runs_on(found):
            continue
        if len(found) > len(best):
            best = found
    return best


def _runs_on(found: Sequence[Numbered]) -> bool:
    """Answer whether plain numbers begin with 1 and mostly go up by one: '1934.' at a line's start is no source."""
    numbers = [int(one.number) for one in found]
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return len(numbers) >= _FEWEST and numbers[0] == 1 and steps * 2 >= len(numbers) - 1


def are_notes(pieces: Sequence[Piece], found: Sequence[Numbered]) -> bool:
    """Answer whether numbered pieces are notes: hardly any has a passage after it."""
    starts = {one.index for one in found}
    live = [index for index, piece in enumerate(pieces) if piece.kind is not Kind.DROPPED]
    place = {index: at for at, index in enumerate(live)}
    alone = sum(
        place[one.index] + 1 == len(live) or live[place[one.index] + 1] in starts for one in found if one.index in place
    )
    return alone * 10 >= len(found) * 7


_MARK = re.compile(r"(?<=[^\s(\d])([ \n]?)(\((\d{1,3})\)|\[(\d{1,3})\])(?=[\s.,;:!?\"”’')]|$|[\ufdd0-\ufdef])")
_RAISED_MARK = re.compile(f"{signs.RAISED}[\\[(]?(\\d{{1,3}})[\\])]?{signs.RAISED_END}")


def marks_in(text: str) -> list[str]:
    """Give the numbers of the note marks in a text."""
    return [found[3] or found[4] for found in _MARK.finditer(text)] + [
        found[1] for found in _RAISED_MARK.finditer(text)
    ]


def call_notes(
    text: str, labels: frozenset[str], prefix: str, before: frozenset[str] = frozenset()
) -> tuple[str, set[str]]:
    """Turn the marks of notes that there are into calls; give the labels that were called.

    A note is called once in a chapter: a mark of one that was called there ``before`` refers to it.
    """
    called: set[str] = set()

    def call(found: re.Match[str]) -> str:
        number = (found[3] or found[4]) if found.re is _MARK else found[1]
        if number not in labels:
            return found[0]
        if number in before or number in called:
            return signs.drop(found[0].strip("\ufdd4\ufdd5")) + signs.add(f" ([@note:{prefix}{number}])")
        called.add(number)
        return signs.drop(found[0].strip("\ufdd4\ufdd5")) + signs.add(f"[^{prefix}{number}]")

    return _RAISED_MARK.sub(call, _MARK.sub(call, text)), called
