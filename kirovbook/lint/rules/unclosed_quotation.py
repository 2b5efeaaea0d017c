"""T103: a quotation mark without its partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.own_words import Wording
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule

_OPENING_STRAIGHT = re.compile(r"(?:(?<=[\s(\[—–>“])|^)\"(?=\S)", re.MULTILINE)
_OPENING_SINGLE = re.compile(
    r"(?:(?<=[\s(\[“\"])|^)(?:‘(?=\w)|'(?=[A-Z]))(?!(?:[Tt]is|[Tt]was|em|cause|t|n|\d0s)\b)", re.MULTILINE
)
_CLOSING_SINGLE = re.compile(r"(?<=[\w.,;:!?…])['’](?=[\s.,;:!?)\]\"”—–]|$)", re.MULTILINE)
_BEFORE_MARK = " \t>*_"
_ENGLISH_PAIRS = (("“", "”"), ("«", "»"))
_OTHER_PAIRS = (("«", "»"),)


@rule("T103", hint="close the quotation where it ends, or take the mark away")
def unclosed_quotation(wording: Wording) -> Iterator[Finding]:
    """A quotation mark opens and none closes, in its paragraph or in those that go on with it.

    A quotation of several paragraphs opens anew in each of them and closes in the last. Allow it where the text is
    printed as it was found: <!-- allow: unclosed-quotation -->

    Wrong:  He said: “I know nothing of it.
    Right:  He said: “I know nothing of it.”
    """
    stretches = wording.stretches
    pairs = _ENGLISH_PAIRS if wording.lang.startswith("en") else _OTHER_PAIRS
    for number, stretch in enumerate(stretches):
        words = stretch.words
        after = stretches[number + 1].words.lstrip(_BEFORE_MARK) if number + 1 < len(stretches) else ""
        for opening, closing in pairs:
            if words.count(opening) > words.count(closing) and not after.startswith(opening):
                yield _finding(stretch, _unmatched(words, opening, closing), "a quotation mark is never closed")
        if words.count('"') % 2 and not after.startswith('"'):
            opened = [found.start() for found in _OPENING_STRAIGHT.finditer(words)]
            at = opened[-1] if opened else words.rindex('"')
            yield _finding(stretch, at, "a quotation mark has no partner")
        if wording.lang.startswith("en") and ("‘" in words or "'" in words) and not after.startswith(("‘", "'")):
            yield from _single(stretch)


def _single(stretch: Stretch) -> Iterator[Finding]:
    """Find a single mark that opens and behind which none can close."""
    closings = [found.start() for found in _CLOSING_SINGLE.finditer(stretch.words)]
    for found in _OPENING_SINGLE.finditer(stretch.words):
        if not closings or closings[-1] <= found.start():
            yield _finding(stretch, found.start(), "a single quotation mark is never closed")
            return


def _unmatched(words: str, opening: str, closing: str) -> int:
    """Give the last opening mark that has no closing one behind it."""
    open_at: list[int] = []
    for at, sign in enumerate(words):
        if sign == opening:
            open_at.append(at)
        elif sign == closing and open_at:
            open_at.pop()
    return open_at[-1] if open_at else words.index(opening)


def _finding(stretch: Stretch, at: int, message: str) -> Finding:
    return Finding(stretch.place(at), message, 1)
