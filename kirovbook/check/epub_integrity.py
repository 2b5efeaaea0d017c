"""Prove that an e-book holds all that the author wrote, each thing once and in its place.

What must be there is taken from the settled book; what is there is read from the finished file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain, groupby
from pathlib import Path

from kirovbook.check.epub_reading import ReadEpub, ReadPage, plain, read_epub, resolve_href
from kirovbook.check.expected import MARK_CLOSES, MARK_OPENS, Passage, expected_passages, without_cites
from kirovbook.check.names_integrity import prove_name_links
from kirovbook.check.navigation_integrity import prove_navigation
from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place
from kirovbook.model.book import ArrangedBook, Book, Leaf, LeafKind
from kirovbook.model.index import IndexEntry
from kirovbook.model.inlines import Inline, Inlines, Link, Picture
from kirovbook.model.names import NamesEntry
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.model.source import Note
from kirovbook.model.walk import walk_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.epub.addresses import (
    Addresses,
    inlines_in,
    inlines_of_notes,
    inlines_of_text,
    leaves_with_page,
    shown_of,
    survey,
)
from kirovbook.render.epub.characters import legal

_SHOWN = 60
_REPORT = "report this with the manuscript: an e-book must not lose or repeat a word"
_MARK = re.compile(f"{MARK_OPENS}([^{MARK_CLOSES}]*){MARK_CLOSES}")
_SOURCE_PARTS = frozenset({"called", "title", "headnote", "passage", "provenance", "credit", "question"})
_PARTS = {
    LeafKind.PART: frozenset({"called", "title", "text"}),
    LeafKind.CHAPTER: frozenset({"title", "text"}),
    LeafKind.IMPRINT: frozenset({"text"}),
    LeafKind.COLOPHON: frozenset({"text"}),
    LeafKind.SOURCE: _SOURCE_PARTS,
    LeafKind.ACKNOWLEDGEMENTS: frozenset({"title", "text"}),
    LeafKind.SOURCE_INDEX: frozenset({"entry"}),
    LeafKind.NAMES_INDEX: frozenset({"entry"}),
    LeafKind.HANDOUT_OPENING: frozenset({"source-name"}),
    LeafKind.SOURCES_OPENING: frozenset({"title"}),
}


@dataclass(frozen=True, slots=True)
class _Pages:
    """The page with the text of a chapter or source, and the one with its notes, which may be the same."""

    text: ReadPage
    notes: ReadPage


@dataclass(frozen=True, slots=True)
class _Marked:
    """Words, and the marks in them: after how many characters, and the number."""

    words: str
    marks: tuple[tuple[int, str], ...]


def prove_epub(path: Path, arranged: ArrangedBook) -> tuple[Diagnostic, ...]:
    """Give an error for each thing that the e-book at ``path`` has lost, doubled, moved or left without its link."""
    read = read_epub(path)
    if read is None:
        return (_error("E109", arranged.edition.place, "the e-book that was written can't be read"),)
    addresses = survey(arranged)
    return (*_prove_spine(read, arranged, addresses), *_prove_pages(read, arranged, addresses),
            *_prove_links(read, arranged, addresses), *prove_navigation(path, read, arranged, addresses))


def _prove_spine(read: ReadEpub, arranged: ArrangedBook, addresses: Addresses) -> Iterator[Diagnostic]:
    """Hold the pages against the leaves: the same, in the same order, the contents somewhere among them."""
    found = tuple(href for href in read.spine if href != read.navigation)
    leaves = {addresses.of(leaf.unit): leaf for leaf in leaves_with_page(arranged)}
    readable = {page.href for page in read.pages}
    for href, leaf in leaves.items():
        if href not in found or href not in readable:
            yield _error("E118", arranged.place_of(leaf), f"the page {href!r} is missing from the e-book")
    if set(found) == set(leaves) and found != tuple(leaves):
        yield _error("E118", arranged.edition.place, "the pages of the e-book are not in the order of the book")
    for href in found:
        if href not in leaves:
            yield _error("E118", arranged.edition.place, f"the e-book has a page {href!r} that the book has not")


def _no_places(_: IndexEntry | NamesEntry) -> str:
    """Here the places are links, which are proved one by one."""
    return ""


def _prove_pages(read: ReadEpub, arranged: ArrangedBook, addresses: Addresses) -> Iterator[Diagnostic]:
    pages = {page.href: page for page in read.pages}
    by_unit = groupby(expected_passages(arranged, _no_places), lambda each: each.unit)
    expected = {unit: tuple(group) for unit, group in by_unit}
    entries = enumerate(arranged.book.index.entries, start=1)
    index = {entry.key: addresses.of_work(number) for number, entry in entries}
    for leaf in leaves_with_page(arranged):
        if page := pages.get(addresses.of(leaf.unit)):
            passages = expected.get(leaf.unit, ())
            yield from _prove_passages(page, leaf, passages, arranged)
            notes = pages.get(addresses.notes) if addresses.notes else page
            if notes and leaf.content:
                yield from _prove_marks(_Pages(page, notes), leaf, passages, addresses)
                yield from _prove_notes(_Pages(page, notes), leaf.content.notes, index, addresses)
                inlines = inlines_of_text if addresses.notes else inlines_in
                yield from _prove_pictures(page, inlines(leaf.content))
            if leaf.kind is LeafKind.NOTES:
                yield from _prove_endnotes(page, arranged, addresses)
            if leaf.kind is LeafKind.SOURCE_INDEX:
                yield from _prove_index(page, arranged, addresses)
            if leaf.kind is LeafKind.NAMES_INDEX:
                yield from prove_name_links(page, arranged, addresses)
            if page.has_missing and not arranged.book.is_draft:
                yield _error("E121", arranged.place_of(leaf), "a finished e-book shows that something is missing")


def _prove_passages(
    page: ReadPage, leaf: Leaf, passages: tuple[Passage, ...], arranged: ArrangedBook
) -> Iterator[Diagnostic]:
    """Hold the running text against the book's: each passage once, in its order, its marks where they were written."""
    wanted = [(passage, marked) for passage in passages if (marked := _marked(passage.words)).words]
    parts = _PARTS.get(leaf.kind, frozenset())
    found = [marked for stretch in page.stretches if stretch.part in parts
             and (marked := _marked(stretch.words)).words]
    places = {marked.words: passage.place for passage, marked in wanted}
    for is_equal, start, end, found_start, found_end in _differences(
        [marked.words for _, marked in wanted], [marked.words for marked in found]
    ):
        if is_equal:
            for (passage, marked), read in zip(wanted[start:end], found[found_start:found_end], strict=True):
                yield from _compare_marks(passage, marked, read, leaf)
            continue
        for passage, marked in wanted[start:end]:
            yield _error("E110", passage.place,
                         f"a {passage.what} is missing from its place in the e-book: {_shown(marked.words)}")
        for read in found[found_start:found_end]:
            yield _error("E111", places.get(read.words, arranged.place_of(leaf)),
                         f"the e-book has words that the book has not there: {_shown(read.words)}")


def _differences(wanted: list[str], found: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Give the stretches that agree and those that do not, by their bounds in both; what agrees is soon done with."""
    if wanted == found:
        yield True, 0, len(wanted), 0, len(found)
        return
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    for tag, *bounds in matcher.get_opcodes():
        start, end, found_start, found_end = bounds
        yield tag == "equal", start, end, found_start, found_end


def _compare_marks(passage: Passage, wanted: _Marked, found: _Marked, leaf: Leaf) -> Iterator[Diagnostic]:
    notes = _note_places(leaf)
    for at, number in wanted.marks:
        if (at, number) not in found.marks:
            yield _error("E112", notes.get(number, passage.place), f"the mark of note {number} is not in its place")
    for at, number in found.marks:
        if (at, number) not in wanted.marks:
            yield _error("E112", notes.get(number, passage.place),
                         f"a mark of note {number} stands where the book has none")


def _prove_marks(
    pages: _Pages, leaf: Leaf, passages: tuple[Passage, ...], addresses: Addresses
) -> Iterator[Diagnostic]:
    """Hold the marks against the book's: each as often as written, close to its word, leading to its note."""
    places, page = _note_places(leaf), pages.text
    unit = leaf.content.unit if leaf.content else leaf.unit
    wanted = Counter(number for passage in passages for number in _MARK.findall(passage.words))
    found = Counter(mark.number for mark in page.marks)
    for number, place in places.items():
        if wanted[number] != found[number]:
            yield _error("E112", place, f"the mark of note {number} stands {found[number]} times in the e-book and "
                                        f"{wanted[number]} times in the book")
    for mark in page.marks:
        if mark.number not in places:
            continue
        place = places[mark.number]
        wanted_href = addresses.from_mark(unit, int(mark.number))
        if mark.href != wanted_href or wanted_href.partition("#")[2] not in pages.notes.ids:
            yield _error("E113", place, f"the mark of note {mark.number} does not lead to its note")
        if mark.is_spaced:
            yield Diagnostic("E116", WARNING, place, f"white space stands before the mark of note {mark.number}",
                             "write the mark close to the word or the full stop that it follows")


def _prove_notes(
    pages: _Pages, notes: tuple[Note, ...], index: Mapping[str, str], addresses: Addresses
) -> Iterator[Diagnostic]:
    """Hold the notes against the book's: each once, whole, leading back to its mark and on to its works.

    ``index`` gives the address of each work's entry by its key.
    """
    marks = {mark.name for mark in pages.text.marks}
    wanted = {addresses.name_in_notes("note", note.unit, note.number): note for note in notes}
    found = Counter(note.name for note in pages.notes.notes)
    words = {note.name: note.words for note in pages.notes.notes}
    back = {note.name: note.back for note in pages.notes.notes}
    to_index = {note.name: note.to_index for note in pages.notes.notes}
    under = {note.name: note.under for note in pages.notes.notes}
    for name, note in wanted.items():
        called = f"note {note.number}"
        if not found[name]:
            words_lost = _shown(" ".join(_words_of(note)))
            yield _error("E114", note.place, f"{called} is missing from the e-book: {words_lost}")
            continue
        if found[name] > 1:
            yield _error("E115", note.place, f"{called} stands {found[name]} times in the e-book")
        if words[name] != _words_of(note):
            yield _error("E114", note.place,
                         f"{called} is not whole in the e-book: {_shown(_first_lost(_words_of(note), words[name]))}")
        way_back = addresses.from_note(note.unit, note.number)
        if back[name] != way_back or way_back.partition("#")[2] not in marks:
            yield _error("E113", note.place, f"{called} does not lead back to its mark")
        if under[name] and under[name] != addresses.of(note.unit):
            yield _error("E123", note.place, f"{called} stands under the title of another chapter")
        for key in note.works:
            if index.get(key) and index[key] not in to_index[name]:
                yield _error("E122", note.place, f"{called} does not lead to {key!r} in the source index")


def _prove_endnotes(page: ReadPage, arranged: ArrangedBook, addresses: Addresses) -> Iterator[Diagnostic]:
    """Hold the order of all notes against the book's: none may have come to stand under another chapter's title."""
    contents = tuple(leaf.content for leaf in leaves_with_page(arranged) if leaf.content)
    notes = tuple(note for content in contents for note in content.notes)
    names = {addresses.name_in_notes("note", note.unit, note.number): note for note in notes}
    found = tuple(note.name for note in page.notes)
    if sorted(found) == sorted(names):
        for read, name in zip(found, names, strict=True):
            if read != name:
                yield _error("E123", names[name].place,
                             f"note {names[name].number} is not in its place among the notes")
                break
    yield from _prove_pictures(page, chain.from_iterable(map(inlines_of_notes, contents)))


def _prove_pictures(page: ReadPage, inlines: Iterable[Inline]) -> Iterator[Diagnostic]:
    found = Counter(page.pictures)
    for picture in (inline for inline in inlines if isinstance(inline, Picture)):
        alternative = legal(picture.alternative)
        if not found[alternative]:
            yield _error("E120", picture.place, f"the picture {picture.path!r} is missing from the e-book")
        found[alternative] -= 1


def _prove_index(page: ReadPage, arranged: ArrangedBook, addresses: Addresses) -> Iterator[Diagnostic]:
    """Follow each work to every note that cites it and to every source taken from it, and to nothing else."""
    linked: dict[str, frozenset[str]] = {}
    for entry in page.entries:
        linked[entry.words] = linked.get(entry.words, frozenset()) | entry.hrefs
    wanted: dict[str, frozenset[str]] = {}
    for work in arranged.book.index.entries:
        words, hrefs = plain(legal(plain_inlines(work.entry))), _hrefs_of(work, arranged.book, addresses)
        wanted[words] = wanted.get(words, frozenset()) | hrefs | _hrefs_in(work.entry)
        for href in sorted(hrefs - linked.get(words, frozenset())):
            yield _error("E119", arranged.edition.place, f"the source index has no link from {work.key!r} to {href!r}")
    for words, hrefs in linked.items():
        for href in sorted(hrefs - wanted.get(words, frozenset())):
            yield _error("E119", arranged.edition.place,
                         f"the source index has a link to {href!r}, which does not cite the work: {_shown(words)}")


def _hrefs_of(work: IndexEntry, book: Book, addresses: Addresses) -> frozenset[str]:
    numbers = {source.number: source.unit for source in book.sources}
    cited = (addresses.of_place(place) for place in work.cited)
    sources = (addresses.of(numbers[number]) for number in work.sources if number in numbers)
    return frozenset(href for href in (*cited, *sources) if href)


def _hrefs_in(entry: Inlines) -> frozenset[str]:
    return frozenset(inline.target for inline in walk_inlines(entry) if isinstance(inline, Link))


def _prove_links(read: ReadEpub, arranged: ArrangedBook, addresses: Addresses) -> Iterator[Diagnostic]:
    """Find what a page refers to within the book and is not there."""
    ids = {page.href: page.ids for page in read.pages}
    leaves = {addresses.of(leaf.unit): leaf for leaf in leaves_with_page(arranged)}
    for page in read.pages:
        for href in dict.fromkeys(page.hrefs):
            file, fragment = resolve_href(page.href, href)
            if file and (file not in read.files or (fragment and fragment not in ids.get(file, frozenset()))):
                place = _place_of_link(href, leaves.get(page.href), arranged)
                yield _error("E117", place, f"a link leads nowhere in the e-book: {href!r}")


def _place_of_link(href: str, leaf: Leaf | None, arranged: ArrangedBook) -> Place:
    if leaf is None:
        return arranged.edition.place
    leaves = leaves_with_page(arranged) if leaf.kind is LeafKind.NOTES else (leaf,)
    inlines = chain.from_iterable(inlines_in(each.content) for each in leaves if each.content)
    links = (inline for inline in inlines if isinstance(inline, Link))
    return next((link.place for link in links if link.target == href), arranged.place_of(leaf))


def _marked(words: str) -> _Marked:
    text, marks, end = "", [], 0
    words = plain(legal(without_cites(words)))
    for found in _MARK.finditer(words):
        text += words[end:found.start()]
        marks.append((len(text), found[1]))
        end = found.end()
    return _Marked(text + words[end:], tuple(marks))


def _words_of(note: Note) -> tuple[str, ...]:
    every = (plain(legal(words)) for words, _ in plain_blocks(shown_of(note)))
    return tuple(words for words in every if words)


def _first_lost(wanted: tuple[str, ...], found: tuple[str, ...]) -> str:
    return next((words for words in wanted if words not in found), " ".join(found))


def _note_places(leaf: Leaf) -> dict[str, Place]:
    return {str(note.number): note.place for note in leaf.content.notes} if leaf.content else {}


def _error(code: str, place: Place, message: str) -> Diagnostic:
    return Diagnostic(code, ERROR, place, message, _REPORT)


def _shown(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")
