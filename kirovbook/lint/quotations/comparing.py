"""Lay a quotation beside a passage, word by word, and say how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from kirovbook.lint.quotations.passages import SHINGLE, Passage, window
from kirovbook.lint.quotations.tokens import Word
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.likeness import changes_between

_ENOUGH = 0.6
"""Of a quotation's words in the passage, in their order; below that it is another text, or a retelling."""
_LEFT_OUT = 3
"""Words that a slip of the pen does not leave out."""
_SHOWN = 2
"""Words shown on each side of a difference."""
_BEHIND = 200
"""Words behind the last part of a quotation, or before its second, in which a part is looked for that has no row."""


class Verdict(StrEnum):
    """What became of a quotation on its way from the source."""

    IDENTICAL = "identical"
    DIFFERING = "differing"
    CUT_SHORT = "cut short"
    OTHER_SOURCE = "in another source"
    NOWHERE = "nowhere"
    WITHOUT_SOURCE = "without a source"
    UNKNOWN = "not to be held against anything"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the quotation (by number, from and to) and those that the passage has instead."""

    start: int
    end: int
    passage_start: int
    passage_end: int

    @property
    def leaves_out(self) -> bool:
        """Answer whether the quotation only leaves out, and more than a slip would."""
        return self.start == self.end and self.passage_end - self.passage_start >= _LEFT_OUT


@dataclass(frozen=True, slots=True)
class Likeness:
    """A quotation laid beside a passage: the share of its words that agree, and where they don't."""

    passage: Passage
    share: float
    first: int
    last: int
    differences: tuple[Difference, ...]


def lay_beside(words: Sequence[Word], passage: Passage, hits: Sequence[tuple[int, int]]) -> Likeness | None:
    """Find the words of a quotation in a passage, part by part where an editor left something out; None if not."""
    agreeing, differences, first, last = 0, list[Difference](), -1, -1
    for begin, stop in _parts(words):
        start, end = _room(hits, begin, stop, last, len(passage.words))
        part, room = _folded(words[begin:stop]), _folded(passage.words[start:end])
        # A part that stands there as it is needs no more; else a repeated word could be taken for its neighbour's.
        found = _same(part, room, is_first=last < 0) or _align(part, room)
        if found is None:
            differences.append(Difference(begin, stop, start, start))
            continue
        agreeing += found.agreeing
        first = start + found.low if first < 0 else first
        last = start + found.high - 1
        differences += [
            Difference(begin + one.start, begin + one.end, start + one.passage_start, start + one.passage_end)
            for one in found.differences
        ]
    share = agreeing / len(words) if words else 0.0
    return Likeness(passage, share, first, last, tuple(differences)) if share >= _ENOUGH else None


def _parts(words: Sequence[Word]) -> list[tuple[int, int]]:
    starts = [number for number, word in enumerate(words) if word.follows_gap or number == 0]
    return list(pairwise([*starts, len(words)]))


def _room(hits: Sequence[tuple[int, int]], begin: int, stop: int, last: int, length: int) -> tuple[int, int]:
    """Give where in the passage a part of the quotation is to be looked for: behind the part before it."""
    own = [(number - begin, at) for number, at in hits if begin <= number <= stop - SHINGLE and at > last]
    if own:
        low, high = window(own, stop - begin, length)
        return max(low, last + 1), high
    if last >= 0:
        return last + 1, min(length, last + 1 + _BEHIND)
    second = next((at for number, at in sorted(hits) if number >= stop), 0)
    return max(0, second - _BEHIND), second


def _folded(words: Sequence[Word]) -> list[str]:
    return [word.folded for word in words]


@dataclass(frozen=True, slots=True)
class _Aligned:
    """How many words of a part agree, what differs, and from where to where in the room it lies."""

    agreeing: int
    differences: tuple[Difference, ...]
    low: int
    high: int


def _same(part: list[str], room: list[str], *, is_first: bool) -> _Aligned | None:
    """Find a part in its room word for word: the first part as late as can be, any other as early as can be."""
    count = len(part)
    starts = range(len(room) - count + 1)
    for start in reversed(starts) if is_first else starts:
        if room[start] == part[0] and room[start : start + count] == part:
            return _Aligned(count, (), start, start + count)
    return None


def _align(part: list[str], room: list[str]) -> _Aligned | None:
    changes = [one for one in changes_between(part, room) if one.kind != "insert" or 0 < one.start < len(part)]
    same = [one for one in changes if one.kind == "equal"]
    if not same or (len(part) >= SHINGLE and all(one.end - one.start < 2 for one in same)):  # noqa: PLR2004 - in a row
        return None
    differences = tuple(
        Difference(one.start, one.end, one.other_start, one.other_end) for one in changes
        if one.kind != "equal" and not _is_spelling_of_one(
            part, room, one.start, one.end, one.other_start, one.other_end)
    )
    agreeing = sum(one.end - one.start for one in same)
    return _Aligned(agreeing, differences, min(one.other_start for one in same), max(one.other_end for one in same))


def _is_spelling_of_one(part: list[str], room: list[str], start: int, end: int, other: int, other_end: int) -> bool:
    """Answer whether words differ only in where they are parted: "co-operate" and "cooperate"."""
    return start < end and "".join(part[start:end]) == "".join(room[other:other_end])


def shown(words: Sequence[Word], likeness: Likeness, text: str, one: Difference) -> str:
    """Show a difference as ``git diff --word-diff`` does: the passage has what is in [-...-], the quotation {+...+}."""
    theirs = " ".join(_written(likeness.passage, number) for number in range(one.passage_start, one.passage_end))
    ours = " ".join(text[word.start : word.end] for word in words[one.start : one.end])
    before = " ".join(text[word.start : word.end] for word in words[max(0, one.start - _SHOWN) : one.start])
    after = " ".join(text[word.start : word.end] for word in words[one.end : one.end + _SHOWN])
    changed = (f"[-{theirs}-]" if theirs else "") + (f"{{+{ours}+}}" if ours else "")
    return " ".join(part for part in (before, changed, after) if part)


def _written(passage: Passage, number: int) -> str:
    at = max(index for index, first in enumerate(passage.firsts) if first <= number)
    word = passage.words[number]
    return passage.paragraphs[at].words[word.start : word.end]
