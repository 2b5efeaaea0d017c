"""Set straight quotation marks, hyphens and dots as a printer of the text's language would.

What Pandoc's ``smart`` does for English, done for each language: ``"..."`` becomes “...”, „...“ or «...»;
``'34`` takes an apostrophe; ``--`` is an en dash, ``---`` an em dash and ``...`` an ellipsis. A mark may open
in one piece of a line and close in another ("*word*"), so a line is set as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final

from kirovbook.quick_dataclass import dataclass

_THIN: Final = "\u202f"
_ENGLISH: Final = ("“", "”", "‘", "’")
_GERMAN: Final = ("„", "“", "‚", "‘")
_FRENCH: Final = (f"«{_THIN}", f"{_THIN}»", f"‹{_THIN}", f"{_THIN}›")
_RUSSIAN: Final = ("«", "»", "„", "“")
_SOUTHERN: Final = ("«", "»", "“", "”")
_POLISH: Final = ("„", "”", "«", "»")
_NORDIC: Final = ("”", "”", "’", "’")

# Unicode CLDR, "delimiters", with the thin spaces of French printers.
QUOTES: Final[dict[str, tuple[str, str, str, str]]] = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "de-ch": ("«", "»", "‹", "›"),
    "fr": _FRENCH,
    "fr-ch": ("«", "»", "‹", "›"),
    "ru": _RUSSIAN,
    "be": _RUSSIAN,
    "uk": ("«", "»", "„", "“"),
    "bg": ("„", "“", "„", "“"),
    "sr": ("„", "“", "‘", "‘"),
    "hr": ("„", "“", "‘", "’"),
    "sl": _GERMAN,
    "cs": _GERMAN,
    "sk": _GERMAN,
    "pl": _POLISH,
    "hu": ("„", "”", "»", "«"),
    "ro": ("„", "”", "«", "»"),
    "lt": ("„", "“", "„", "“"),
    "lv": ("“", "”", "‘", "’"),
    "et": ("„", "“", "„", "“"),
    "it": _SOUTHERN,
    "es": _SOUTHERN,
    "pt": ("“", "”", "‘", "’"),
    "pt-pt": _SOUTHERN,
    "el": _SOUTHERN,
    "nl": ("“", "”", "‘", "’"),
    "da": ("“", "”", "‘", "’"),
    "no": ("«", "»", "‘", "’"),
    "nb": ("«", "»", "‘", "’"),
    "nn": ("«", "»", "‘", "’"),
    "sv": _NORDIC,
    "fi": _NORDIC,
    "tr": _ENGLISH,
    "he": ("”", "”", "’", "’"),
}

_OBJECT: Final = "\ufffc"
_RAISED: Final = "\ufffb"
_DASHES: Final = re.compile(r"-{2,}")
_QUOTE: Final = re.compile(r"['\"]")
_DECADE: Final = re.compile(r"\d\d(?:s\b|(?![\w']))")
_CLIPPED: Final = re.compile(r"(?:tis|twas|twere|twill|twould|em|til)\b", re.IGNORECASE)


class RunKind(Enum):
    """What a piece of a line is to the marks around it."""

    WORDS = auto()
    """Words whose marks are to be set."""
    KEPT = auto()
    """Words that stay as they are: an escaped mark, a formula."""
    OBJECT = auto()
    """Something that stands like a word: code, a picture."""
    RAISED = auto()
    """A note's mark or a citation, which a quotation mark may stand before or after."""
    EDGE = auto()
    """The beginning or the end of emphasis or a link: nothing to the marks."""
    SPACE = auto()
    """The end of a line."""
    LANGUAGE = auto()
    """From here on the words are in the language ``words`` ("same": as before); empty: the innermost ends."""
    OPEN_QUOTE = auto()
    CLOSE_QUOTE = auto()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line of text."""

    kind: RunKind
    words: str = ""


@dataclass(slots=True)
class _Mark:
    """A straight quotation mark: the run it stands in, where, and what it may be."""

    run: int
    at: int
    char: str
    opens: bool
    closes: bool
    quotes: tuple[str, str, str, str]
    made: str = ""


def quotes_of(lang: str) -> tuple[str, str, str, str]:
    """Give a language's marks: outer opening and closing, inner opening and closing; English if unknown."""
    lang = lang.lower().replace("_", "-")
    return QUOTES.get(lang) or QUOTES.get(lang.partition("-")[0], _ENGLISH)


def set_punctuation(runs: Sequence[Run], lang: str) -> list[str]:
    """Give the words of each run as they are to be printed."""
    marks = list(_marks(runs, lang))
    _pair(marks)
    made = [run.words for run in runs]
    for index, words in _explicit_quotes(runs, lang):
        made[index] = words
    by_run: dict[int, list[_Mark]] = {}
    for mark in marks:
        by_run.setdefault(mark.run, []).append(mark)
    for index, run in enumerate(runs):
        if run.kind is RunKind.WORDS:
            made[index] = _replaced(run.words, by_run.get(index, []))
    return made


def _replaced(words: str, marks: Sequence[_Mark]) -> str:
    pieces = []
    done = 0
    for mark in marks:
        pieces += [_dashes_and_dots(words[done : mark.at]), mark.made]
        done = mark.at + 1
    pieces.append(_dashes_and_dots(words[done:]))
    return "".join(pieces)


def _dashes_and_dots(words: str) -> str:
    return _DASHES.sub(_dash, words).replace("...", "…")


def _dash(run: re.Match[str]) -> str:
    ems, rest = divmod(len(run[0]), 3)
    return "—" * ems + ("", "-", "–")[rest]


def _marks(runs: Sequence[Run], lang: str) -> Iterator[_Mark]:
    following = _first_characters(runs)
    quotes = [quotes_of(lang)]
    before = " "
    for index, run in enumerate(runs):
        if run.kind is RunKind.LANGUAGE:
            if run.words:
                quotes.append(quotes[-1] if run.words == "same" else quotes_of(run.words))
            elif len(quotes) > 1:
                quotes.pop()
        elif run.kind is RunKind.WORDS:
            for found in _QUOTE.finditer(run.words):
                at = found.start()
                last = run.words[at - 1] if at else before
                rest = run.words[at + 1 : at + 10]
                yield _mark(index, at, found[0], last, rest or following[index], quotes[-1])
        before = _last_character(run) or before


def _mark(run: int, at: int, char: str, last: str, rest: str, quotes: tuple[str, str, str, str]) -> _Mark:
    upcoming = rest[0]
    follows_end = last in "”’)]}!?.,;:…" and not (char == '"' and upcoming.isalnum())
    opens = not upcoming.isspace() and not last.isalnum() and not follows_end
    closes = not last.isspace() and not (char == "'" and upcoming.isalnum())
    if char == "'" and opens and (_DECADE.match(rest) or _CLIPPED.match(rest)):
        opens = closes = False
    if opens and closes:
        opens = upcoming.isalnum() or upcoming in f"“‘«„‹(['\"…{_OBJECT}"
        closes = not opens or last in "'\""
    return _Mark(run, at, char, opens, closes, quotes)


def _pair(marks: Sequence[_Mark]) -> None:
    """Settle each mark: one of a pair, an apostrophe, or a double mark that stands alone."""
    opened: dict[str, list[_Mark]] = {'"': [], "'": []}
    for mark in marks:
        outer = mark.char == '"'
        first, last = (mark.quotes[0], mark.quotes[1]) if outer else (mark.quotes[2], mark.quotes[3])
        if mark.closes and opened[mark.char]:
            opener = opened[mark.char].pop()
            opener.made = opener.quotes[0] if outer else opener.quotes[2]
            mark.made = opener.quotes[1] if outer else opener.quotes[3]
            if outer:
                opened["'"] = [single for single in opened["'"] if (single.run, single.at) < (opener.run, opener.at)]
        elif mark.opens:
            mark.made = first if outer else "’"
            opened[mark.char].append(mark)
        else:
            mark.made = last if outer else "’"


def _explicit_quotes(runs: Sequence[Run], lang: str) -> Iterator[tuple[int, str]]:
    depth = 0
    quotes = quotes_of(lang)
    for index, run in enumerate(runs):
        if run.kind is RunKind.OPEN_QUOTE:
            yield index, quotes[0 if depth % 2 == 0 else 2]
            depth += 1
        elif run.kind is RunKind.CLOSE_QUOTE:
            depth = max(depth - 1, 0)
            yield index, quotes[1 if depth % 2 == 0 else 3]


def _first_characters(runs: Sequence[Run]) -> list[str]:
    """Give for each run the character that follows it."""
    following = [" "] * len(runs)
    upcoming = " "
    for index in range(len(runs) - 1, -1, -1):
        following[index] = upcoming
        upcoming = _first_character(runs[index]) or upcoming
    return following


def _first_character(run: Run) -> str:
    match run.kind:
        case RunKind.WORDS | RunKind.KEPT:
            return run.words[:1]
        case RunKind.OBJECT:
            return _OBJECT
        case RunKind.RAISED:
            return _RAISED
        case RunKind.SPACE:
            return " "
        case RunKind.OPEN_QUOTE:
            return "“"
        case RunKind.CLOSE_QUOTE:
            return "”"
        case RunKind.EDGE | RunKind.LANGUAGE:
            return ""


def _last_character(run: Run) -> str:
    match run.kind:
        case RunKind.WORDS | RunKind.KEPT:
            return run.words[-1:]
        case RunKind.RAISED:
            return ""
        case _:
            return _first_character(run)
