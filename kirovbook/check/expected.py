"""List the words that an edition must hold, from the settled book and not from its markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kirovbook.arrange.acknowledgements import acknowledgements_of
from kirovbook.arrange.index_groups import index_groups
from kirovbook.arrange.terms import terms_of
from kirovbook.diagnostics import Place
from kirovbook.model.blocks import Block
from kirovbook.model.book import ArrangedBook, Chapter, Leaf, LeafKind
from kirovbook.model.index import IndexEntry
from kirovbook.model.inlines import CitationText, Indexed, Inline, NoteMark, Text
from kirovbook.model.names import NamesEntry
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.model.source import Note, PrimarySource
from kirovbook.model.walk import map_blocks, map_inlines
from kirovbook.quick_dataclass import dataclass

Places = Callable[[IndexEntry | NamesEntry], str]
_CITE = re.compile("\ue002n?[0-9]+\ue003")
_WITH_THE_TITLE = frozenset({LeafKind.HALF_TITLE, LeafKind.TITLE_PAGE, LeafKind.HANDOUT_OPENING})
MARK_OPENS, MARK_CLOSES = "\ue000", "\ue001"
CITE_OPENS, CITE_CLOSES = "\ue002", "\ue003"


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of running text: its words, with each note mark between two private characters.

    Where the text itself cites, the number of the citation stands before it, between two others; so does that of
    a mention that the index of names leads to, behind an ``n``.
    """

    what: str
    words: str
    place: Place
    unit: str


@dataclass(frozen=True, slots=True)
class ExpectedNote:
    """A note: its number, its words, and the unit it belongs to."""

    note: Note
    words: str


def without_cites(words: str) -> str:
    """Give a passage's words without the numbers of the citations in it."""
    return _CITE.sub("", words)


def expected_passages(arranged: ArrangedBook, places: Places) -> Iterator[Passage]:
    """Give every stretch of text that the author wrote and this edition holds, in reading order.

    ``places`` gives the words that must stand behind an entry of the index: where the work is used.
    """
    for leaf in arranged.leaves:
        yield from passages_of(leaf, arranged, places)


def passages_of(leaf: Leaf, arranged: ArrangedBook, places: Places) -> Iterator[Passage]:
    """Give every stretch of text of one leaf.

    Those of a chapter or a source depend on its content, on the leaf's kind and unit, on the language of the book and
    on whether the edition has questions, and on nothing else.
    """
    match leaf.content:
        case Chapter():
            yield from _of_chapter(leaf, leaf.content, arranged.book.identity.lang)
        case PrimarySource():
            yield from _of_source(leaf, leaf.content, arranged)
        case None:
            yield from _of_made_leaf(leaf, arranged, places)


def titles_of(arranged: ArrangedBook) -> Iterator[Passage]:
    """Give the book's own title, which may be that of its first chapter too, for each leaf that has it."""
    for leaf in arranged.leaves:
        if leaf.kind in _WITH_THE_TITLE:
            yield Passage("title page", arranged.book.identity.title, arranged.edition.place, leaf.unit)


def expected_notes(arranged: ArrangedBook) -> Iterator[ExpectedNote]:
    """Give every note that this edition must hold, by unit and number."""
    for leaf in arranged.leaves:
        if leaf.content is not None:
            for note in leaf.content.notes:
                yield ExpectedNote(note, words_of_note(note))


def words_of_note(note: Note) -> str:
    """Give the words of a note without its number."""
    return "".join(words for words, _ in plain_blocks(note.content))


def _of_chapter(leaf: Leaf, chapter: Chapter, lang: str) -> Iterator[Passage]:
    if called := _called_part(leaf, lang):
        yield Passage("number of the part", called, chapter.place, leaf.unit)
    if leaf.kind in {LeafKind.PART, LeafKind.CHAPTER}:
        yield Passage("heading", _marked_line(chapter.title), chapter.place, leaf.unit)
    yield from _of_blocks(leaf, chapter.blocks)


def _called_part(leaf: Leaf, lang: str) -> str:
    """Give what stands over the title of a part, and nothing for another leaf."""
    match leaf.content:
        case Chapter(opens_part=True, number=number):
            return terms_of(lang).called_part(number)
        case _:
            return ""


def _of_source(leaf: Leaf, source: PrimarySource, arranged: ArrangedBook) -> Iterator[Passage]:
    header = source.header
    yield Passage("number of the source", source.called, header.place, leaf.unit)
    yield Passage("title of the source", _marked_line(header.title), header.place, leaf.unit)
    yield from _of_blocks(leaf, source.headnote)
    yield from _of_blocks(leaf, source.passage)
    if source.provenance:
        yield Passage("provenance", _marked_line(source.provenance), header.place, leaf.unit)
    if header.rights.credit:
        yield Passage("credit", header.rights.credit, header.place, leaf.unit)
    if arranged.edition.questions or not arranged.edition.is_handout:
        for question in header.questions:
            yield Passage("question", _marked_line(question.content), header.place, leaf.unit)


def _of_made_leaf(leaf: Leaf, arranged: ArrangedBook, places: Places) -> Iterator[Passage]:
    match leaf.kind:
        case LeafKind.SOURCE_INDEX:
            yield from _of_index(leaf, arranged, places)
        case LeafKind.NAMES_INDEX:
            for _, line in arranged.book.names.every_entry():
                words = f"{line.label}{places(line)}"
                yield Passage("line of the index of names", words, arranged.edition.place, leaf.unit)
        case LeafKind.ACKNOWLEDGEMENTS:
            yield from _of_acknowledgements(leaf, arranged)
        case LeafKind.SOURCES_OPENING:
            yield Passage("heading", plain_inlines(leaf.title), arranged.edition.place, leaf.unit)
        case LeafKind.CONTENTS:
            yield from _of_titles(leaf, arranged, sources=False)
        case LeafKind.LIST_OF_SOURCES | LeafKind.HANDOUT_OPENING:
            yield from _of_titles(leaf, arranged, sources=True)


def _of_titles(leaf: Leaf, arranged: ArrangedBook, *, sources: bool) -> Iterator[Passage]:
    for each in arranged.leaves:
        if each.listed and (each.kind is LeafKind.SOURCE) == sources:
            words = f"{_called_part(each, arranged.book.identity.lang)} {plain_inlines(each.title)}"
            yield Passage("line of the contents", words, arranged.edition.place, leaf.unit)


def _of_index(leaf: Leaf, arranged: ArrangedBook, places: Places) -> Iterator[Passage]:
    for entry in (entry for group in index_groups(arranged) for entry in group.entries):
        words = f"{plain_inlines(entry.entry)} {places(entry)}"
        yield Passage("line of the source index", words, arranged.edition.place, leaf.unit)


def _of_acknowledgements(leaf: Leaf, arranged: ArrangedBook) -> Iterator[Passage]:
    said = acknowledgements_of(arranged)
    lines = [("heading", plain_inlines(leaf.title))]
    for group in said.groups:
        lines += [("heading", group.heading), ("acknowledgement", group.basis)]
        lines += [("acknowledgement", plain_inlines(line)) for line in group.lines]
    for what, words in (*lines, ("notice of rights", said.notice)):
        if words:
            yield Passage(what, words, arranged.edition.place, leaf.unit)


def _of_blocks(leaf: Leaf, blocks: tuple[Block, ...]) -> Iterator[Passage]:
    for words, place in plain_blocks(map_blocks(blocks, _show_mark)):
        yield Passage("paragraph", words, place, leaf.unit)


def _marked_line(content: tuple[Inline, ...]) -> str:
    return plain_inlines(map_inlines(content, _show_mark))


def _show_mark(inline: Inline) -> tuple[Inline, ...]:
    if isinstance(inline, NoteMark):
        return (Text(f"{MARK_OPENS}{inline.number}{MARK_CLOSES}"),)
    if isinstance(inline, CitationText) and inline.passage:
        return (Text(f"{CITE_OPENS}{inline.passage}{CITE_CLOSES}"), *inline.content)
    if isinstance(inline, Indexed):
        return (Text(f"{CITE_OPENS}n{inline.number}{CITE_CLOSES}"), *inline.content)
    return (inline,)
