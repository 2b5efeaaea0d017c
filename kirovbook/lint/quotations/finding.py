"""Find the quotations of the narrative, and what each of them cites."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kirovbook.lint.own_words import MARKUP, QUOTED, SIGNS_OF_MARKUP, without_passage
from kirovbook.lint.prose import Stretch, blank, prose_of, stretches
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass

_BRACKET = re.compile(r"\^?\[[^\[\]\n]*@[^\[\]\n]*\]")
_INLINE_NOTE = re.compile(r"\^\[[^\[\]\n]*\]")
_KEY = re.compile(r"(?<![\w.])@(?:\{(?P<braced>[^{}\s]+)\}|(?P<bare>[\w][\w:./+-]*[\w]|\w))")
_CALL = re.compile(r"\[\^(?P<label>[^\]\s]+)\](?P<defined>:)?")
_BLOCK = re.compile(r"[ \t]{0,3}>")
_STOP = re.compile(r"[.!?]['\"’”»)\]]*(?=\s+[\"“‘'«(]?[^\W\d_a-z])|\Z")
# Citations follow the full stop at once.
_CITATION = re.compile(r"\s?(?:\[[^\[\]\n]{0,2000}\]|@[\w:.-]+)")
_SOURCE = "src:"
_LEAD = 20
"""Letters before a quotation among which its colon or comma is looked for."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What stands beside a quotation: the ids of sources, and the keys of works."""

    sources: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()

    def __or__(self, other: Cited) -> Cited:
        return Cited(self.sources | other.sources, self.works | other.works)

    def __bool__(self) -> bool:
        return bool(self.sources or self.works)


NOTHING = Cited()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation: its paragraph with all markup blank, from which letter to which it stands, and what it cites.

    ``beside`` is what the whole paragraph cites. ``is_closed``: its closing mark is there. ``leads_in``: a colon or a
    comma goes before it, so that it is set as a sentence of its own.
    """

    stretch: Stretch
    start: int
    end: int
    cited: Cited
    beside: Cited
    is_closed: bool
    leads_in: bool

    @property
    def words(self) -> str:
        """Give what stands between the marks."""
        return self.stretch.words[self.start : self.end]


def quoted_in(narrative: Iterable[ManuscriptFile], sources: Iterable[ManuscriptFile]) -> Iterator[tuple[str, Quoted]]:
    """Give the file of each quotation and the quotation; of a source only what stands around its passage."""
    for file in narrative:
        yield from ((file.path, each) for each in _quoted_in_file(file))
    for file in sources:
        yield from ((file.path, each) for each in _quoted_in_file(replace(file, text=without_passage(file.text))))


def _quoted_in_file(file: ManuscriptFile) -> Iterator[Quoted]:
    paragraphs = tuple(stretches(prose_of((file,))))
    notes = {call["label"]: _cited(one.words, {}) for one in paragraphs
             for call in [_CALL.match(one.words)] if call and call["defined"]}  # fmt: skip
    before = ""
    for one in paragraphs:
        if QUOTED.search(one.words) or _BLOCK.match(one.words):
            yield from _quoted(one, notes, before)
        before = one.words


def _cited(text: str, notes: Mapping[str, Cited]) -> Cited:
    if "@" not in text and "[^" not in text:
        return NOTHING
    keys = [found["braced"] or found["bare"] for found in _KEY.finditer(text)]
    sources = frozenset(key.removeprefix(_SOURCE) for key in keys if key.startswith(_SOURCE))
    cited = Cited(sources, frozenset(key for key in keys if ":" not in key))
    for call in _CALL.finditer(text):
        cited |= notes.get(call["label"], NOTHING)
    return cited


def _quoted(one: Stretch, notes: Mapping[str, Cited], before: str) -> Iterator[Quoted]:
    bare = one.words
    for pattern, signs in ((_BRACKET, ("@",)), (_INLINE_NOTE, ("^[",)), (MARKUP, SIGNS_OF_MARKUP)):
        if any(sign in bare for sign in signs):
            bare = pattern.sub(blank, bare)
    everything = _cited(one.words, notes)
    if _BLOCK.match(one.words):
        cited = everything or (_cited(_last_sentence(before), notes) if before.rstrip().endswith(":") else NOTHING)
        shown = replace(one, words=re.sub(r"(?m)^[ \t]{0,3}>+", blank, bare))
        yield Quoted(shown, 0, len(bare), cited, cited, is_closed=True, leads_in=True)
        return
    shown = replace(one, words=bare)
    marks, stops = list(QUOTED.finditer(bare)), list(_STOP.finditer(bare))
    begins, ends = [stop.start() for stop in stops], [stop.end() for stop in stops]
    for number, mark in enumerate(marks):
        before_it = marks[number - 1].end() if number else 0
        following = marks[number + 1].start() if number + 1 < len(marks) else len(bare)
        # The stop of the sentence may stand within the marks.
        stop = bisect_left(begins, mark.end() - 2)
        until = max(mark.end(), min(ends[stop] if stop < len(ends) else len(bare), following))
        while behind := _CITATION.match(one.words, until):
            until = behind.end()
        earlier = bisect_left(ends, mark.start())
        since = max(before_it, ends[earlier - 1] if earlier else 0)
        cited = _cited(one.words[since:until], notes)
        is_closed = mark[0][-1] in "”“»\"’'" and len(mark[0]) > 1
        leads_in = bare[max(0, mark.start() - _LEAD) : mark.start()].rstrip()[-1:] in {":", ",", ""}
        yield Quoted(shown, mark.start() + 1, mark.end() - is_closed, cited, everything, is_closed, leads_in)


def _last_sentence(text: str) -> str:
    ends = [stop.end() for stop in _STOP.finditer(text) if stop.end() < len(text)]
    return text[ends[-1] if ends else 0 :]
