"""T101: the same word twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, rule

# At most three spaces: code and comments between two words have become spaces, and "in `x` in" is no slip.
_DOUBLED = re.compile(
    r"(?<![\w@#.'\u2019-])(?P<first>[^\W\d_]{2,30})[ \u00a0]{1,3}(?P<second>(?P=first))(?![\w'\u2019-])", re.IGNORECASE,
)
_LAST = re.compile(r"(?<![\w@#.'\u2019-])(?P<word>[^\W\d_]{2,30})[ \u00a0]*\Z")
_REACH = 80
_FIRST = re.compile(r"[ >\t]*(?P<word>[^\W\d_]{2,30})(?![\w'\u2019-])")
# Words that languages do say twice: English, German, French, Italian, Spanish and Latin.
_SAID_TWICE = frozenset({
    "had", "that", "no", "so", "very", "ha", "ho", "he", "hey", "tut", "bye", "knock", "many", "long", "far", "really",
    "never", "more", "well", "now", "there", "out", "up", "down", "over", "again", "blah", "bang",
    "die", "der", "das", "den", "dem", "sie", "ihr", "was",
    "nous", "vous", "quand", "tous", "si", "poco", "piano", "via", "muy", "ya", "casi", "luego",
    "item", "quis", "ubi", "etc", "iam",
})  # fmt: skip


@rule("T101", hint="remove one of the two")
def doubled_word(lines: Lines) -> Iterator[Finding]:
    """A word stands twice in a row.

    Words that are properly said twice ("had had", "that that") and names ("Ford Ford") are not reported.
    Allow it where a writer meant it: <!-- allow: doubled-word -->

    Wrong:  He came to the the station.
    Right:  He came to the station.
    """
    for paragraph in lines.paragraphs():
        before = ""
        for place, text in paragraph:
            for match in _DOUBLED.finditer(text):
                word = match["second"]
                if _is_slip(word) and not _is_refrain(text, match):
                    yield Finding(place.at(match.start("second")), f"the word {word!r} stands twice", len(word))
            start, end = _FIRST.match(text), _LAST.search(before[-_REACH:])
            if start and end and start["word"].lower() == end["word"].lower() and _is_slip(start["word"]):
                word = start["word"]
                yield Finding(place.at(start.start("word")), f"the word {word!r} stands twice", len(word))
            before = text


def _is_refrain(text: str, match: re.Match[str]) -> bool:
    """Answer whether the word comes a third time: "never never never" is meant."""
    word = match["second"].lower()
    before = text[max(0, match.start() - _REACH) : match.start()].rstrip().lower()
    return before.endswith(word) or text[match.end() : match.end() + _REACH].lstrip().lower().startswith(word)


def _is_slip(second: str) -> bool:
    """Answer whether a repeated word is a slip: a second one with a capital is a name, or begins anew."""
    return second.islower() and second not in _SAID_TWICE
