"""Take the words of a text apart, each with its place in it, so that two wordings can be laid side by side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kirovbook.quick_dataclass import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
# What an editor puts in: an ellipsis, alone or in brackets, and words in brackets. A letter in brackets is a word's.
_EDITED = re.compile(
    r"\[[ ]?(?:\.{3}|…|\.[ \u00a0]\.[ \u00a0]\.)[ ]?\]|\.[ \u00a0]\.[ \u00a0]\.(?:[ \u00a0]\.)?|\.{3,4}|…"
    r"|\[(?!\w{1,3}\]\w)[^\[\]\n]{1,200}\]"
)
_LETTER = re.compile(r"\[(?P<letter>\w{1,3})\](?=\w)")
_SENTENCE_END = re.compile(r"[.!?…]|\n[ \t>]*\n")
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and from which letter to which it stands in its text.

    ``ends`` says that a sentence or a paragraph ends behind it; ``follows_gap`` that an editor left out or put in
    something before it, or that it is the first.
    """

    folded: str
    start: int
    end: int
    ends: bool
    follows_gap: bool


def words_of(text: str, *, is_edited: bool) -> tuple[Word, ...]:
    """Give the words of a text in their order.

    ``is_edited``: ellipses and brackets are an editor's. In a passage they are the passage's own words.
    """
    gaps = [found.span() for found in _EDITED.finditer(text)] if is_edited else []
    shown = _without(text, gaps)
    if is_edited and "[" in shown:
        # "[h]e" is the word "he": as many spaces as there were brackets go before it.
        shown = _LETTER.sub(lambda found: found["letter"].rjust(len(found[0])), shown)
    return tuple(_read(shown, gaps))


def _without(text: str, gaps: list[tuple[int, int]]) -> str:
    kept, end = [], 0
    for start, stop in gaps:
        kept += [text[end:start], " " * (stop - start)]
        end = stop
    return "".join(kept) + text[end:]


def _read(shown: str, gaps: list[tuple[int, int]]) -> Iterator[Word]:
    found = list(_WORD.finditer(shown))
    gap = 0
    for number, word in enumerate(found):
        follows_gap = number == 0
        while gap < len(gaps) and gaps[gap][0] < word.start():
            follows_gap, gap = True, gap + 1
        until = found[number + 1].start() if number + 1 < len(found) else len(shown)
        ends = number + 1 == len(found) or bool(_SENTENCE_END.search(shown, word.end(), until))
        yield Word(_folded(word[0]), word.start(), word.end(), ends, follows_gap)


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKC", word).replace(_SOFT_HYPHEN, "")
    return plain.casefold().replace("’", "'").replace("ʼ", "'")
