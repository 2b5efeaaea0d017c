"""Find words that stand in two texts in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, tee

from kirovbook.lint.prose import Stretch
from kirovbook.quick_dataclass import dataclass

CUT = "\u00b6"
"""Stands where words were taken out, so that no run goes across."""
_WORD = re.compile(rf"[^\W_]+(?:['\u2019][^\W_]+)*|{CUT}+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")

Shingles = frozenset[tuple[str, ...]]
"""Every so many words in a row of a text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph that stand elsewhere too: from letter to letter."""

    stretch: Stretch
    start: int
    end: int

    @property
    def words(self) -> str:
        """Give the words with one space between."""
        return " ".join(self.stretch.words[self.start : self.end].split())


def shingles(texts: Iterable[str], least: int) -> Shingles:
    """Give every ``least`` words in a row, whatever their capitals and punctuation."""
    return frozenset(row for text in texts for row in _rows(_folded(text), least))


def shared_shingles(texts: Iterable[str], among: Shingles, least: int) -> Shingles:
    """Give those of some rows of words that stand in the texts, which may be long."""
    return frozenset(row for text in texts for row in _rows(_folded(text), least) if row in among)


def shared_runs(stretches: Iterable[Stretch], others: Shingles, least: int) -> Iterator[Run]:
    """Give the longest runs of ``least`` words or more that stand in the other texts too.

    A name may be long ("the Central Committee of the Communist Party of the Soviet Union"): a run counts when three
    of its words are no names.
    """
    for stretch in stretches:
        words = list(_WORD.finditer(stretch.words))
        hits = [at for at, row in enumerate(_rows([word[0].casefold() for word in words], least)) if row in others]
        for first, last in _joined(hits, least):
            run = Run(stretch, words[first].start(), words[last].end())
            if sum(word[0].islower() for word in _LONG_WORD.finditer(run.words)) > 2:  # noqa: PLR2004 - three words
                yield run


def _folded(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _rows(words: list[str], least: int) -> Iterator[tuple[str, ...]]:
    return zip(*(islice(copy, start, None) for start, copy in enumerate(tee(words, least))), strict=False)


def _joined(hits: list[int], least: int) -> Iterator[tuple[int, int]]:
    """Join rows that overlap; give the numbers of the first and the last word."""
    first = last = -1
    for at in hits:
        if first < 0 or at > last:
            if first >= 0:
                yield first, last
            first = at
        last = at + least - 1
    if first >= 0:
        yield first, last
