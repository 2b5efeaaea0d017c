"""Prove that a PDF holds all that the author wrote: each note once and not before its mark, each paragraph.

The proof reads the finished file with a library that had no part in making it, and takes what must be there
from the settled book. A passage may run on over pages, but its pieces must follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import Enum
from html import unescape

from kirovbook.arrange.terms import terms_of
from kirovbook.check.expected import (
    MARK_CLOSES,
    MARK_OPENS,
    Passage,
    Places,
    passages_of,
    titles_of,
    without_cites,
    words_of_note,
)
from kirovbook.check.folio_integrity import find_misnumbered
from kirovbook.check.index_integrity import prove_places
from kirovbook.check.mixed_order import BLOT, runs_from_right, take_letters
from kirovbook.check.names_integrity import prove_name_places, words_behind
from kirovbook.check.note_openings import NoteOpenings, gather_openings
from kirovbook.check.page_words import PageWords, read_words
from kirovbook.check.printed_notes import LONG_ENOUGH_TO_COUNT, NoteWords, Piece
from kirovbook.check.sought import Letters, Sought, sought_of, split_marks
from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.memory import FORGETFUL, Memory
from kirovbook.model.book import ArrangedBook, Leaf
from kirovbook.model.index import IndexEntry
from kirovbook.model.names import NamesEntry
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.direction import is_right_to_left
from kirovbook.render.places import print_cited, print_places

_TAG = re.compile(r"<[^>]*>")
_SHOWN = 60
_LEFT_OF_A_NOTE = 12
_PAGES_BEHIND_MARK = 2
_WINDOW_IN_UNIT, _WINDOW_BETWEEN_UNITS = 3, 9
_REPORT = "report this with the manuscript: an edition must not lose or repeat a word"


@dataclass(slots=True)
class _Reading:
    """The reader's finger: what is not yet read of each page, and where in the running text we are."""

    pages: list[str]
    is_turned: bool = False
    """Whether the book runs from right to left: words in Latin letters are drawn in another order in it too."""
    page: int = 0
    offset: int = 0
    marks: dict[tuple[str, int], int] = field(default_factory=dict)
    notes: dict[tuple[str, int], int] = field(default_factory=dict)
    passages: dict[str, int] = field(default_factory=dict)

    def take(self, start: int, page: int, length: int) -> None:
        """Blot out what was read, so that it is not found a second time."""
        text = self.pages[page]
        self.pages[page] = text[:start] + BLOT * length + text[start + length:]

    def window(self, page: int, size: int) -> list[int]:
        """Give that many pages from one on; pages that long notes seem to take whole are not counted."""
        pages: list[int] = []
        for each in range(page, len(self.pages)):
            if size <= 0:
                break
            pages.append(each)
            size -= not _has_notes_first(self.pages[each])
        return pages


def _has_notes_first(page: str) -> bool:
    return 0 <= page.find(BLOT) <= _LEFT_OF_A_NOTE


@dataclass(frozen=True, slots=True)
class _Figures:
    """The places that an index prints behind each of its entries: the layout's, with the labels of their pages."""

    arranged: ArrangedBook
    folios: Mapping[str, str]
    printed: dict[int, tuple[IndexEntry | NamesEntry, str]] = field(default_factory=dict)

    def __call__(self, entry: IndexEntry | NamesEntry) -> str:
        """Give the places of an entry, which is asked for to find them in the index and to read them."""
        if id(entry) not in self.printed:
            self.printed[id(entry)] = entry, self._print(entry)
        return self.printed[id(entry)][1]

    def _print(self, entry: IndexEntry | NamesEntry) -> str:
        apparatus = self.arranged.book.apparatus
        if isinstance(entry, IndexEntry):
            return unescape(_TAG.sub("", print_cited(entry.cited, self.folios, apparatus)))
        return _TAG.sub("", print_places(entry.cited, self.folios, apparatus))


def prove_pdf(
    written: bytes, arranged: ArrangedBook, labels: Sequence[str], anchors: Mapping[str, int],
    read: Callable[[bytes], Sequence[PageWords]] = read_words, memory: Memory = FORGETFUL,
) -> tuple[Diagnostic, ...]:
    """Give an error for each passage or note that is missing, doubled, misplaced, or wrongly numbered.

    ``labels`` are the page labels that the index was printed with, ``anchors`` the pages that the layout gave
    to the notes; both are held against the pages of the finished file. ``read`` gives the words of each of these;
    ``memory`` knows what to look for of a chapter that it has seen.
    """
    read_back = read(written)
    raw, pages, lang = [page.text for page in read_back], [page.bare for page in read_back], arranged.book.identity.lang
    figures, terms = _Figures(arranged, {name: labels[page] for name, page in anchors.items()}), terms_of(lang)

    def places(entry: IndexEntry | NamesEntry) -> str:
        return words_behind(entry, figures(entry), terms) if isinstance(entry, NamesEntry) else figures(entry)

    is_turned, openings = is_right_to_left(lang), gather_openings(page.openings for page in read_back)
    sought = tuple((leaf, sought_of(leaf, arranged, places, memory)) for leaf in arranged.leaves)
    notes = tuple(NoteWords(*each) for leaf, one in sought if leaf.content is not None
                  for each in zip(leaf.content.notes, one.notes, strict=True))
    running_text = _Reading(_without_notes(pages, openings, notes, anchors), is_turned)
    found = tuple(_prove_passages(running_text, sought, arranged, places))
    reading = _Reading(pages, is_turned, marks=running_text.marks)
    of_notes = tuple(_prove_notes(reading, openings, notes, arranged.edition.name))
    where = {f"note-{unit}-{number}": page for (unit, number), page in reading.notes.items()}
    where |= running_text.passages
    seen = {anchor: labels[page] for anchor, page in where.items()}
    return (
        *found, *of_notes, *_prove_folios(reading, notes, raw, labels, anchors, arranged),
        *prove_places(arranged, seen, figures), *prove_name_places(arranged, seen, figures),
    )


def _prove_folios(
    reading: _Reading, notes: tuple[NoteWords, ...], raw: Sequence[str], labels: Sequence[str],
    anchors: Mapping[str, int], arranged: ArrangedBook
) -> Iterator[Diagnostic]:
    every, name = tuple(each.note for each in notes), arranged.edition.name
    for number, place in find_misnumbered(every, reading.notes, anchors, labels, raw, arranged):
        yield Diagnostic("P115", ERROR, place, f"the page number of note {number} is wrong in the edition {name!r}",
                         _REPORT)


def _without_notes(
    pages: Sequence[str], openings: NoteOpenings, notes: tuple[NoteWords, ...], anchors: Mapping[str, int]
) -> list[str]:
    """Blot out the notes, so that a source's provenance is not taken for the note that says the same."""
    left = _Reading(list(pages))
    for note in sorted(notes, key=lambda note: -note.note.number):
        if runs_from_right(note.bare) and (page := anchors.get(note.note.anchor)) is not None:
            take_letters(left.pages, note.bare, left.window(page, _WINDOW_IN_UNIT), from_foot=True)
            continue
        if len(note.bare) < LONG_ENOUGH_TO_COUNT:
            continue
        is_whole = False
        for page in openings.of_whole(note.bare):
            while (start := note.find(left.pages[page])) >= 0:
                left.take(start, page, len(note.bare))
                is_whole = True
        if not is_whole:
            every = (note.pieces(left.pages, page) for page in openings.of_first_piece(note.bare))
            for piece in next(filter(None, every), ()):
                left.take(piece.start, piece.page, piece.length)
    return left.pages


def _prove_passages(
    reading: _Reading, sought: Sequence[tuple[Leaf, Sought]], arranged: ArrangedBook, places: Places
) -> Iterator[Diagnostic]:
    before = ""
    for title in titles_of(arranged):
        if not _prove_passage(reading, split_marks(title), title.unit, within=title.unit == before):
            yield _missing(title, arranged.edition.name)
        before = title.unit
    for leaf, each in sought:
        for number, passage in enumerate(each.passages):
            if not _prove_passage(reading, passage, leaf.unit, within=leaf.unit == before):
                yield _missing(tuple(passages_of(leaf, arranged, places))[number], arranged.edition.name)
            before = leaf.unit


def _missing(passage: Passage, name: str) -> Diagnostic:
    shown = without_cites(passage.words).replace(MARK_OPENS, "").replace(MARK_CLOSES, "")
    return Diagnostic("P110", ERROR, passage.place,
                      f"words are missing from the edition {name!r}, in a {passage.what}: {shown[:_SHOWN]!r}", _REPORT)


def _prove_passage(reading: _Reading, passage: Letters, unit: str, *, within: bool) -> bool:
    """Read a passage off its pages, and note down where its marks and citations stand; answer whether it is there."""
    shares = _take_passage(reading, passage.words, within=within)
    if shares is None:
        return False
    read = 0
    for page, length in shares:
        for number, at in passage.marks:
            if read <= at < read + length:
                reading.marks[unit, number] = page
        for anchor, at in passage.cites:
            # What has no words of its own may stand at the end of all.
            if read <= min(at, len(passage.words) - 1) < read + length:
                reading.passages[anchor] = page
        read += length
    return True


def _take_passage(reading: _Reading, words: str, *, within: bool) -> tuple[tuple[int, int], ...] | None:
    """Read a passage off its pages; give these with how many of its letters each has, or None where it is not whole."""
    runs_back = reading.is_turned or runs_from_right(words)
    if pieces := _find(reading, words, within=within, in_pieces=not runs_back):
        for page, start, length in pieces:
            reading.take(start, page, length)
        page, start, length = pieces[-1]
        reading.page, reading.offset = page, start + length
        return tuple((page, length) for page, _, length in pieces)
    if not runs_back:
        return None
    shares = take_letters(reading.pages, words, reading.window(reading.page, _WINDOW_IN_UNIT))
    if shares:
        reading.page, reading.offset = shares[-1][0], 0
    return shares


def _find(
    reading: _Reading, words: str, *, within: bool, in_pieces: bool
) -> list[tuple[int, int, int]] | None:
    """In a new unit the words stand whole, on a page not far off; within a unit they may run over the foot.

    A line drawn out of its order would end in pieces of a letter or two, on pages that have nothing to do with it.
    Where words run over the foot and stand whole on the next page once more, as a refrain may, the first are taken.
    """
    window = _WINDOW_IN_UNIT if within else _WINDOW_BETWEEN_UNITS
    pages = reading.window(reading.page, window)
    near = pages[:2] if within else pages
    if whole := _find_whole(reading, words, near):
        over_foot = within and in_pieces and whole[0] != reading.page and _find_pieces(reading, words, reading.page)
        return over_foot if over_foot and over_foot[-1] < whole else [whole]
    if within and in_pieces:
        for page in near:
            if pieces := _find_pieces(reading, words, page):
                return pieces
    whole = _find_whole(reading, words, pages)
    return [whole] if whole else None


def _find_whole(reading: _Reading, words: str, pages: Sequence[int]) -> tuple[int, int, int] | None:
    for page in pages:
        start = reading.pages[page].find(words, reading.offset if page == reading.page else 0)
        if start >= 0:
            return page, start, len(words)
    return None


def _find_pieces(reading: _Reading, words: str, page: int) -> list[tuple[int, int, int]] | None:
    if not words:
        return []
    if page >= len(reading.pages):
        return None
    text, offset = reading.pages[page], reading.offset if page == reading.page else 0
    longest = _longest_prefix(text, words, offset)
    for following in reading.window(page + 1, 1):
        if pieces := _find_in_two(reading, words, (page, following), longest):
            return pieces
        if longest and (onward := _find_pieces(reading, words[longest:], following)):
            return [(page, text.find(words[:longest], offset), longest), *onward]
    return None


def _find_in_two(
    reading: _Reading, words: str, pages: tuple[int, int], longest: int
) -> list[tuple[int, int, int]] | None:
    """Cut the words at a page's foot: where the next page opens with the rest, else where it holds the rest."""
    page, following = pages
    text, after = reading.pages[page], reading.pages[following]
    offset = reading.offset if page == reading.page else 0
    if not longest or words[longest:] not in after:
        return None
    # Where the next page has one end of the words, it has every shorter one.
    shortest = _first_that(lambda length: words[length:] in after, 1, longest)
    opens = (length for length in range(longest, shortest - 1, -1) if after.startswith(words[length:]))
    length = next(opens, longest)
    rest = words[length:]
    return [(page, text.find(words[:length], offset), length), (following, after.find(rest), len(rest))]


def _longest_prefix(text: str, words: str, offset: int) -> int:
    return _first_that(lambda length: text.find(words[: length + 1], offset) < 0, 0, len(words))


def _first_that(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Give the first number from ``low`` on for which that holds which holds for all above it; ``high`` at most."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _prove_notes(
    reading: _Reading, openings: NoteOpenings, notes: tuple[NoteWords, ...], edition: str
) -> Iterator[Diagnostic]:
    printed: dict[NoteWords, tuple[Piece, ...]] = {}
    ended = 0
    for note in notes:
        found = _take_note(reading, note, ended)
        if isinstance(found, tuple):
            printed[note] = found
            ended = max((piece.page for piece in found), default=ended)
        else:
            yield _trouble(note, edition, found)
    yield from (_trouble(note, edition, _Trouble.OUT_OF_ORDER) for note in _out_of_order(printed))
    for note in printed:
        again = openings.of_whole(note.bare) if len(note.bare) >= LONG_ENOUGH_TO_COUNT else ()
        if any(note.find(reading.pages[page]) >= 0 for page in again):
            yield _trouble(note, edition, _Trouble.TWICE)


class _Trouble(Enum):
    """What may be wrong with a note: the code and the words for it."""

    UNMARKED = "P111", "the mark of note {number} is missing from the edition {edition!r}"
    MISSING = "P112", "note {number} is missing from the edition {edition!r}: {words!r}"
    EARLY = "P113", "note {number} stands before its mark in the edition {edition!r}"
    TWICE = "P114", "note {number} is printed twice in the edition {edition!r}"
    OUT_OF_ORDER = "P118", "note {number} begins before the note ahead of it ends in the edition {edition!r}"


def _trouble(note: NoteWords, edition: str, trouble: _Trouble) -> Diagnostic:
    code, said = trouble.value
    words = said.format(number=note.note.number, edition=edition, words=words_of_note(note.note)[:_SHOWN])
    return Diagnostic(code, ERROR, note.note.place, words, _REPORT)


def _take_note(reading: _Reading, note: NoteWords, ended: int = 0) -> tuple[Piece, ...] | _Trouble:
    """Read a note, on its mark's page or soon after, and on from there; else give what is wrong.

    It may have had to wait for the note ahead of it, which ended on the page ``ended``.
    """
    mark = reading.marks.get((note.note.unit, note.note.number))
    if mark is None:
        return _Trouble.UNMARKED
    last = max(mark + _PAGES_BEHIND_MARK, ended + 1)
    for page in range(mark, min(last + 1, len(reading.pages))):
        if pieces := note.pieces(reading.pages, page):
            for piece in pieces:
                reading.take(piece.start, piece.page, piece.length)
            reading.notes[note.note.unit, note.note.number] = page
            return pieces
    runs_back = reading.is_turned or runs_from_right(note.bare)
    if runs_back and take_letters(reading.pages, note.bare, reading.window(mark, _WINDOW_IN_UNIT)):
        return ()
    if any(note.find(page) >= 0 for page in reading.pages[max(mark - 1, 0):mark]):
        return _Trouble.EARLY
    return _Trouble.MISSING


def _out_of_order(printed: Mapping[NoteWords, tuple[Piece, ...]]) -> Iterator[NoteWords]:
    """Give the notes that begin before the note ahead of them, in the same unit, has ended."""
    unit, end = "", (0, 0)
    for note, pieces in printed.items():
        if not pieces:
            continue
        if note.note.unit == unit and (pieces[0].page, pieces[0].start) < end:
            yield note
        unit, end = note.note.unit, pieces[-1].end
