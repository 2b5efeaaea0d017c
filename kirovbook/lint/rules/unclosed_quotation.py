"""T103: a quotation mark without its partner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from kirovbook.lint.own_words import Wording
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.quick_dataclass import dataclass

_OPENING_STRAIGHT = re.compile(r"(?:^|[\s(\[—–>“])[*_]{0,3}(?P<mark>\")(?=\S)", re.MULTILINE)
_OPENING_SINGLE = re.compile(
    r"(?:(?<=[\s(\[“\"])|^)(?:‘(?=\w)|'(?=[A-Z]))(?!(?:[Tt]is|[Tt]was|em|cause|t|n|\d0s)\b)", re.MULTILINE
)
_CLOSING_SINGLE = re.compile(r"(?<=[\w.,;:!?…])['’](?=[\s.,;:!?)\]\"”—–]|$)", re.MULTILINE)
_EMPTY_IN_BLOCK = re.compile(r"\n[ \t]*>[ \t>]*(?=\n)")
_BEFORE_MARK = " \t\n>*_"
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
    paragraphs = tuple(one for stretch in wording for one in _paragraphs(stretch))
    pairs = _ENGLISH_PAIRS if wording.lang.startswith("en") else _OTHER_PAIRS
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        words = paragraph.words
        after = following.words.lstrip(_BEFORE_MARK) if following else ""
        for opening, closing in pairs:
            if words.count(opening) > words.count(closing) and not after.startswith(opening):
                yield paragraph.finding(_unmatched(words, opening, closing), "a quotation mark is never closed")
        if words.count('"') % 2 and not after.startswith('"'):
            opened = [found.start("mark") for found in _OPENING_STRAIGHT.finditer(words)]
            at = opened[-1] if opened else words.rindex('"')
            yield paragraph.finding(at, "a quotation mark has no partner")
        if wording.lang.startswith("en") and ("‘" in words or "'" in words) and not after.startswith(("‘", "'")):
            yield from _single(paragraph)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph, and at which letter of its stretch it begins: a block quotation has several."""

    words: str
    stretch: Stretch
    start: int

    def finding(self, at: int, message: str) -> Finding:
        return Finding(self.stretch.place(self.start + at), message, 1)


def _paragraphs(stretch: Stretch) -> Iterator[_Paragraph]:
    start = 0
    if stretch.words.lstrip(" \t").startswith(">"):
        for between in _EMPTY_IN_BLOCK.finditer(stretch.words):
            yield _Paragraph(stretch.words[start : between.start()], stretch, start)
            start = between.end()
    yield _Paragraph(stretch.words[start:], stretch, start)


def _single(paragraph: _Paragraph) -> Iterator[Finding]:
    """Find a single mark that opens and behind which none can close."""
    closings = [found.start() for found in _CLOSING_SINGLE.finditer(paragraph.words)]
    for found in _OPENING_SINGLE.finditer(paragraph.words):
        if not closings or closings[-1] <= found.start():
            yield paragraph.finding(found.start(), "a single quotation mark is never closed")
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

