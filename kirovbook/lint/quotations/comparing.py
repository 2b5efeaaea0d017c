"""Lay a quotation beside a passage, word by word, and say how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kirovbook.lint.quotations.passages import Passage, window
from kirovbook.lint.quotations.tokens import Word
from kirovbook.resolve.likeness import changes_between

_ENOUGH = 0.6
"""Of a quotation's words in the passage, in their order; below that it is another text, or a retelling."""
_LEFT_OUT = 3
"""Words that a slip of the pen does not leave out."""
_SHOWN = 2
"""Words shown on each side of a difference."""
_FEWEST_ALONE = 3


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
    start, end = window(hits, len(words), len(passage.words))
    agreeing, differences, first, last = 0, list[Difference](), -1, -1
    for begin, stop in _parts(words):
        part, room = words[begin:stop], passage.words[max(start, last + 1) : end]
        offset = max(start, last + 1)
        found = _align([word.folded for word in part], [word.folded for word in room])
        if found is None:
            differences.append(Difference(begin, stop, offset, offset))
            continue
        same, changed, low, high = found
        agreeing += same
        first = offset + low if first < 0 else first
        last = offset + high - 1
        differences += [
            Difference(begin + one.start, begin + one.end, offset + one.passage_start, offset + one.passage_end)
            for one in changed
        ]
    share = agreeing / len(words) if words else 0.0
    return Likeness(passage, share, first, last, tuple(differences)) if share >= _ENOUGH else None


def _parts(words: Sequence[Word]) -> list[tuple[int, int]]:
    starts = [number for number, word in enumerate(words) if word.follows_gap or number == 0]
    return list(pairwise([*starts, len(words)]))


def _align(part: list[str], room: list[str]) -> tuple[int, list[Difference], int, int] | None:
    """Align a part with a stretch of the passage: how many words agree, what differs, from where to where it lies."""
    changes = changes_between(part, room)
    inside = [change for change in changes if change.kind != "insert" or 0 < change.start < len(part)]
    same = [change for change in inside if change.kind == "equal"]
    if not same or (len(part) >= _FEWEST_ALONE and not any(change.end - change.start > 1 for change in same)):
        return None
    low = min(change.other_start for change in same)
    high = max(change.other_end for change in same)
    differing = [
        Difference(change.start, change.end, max(change.other_start, low), min(change.other_end, high))
        if change.start not in {0} or change.kind == "insert"
        else Difference(change.start, change.end, change.other_start, change.other_end)
        for change in inside
        if change.kind != "equal" and not _is_spelling_of_one(part, room, change.start, change.end,
                                                              change.other_start, change.other_end)
    ]
    return sum(change.end - change.start for change in same), differing, low, high


def _is_spelling_of_one(part: list[str], room: list[str], start: int, end: int, other: int, other_end: int) -> bool:
    """Answer whether words differ only in where they are parted: "co-operate" and "cooperate"."""
    return start < end and "".join(part[start:end]) == "".join(room[other:other_end])


def shown(words: Sequence[Word], likeness: Likeness, text: str, one: Difference) -> str:
    """Show a difference as ``git diff --word-diff`` does: the passage's words in [-...-], the quotation's in {+...+}."""
    paragraph = likeness.passage.paragraphs
    theirs = " ".join(_written(likeness.passage, number) for number in range(one.passage_start, one.passage_end))
    ours = " ".join(text[word.start : word.end] for word in words[one.start : one.end])
    before = " ".join(text[word.start : word.end] for word in words[max(0, one.start - _SHOWN) : one.start])
    after = " ".join(text[word.start : word.end] for word in words[one.end : one.end + _SHOWN])
    changed = (f"[-{theirs}-]" if theirs and paragraph else "") + (f"{{+{ours}+}}" if ours else "")
    return " ".join(part for part in (before, changed, after) if part)


def _written(passage: Passage, number: int) -> str:
    at = max(index for index, first in enumerate(passage.firsts) if first <= number)
    word = passage.words[number]
    return passage.paragraphs[at].words[word.start : word.end]
