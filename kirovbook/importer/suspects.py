"""Find what looks like an error of typing or of reading by machine. It is reported and never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kirovbook.diagnostics import Place
from kirovbook.importer import signs
from kirovbook.importer.page import Kind, Log, Piece

MOST = 200
"""Of a kind on one page: more say that the page needs reading as a whole."""

_ORDINAL = re.compile(r"\b[lI](st|9\d\d|[0-9]th)\b")
_LETTER_O = re.compile(r"\b\d+[Oo]\d*\b(?!')")
_PLURAL = re.compile(r"\b([Aa]n?) (\d+ (?:years|months|weeks|days|hours|people|men|women|pages))\b(?! )?")
_A_VOWEL = re.compile(r"\b([Aa]) ([AEFHILMNORSX](?:[A-Z]\.?)+|[AEFHILMNORSX]\.(?:[A-Z]\.)+)(?=[\s,.;])")
_AN_CONSONANT = re.compile(r"\b([Aa]n) ((?:[BCDGJKPQTVWYZ]\.?){2,}[A-Z]*)(?=[\s,.;])")
_SPOKEN_AS_WORD = frozenset({"NATO", "NASA", "NEP", "RAF", "SALT", "LASER", "RADAR", "MI", "NATO."})
_DOUBLED = re.compile(
    r"\b(the|a|an|of|to|and|in|was|were|is|he|she|his|her|by|for|with|from|at|on) \1\b", re.IGNORECASE
)
_ODD_LETTERS = re.compile(
    r"(?<![\w'’.@/-])(?:[a-z]*(?:zh|hz|vz|jk|qz)[a-z]*|[bcdfghjklmnpqrstvwxz]{4,}|[a-z]+[hgk]d)(?![\w'’@/])"
)
_QUESTION = re.compile(
    r"(?:^|(?<=[.!?] ))((?:(?:To what extent|Why|How far|How long|Where) "
    r"(?:are|is|was|were|did|do|does|can|could|should|would|will|had|has|have)|"
    r"(?:How|What|When|Whom?) (?:did|do|does))\b[^.?!\"“”]{3,200})\.(?=\s|$)"
)
_OPENING_SINGLE = re.compile(r"(?:^|(?<=[\s(\[\"“]))['‘](?=\w)(?!(?:t|tis|twas|em|cause|\d0s)\b)")
_CLOSING_SINGLE = re.compile(r"(?<=[\w.,;:!?])['’](?=[\s.,;:!?)\]\"”]|$)")
_ENGLISH_SPELLINGS = frozenset({"nth", "hmmm", "shhh", "pfft", "psst"})


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


def _letter(found: re.Match[str]) -> tuple[str, str]:
    figure = re.sub("[lI]", "1", found[0], count=1) if found.re is _ORDINAL else re.sub("[Oo]", "0", found[0])
    return "has a letter among its figures", f"write {figure!r} if a figure is meant"


def _odd(found: re.Match[str]) -> tuple[str, str]:
    if found[0] in _ENGLISH_SPELLINGS:
        return "", ""
    return "has letters that are rare in English", "look whether a letter is missing"


def _vowel(found: re.Match[str]) -> tuple[str, str]:
    if found[2] in _SPOKEN_AS_WORD:
        return "", ""
    return "is spoken with a vowel", f"write '{found[1]}n {found[2]}'"


Say = Callable[[re.Match[str]], tuple[str, str]]

_WORDS: tuple[tuple[str, re.Pattern[str], Say], ...] = (
    ("I120", _ORDINAL, _letter),
    ("I120", _LETTER_O, _letter),
    ("I121", _PLURAL, lambda found: ("has an article before a plural", f"write {found[2]!r}")),
    ("I121", _A_VOWEL, _vowel),
    ("I121", _AN_CONSONANT, lambda found: ("is spoken with a consonant", f"write '{found[1][0]} {found[2]}'")),
    ("I122", _DOUBLED, lambda found: ("has a word twice", f"write {found[1]!r} once")),
    ("I123", _ODD_LETTERS, _odd),
)
"""What is looked for, and what is said of it and advised; nothing where it is right after all."""


def _suspects(text: str, after: str) -> Iterator[tuple[str, int, str, str, int]]:
    for code, pattern, say in _WORDS:
        for found in pattern.finditer(text):
            message, hint = say(found)
            if message:
                yield code, found.start(), f"{found[0]!r} {message}", hint, len(found[0])
    for found in _QUESTION.finditer(text):
        yield "I124", found.end() - 1, "a question ends with a full stop", "write a question mark if it asks", 1
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
