"""The passages of the sources, laid out word by word, and an index of every three words in a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kirovbook.diagnostics import Place
from kirovbook.lint.own_words import only_passage
from kirovbook.lint.prose import Stretch, prose_of, stretches
from kirovbook.lint.quotations.tokens import Word, words_of
from kirovbook.model.book import WrittenSource
from kirovbook.model.source import SourceKind
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass

SHINGLE = 3
"""Words in a row by which a passage is found: short quotations have few."""
_COMMONEST = 64
"""Rows that stand in more places are in refrains and formulas, and lead to none of them."""
_NEAR = 40
"""Words by which two hits may lie off one line."""
_FAR = 400
"""Words that a quotation may leave out."""
_SLACK = 3
"""Words that may be looked at before and behind, so that a first or last word can differ."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A source's passage: its words, and the paragraph that each belongs to."""

    id: str
    work: str
    kind: SourceKind
    words: tuple[Word, ...]
    paragraphs: tuple[Stretch, ...]
    firsts: tuple[int, ...]

    def place(self, number: int) -> Place:
        """Give the place of a word."""
        at = max(index for index, first in enumerate(self.firsts) if first <= number)
        return self.paragraphs[at].place(self.words[number].start)


def passage_of(written: WrittenSource, file: ManuscriptFile) -> Passage:
    """Lay out the passage of a source."""
    paragraphs = tuple(stretches(prose_of((ManuscriptFile(file.path, only_passage(file.text)),))))
    words, firsts = list[Word](), list[int]()
    for paragraph in paragraphs:
        firsts.append(len(words))
        words += words_of(paragraph.words, is_edited=False)
    header = written.header
    return Passage(header.id, header.work, header.kind, tuple(words), paragraphs, tuple(firsts))


Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """All passages by the ids of their sources, and where every three words in a row stand in them."""

    passages: Mapping[str, Passage]
    rows: Mapping[Row, Sequence[tuple[str, int]]]

    def hits(self, words: Sequence[Word]) -> dict[str, list[tuple[int, int]]]:
        """Give for each passage the pairs of word numbers (in the quotation, in the passage) where rows agree."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number in range(len(words) - SHINGLE + 1):
            row = tuple(word.folded for word in words[number : number + SHINGLE])
            for id_, at in self.rows.get(row, ()):
                found.setdefault(id_, []).append((number, at))
        return found


def shelf_of(passages: Iterable[Passage]) -> Shelf:
    """Put the passages on a shelf."""
    by_id, rows = {passage.id: passage for passage in passages}, dict[Row, list[tuple[str, int]]]()
    for passage in by_id.values():
        folded = [word.folded for word in passage.words]
        for number, row in enumerate(zip(folded, folded[1:], folded[2:], strict=False)):
            places = rows.setdefault(row, [])
            if len(places) <= _COMMONEST:
                places.append((passage.id, number))
    return Shelf(by_id, {row: places for row, places in rows.items() if len(places) <= _COMMONEST})


def window(hits: Sequence[tuple[int, int]], count: int, length: int) -> tuple[int, int]:
    """Give from which word of a passage to which the ``count`` words of a quotation are to be looked for.

    The hits gather where most of them lie on one line; those behind it in both texts, or before it in both, belong to
    the quotation as well, where it leaves something out in between.
    """
    lines = Counter((at - number) // _NEAR for number, at in hits)
    best = max(lines, key=lambda line: (lines[line] + lines[line - 1] + lines[line + 1], -line))
    core = [(number, at) for number, at in hits if abs((at - number) // _NEAR - best) <= 1]
    (first, low), (last, high) = min(core), max(core)
    for number, at in hits:
        if number < first and low - _FAR < at < low:
            first, low = number, at
        elif number > last and high < at < high + _FAR:
            last, high = number, at
    return max(0, low - first - _SLACK), min(length, high + (count - last) + _SLACK)
