"""Find what looks like an error of typing or of reading by machine. It is reported and never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kirovbook.diagnostics import Place
from kirovbook.importer import signs
from kirovbook.importer.page import Kind, Log, Piece
from kirovbook.lint.slips import (
    Slip,
    articles_before_plurals,
    letters_among_figures,
    odd_words,
    unasked_questions,
    wrong_articles,
)

MOST = 200
"""Of a kind on one page: more say that the page needs reading as a whole."""

_DOUBLED = re.compile(
    r"\b(the|a|an|of|to|and|in|was|were|is|he|she|his|her|by|for|with|from|at|on) \1\b", re.IGNORECASE
)
_OPENING_SINGLE = re.compile(r"(?:^|(?<=[\s(\[\"“]))['‘](?=\w)(?!(?:t|tis|twas|em|cause|\d0s)\b)")
_CLOSING_SINGLE = re.compile(r"(?<=[\w.,;:!?])['’](?=[\s.,;:!?)\]\"”]|$)")


def find_suspects(pieces: Sequence[Piece], file: str, log: Log) -> None:
    """Report what looks wrong in pieces that the book prints."""
    counts: dict[str, int] = {}
    shown = [piece for piece in pieces if piece.kind is not Kind.DROPPED]
    for number, piece in enumerate(shown):
        text = signs.kept(piece.text)
        after = signs.kept(shown[number + 1].text).lstrip() if number + 1 < len(shown) else ""
        for code, start, message, hint, length in _suspects(text, after):
            counts[code] = counts.get(code, 0) + 1
            if counts[code] <= MOST:
                line = piece.line + text.count("\n", 0, start)
                log.advise(code, Place(file, line, _column(text, start, piece)), message, hint, length)


def _column(text: str, start: int, piece: Piece) -> int:
    """Give the column, where the piece's text is the page's own letter by letter."""
    return start - text.rfind("\n", 0, start) if piece.text == text else 1


_SLIPS: tuple[tuple[str, Callable[[str], Iterator[Slip]]], ...] = (
    ("I120", letters_among_figures),
    ("I121", articles_before_plurals),
    ("I121", wrong_articles),
    ("I123", odd_words),
    ("I124", unasked_questions),
)


def _suspects(text: str, after: str) -> Iterator[tuple[str, int, str, str, int]]:
    for code, find in _SLIPS:
        for slip in find(text):
            yield code, slip.start, slip.message, slip.hint, slip.length
    for found in _DOUBLED.finditer(text):
        yield "I122", found.start(), f"{found[0]!r} has a word twice", f"write {found[1]!r} once", len(found[0])
    yield from _unbalanced(text, after)


def _unbalanced(text: str, after: str) -> Iterator[tuple[str, int, str, str, int]]:
    """Find quotation marks without their partner; a quotation may run on where the next paragraph opens again."""
    straight = text.count('"')
    curled = text.count("“") - text.count("”")
    runs_on = after.startswith(('"', "“"))
    if (straight % 2 or curled) and not runs_on:
        at = max(text.rfind('"'), text.rfind("“"), text.rfind("”"), 0)
        yield (
            "I125",
            at,
            "a double quotation mark has no partner",
            "close the quotation where it ends, or take the mark away",
            1,
        )
    opened = list(_OPENING_SINGLE.finditer(text))
    if len(opened) > len(_CLOSING_SINGLE.findall(text)) and not after.startswith(("'", "‘")):
        closings = [found.start() for found in _CLOSING_SINGLE.finditer(text)]
        at = next(
            (
                one.start()
                for one, nxt in zip(opened, [*opened[1:], None], strict=True)
                if not any(one.start() < end < (nxt.start() if nxt else len(text)) for end in closings)
            ),
            0,
        )
        yield "I125", at, "a single quotation mark is never closed", "close the quotation where it ends", 1
