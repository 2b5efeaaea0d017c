"""Judge each quotation: identical with its source, differing, cut short, found in another source, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kirovbook.diagnostics import Place, Related
from kirovbook.lint.quotations.comparing import Likeness, Verdict, lay_beside, shown
from kirovbook.lint.quotations.finding import Quoted, quoted_in
from kirovbook.lint.quotations.passages import Shelf, passage_of, shelf_of
from kirovbook.lint.quotations.tokens import Word, words_of
from kirovbook.model.book import Book, Manuscript
from kirovbook.model.source import SourceKind
from kirovbook.project import ManuscriptFile, Project
from kirovbook.quick_dataclass import dataclass

_A_PHRASE = 5
"""Words: shorter ones may be anybody's, and are looked for only where they are said to come from."""
_A_SENTENCE = 8
_SURE = 0.8
"""Of the words in another source than the one cited; less may be what two writers have in common."""
_MOST_PASSAGES = 4
_MOST_WORDS = 5_000
_STOPPED = re.compile(r"[.!?]")
_STOPPED_BEHIND = re.compile(r"['\"’”»]?\s{0,200}(?:\([^()\n]{0,200}\)\s{0,200})?(?:[.!?]|\Z)")
_ELLIPSIS_END = re.compile(r"(?:…|\.{3}|\.[ \u00a0]\.[ \u00a0]\.)[\])]?[\s.!?'\"’”»]*\Z")


@dataclass(frozen=True, slots=True)
class Judged:
    """A quotation and what became of it: the place and length to mark, what to say of it, where its source has it.

    ``works`` are the keys of the works that it is taken from, ``count`` its words.
    """

    verdict: Verdict
    place: Place
    length: int
    words: str
    told: str = ""
    source: str = ""
    related: tuple[Related, ...] = ()
    works: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Quotations:
    """Every quotation of the narrative and the headnotes, judged, in the order of the book."""

    judged: tuple[Judged, ...]

    def of(self, verdict: Verdict) -> Iterator[Judged]:
        """Give those with one verdict."""
        return (one for one in self.judged if one.verdict is verdict)


def quotations_of(project: Project, manuscript: Manuscript, book: Book) -> Quotations:
    """Judge the quotations of a book that has sources; a novel's dialogue is held against nothing."""
    files = {file.path: file for file in project.sources}
    written = {source.header.id: source for source in manuscript.sources}
    shelf = shelf_of(
        passage_of(source, files[source.place.file])
        for source in manuscript.sources if source.place.file in files and source.passage
    )
    if not shelf.passages:
        return Quotations(())
    kept = {alias: entry.key for entry in book.index.entries for alias in entry.aliases}
    by_work: dict[str, frozenset[str]] = {}
    for source in written.values():
        key = kept.get(source.header.work, source.header.work)
        by_work[key] = by_work.get(key, frozenset()) | {source.header.id}
    own = {source.place.file: id_ for id_, source in written.items()}
    work_of = {id_: key for key, ids in by_work.items() for id_ in ids}
    judge = _Judge(shelf, kept, by_work, own, work_of)
    told = (*project.front, *project.chapters, *project.back)
    return Quotations(tuple(judge.all(told, project.sources)))


@dataclass(frozen=True, slots=True)
class _Judge:
    """The passages, the sources of each work and the work of each, and the source of each file that is a source's."""

    shelf: Shelf
    kept: Mapping[str, str]
    by_work: Mapping[str, frozenset[str]]
    own: Mapping[str, str]
    work_of: Mapping[str, str]

    def all(self, told: Sequence[ManuscriptFile], sources: Sequence[ManuscriptFile]) -> Iterator[Judged]:
        for file, quoted in quoted_in(told, sources):
            words = words_of(quoted.words, is_edited=True)[:_MOST_WORDS]
            if words:
                judged = self._judged(quoted, words, self.own.get(file, ""))
                yield replace(judged, works=self._works(quoted, judged), count=len(words))

    def _works(self, quoted: Quoted, judged: Judged) -> tuple[str, ...]:
        """Give the work of the source that has the words, or else the one work that is cited for them."""
        held = self.work_of.get(judged.source, "") if judged.verdict is not Verdict.NOWHERE else ""
        cited = sorted({self.kept.get(work, work) for work in quoted.cited.works})
        return (held,) if held else tuple(cited) if len(cited) == 1 else ()

    def _judged(self, quoted: Quoted, words: Sequence[Word], home: str) -> Judged:
        cited = quoted.cited.sources | self._sources(quoted.cited.works)
        nearest = self._nearest(words, cited or ({home} if home else frozenset()))
        if nearest is None:
            return self._not_found(quoted, words, home)
        is_expected = nearest.passage.id in cited or nearest.passage.id == home or not cited
        if not is_expected and nearest.share >= _SURE and len(words) >= _A_PHRASE and cited:
            return _judged(Verdict.OTHER_SOURCE, quoted, words, nearest)
        if not is_expected:
            return self._not_found(quoted, words, home)
        return _compared(quoted, words, nearest)

    def _sources(self, works: frozenset[str]) -> frozenset[str]:
        held = (self.by_work.get(self.kept.get(work, work), frozenset()) for work in works)
        return frozenset().union(*held)

    def _nearest(self, words: Sequence[Word], preferred: frozenset[str] | set[str]) -> Likeness | None:
        """Find the passage that has most of the words; one that is cited before others that have as many."""
        hits = self.shelf.hits(words)
        if len(words) < _A_PHRASE:
            hits = {id_: found for id_, found in hits.items() if id_ in preferred}
        in_order = sorted(hits, key=lambda id_: (id_ not in preferred, -len(hits[id_]), id_))
        laid = [
            likeness for id_ in in_order[:_MOST_PASSAGES]
            if (likeness := lay_beside(words, self.shelf.passages[id_], hits[id_])) is not None
        ]
        return max(laid, key=lambda one: (one.passage.id in preferred, one.share), default=None)

    def _not_found(self, quoted: Quoted, words: Sequence[Word], home: str) -> Judged:
        held = [self.shelf.passages[id_] for id_ in quoted.cited.sources if id_ in self.shelf.passages]
        if held and len(words) >= _A_PHRASE and all(passage.kind is SourceKind.EXTRACT for passage in held):
            source = held[0]
            related = (Related(source.place(0), f"the passage of {source.id!r}"),) if source.words else ()
            return Judged(Verdict.NOWHERE, _place(quoted), _length(quoted), quoted.words, source=source.id,
                          related=related)
        if len(words) >= _A_SENTENCE and not quoted.cited and not quoted.beside and not home:
            return Judged(Verdict.WITHOUT_SOURCE, _place(quoted), _length(quoted), quoted.words)
        return Judged(Verdict.UNKNOWN, _place(quoted), _length(quoted), quoted.words)


def _compared(quoted: Quoted, words: Sequence[Word], nearest: Likeness) -> Judged:
    differing = [one for one in nearest.differences if not one.leaves_out]
    if differing:
        return _judged(Verdict.DIFFERING, quoted, words, nearest, differing[0].start)
    if nearest.differences:
        return _judged(Verdict.CUT_SHORT, quoted, words, nearest, nearest.differences[0].start)
    if _stops_short(quoted, words, nearest):
        return _judged(Verdict.CUT_SHORT, quoted, words, nearest, len(words) - 1)
    return _judged(Verdict.IDENTICAL, quoted, words, nearest)


def _stops_short(quoted: Quoted, words: Sequence[Word], nearest: Likeness) -> bool:
    """Answer whether what is set as a sentence ends where the passage's sentence goes on.

    A phrase within the author's own sentence needs no ellipsis (Chicago Manual of Style, 17th edition, 13.51).
    """
    text = quoted.words
    is_sentence = quoted.leads_in and text[words[0].start].isupper() and len(words) >= _A_SENTENCE and quoted.is_closed
    is_stopped = _STOPPED.search(text, words[-1].end) or _STOPPED_BEHIND.match(quoted.stretch.words, quoted.end)
    goes_on = not nearest.passage.words[nearest.last].ends
    return is_sentence and bool(is_stopped) and goes_on and not _ELLIPSIS_END.search(text)


def _judged(
    verdict: Verdict, quoted: Quoted, words: Sequence[Word], nearest: Likeness, at: int | None = None
) -> Judged:
    passage, text = nearest.passage, quoted.words
    place, length, told = _place(quoted), _length(quoted), ""
    if at is not None:
        word = words[min(at, len(words) - 1)]
        place = quoted.stretch.place(quoted.start + word.start)
        length = word.end - word.start
        differences = nearest.differences[:1] if verdict is Verdict.CUT_SHORT else (
            one for one in nearest.differences if not one.leaves_out)
        told = "; ".join(shown(words, nearest, text, one) for one in differences)
        if not told:
            told = _goes_on(nearest)
    related = (Related(passage.place(max(nearest.first, 0)), f"the passage of {passage.id!r}"),)
    return Judged(verdict, place, length, text, told, passage.id, related)


def _goes_on(nearest: Likeness) -> str:
    """Give the words behind the last that the quotation has."""
    passage, last = nearest.passage, nearest.last
    at = max(index for index, first in enumerate(passage.firsts) if first <= last)
    following = passage.words[last + 1 : last + 6]
    return f"the passage goes on: {' '.join(passage.paragraphs[at].words[word.start : word.end] for word in following)}"


def _place(quoted: Quoted) -> Place:
    return quoted.stretch.place(_first_letter(quoted))


def _length(quoted: Quoted) -> int:
    return len(quoted.stretch.words[_first_letter(quoted) : quoted.end].split("\n")[0].rstrip())


def _first_letter(quoted: Quoted) -> int:
    """Give the first letter of a quotation that is no space; there is one, since it has words."""
    return quoted.end - len(quoted.words.lstrip())
