"""Settle what an edition can say only when it knows its pages: "note 12 (p. 57)", and where "Ibid." may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from kirovbook.arrange.terms import terms_of
from kirovbook.memory import FORGETFUL, Memory, mark_of_content
from kirovbook.model.apparatus import Ibid
from kirovbook.model.book import ArrangedBook, Chapter, Leaf
from kirovbook.model.inlines import Inline, Inlines, NoteReference, ReferenceText
from kirovbook.model.source import Note, PrimarySource
from kirovbook.model.walk import inlines_of, map_blocks, map_inlines, walk_inlines
from kirovbook.quick_dataclass import dataclass

STAND_IN = "000"
"""Is printed for a page that is not known yet: as wide as most page numbers."""

_NO_BREAK = "\u00a0"
_Settle = Callable[[Inline], Inlines]


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """What a layout has shown: the label of the page of each anchor, and the notes that print their spelled form.

    ``spelled`` only grows from layout to layout, so that the layouts come to an end.
    """

    folios: Mapping[str, str]
    spelled: frozenset[str] = frozenset()


def settle_pages(
    arranged: ArrangedBook, numbers: PageNumbers | None, memory: Memory = FORGETFUL
) -> ArrangedBook:
    """Give the edition with its references to notes in words, with pages if it has any (``numbers`` not None).

    The notes named by ``numbers.spelled`` print their short form in the place of "Ibid.". A leaf that ``memory`` has
    settled with the same pages is the same leaf.
    """
    here = frozenset(note_anchors(arranged))
    page = terms_of(arranged.book.identity.lang).page_short

    def behind(anchor: str) -> str:
        """Give what is printed behind the words of a reference."""
        return f" ({page}{_NO_BREAK}{numbers.folios.get(anchor, STAND_IN)})" if numbers and anchor in here else ""

    def settled(inline: Inline) -> Inlines:
        if not isinstance(inline, NoteReference):
            return (inline,)
        anchor = inline.anchor
        return (ReferenceText(inline.words + behind(anchor), anchor if anchor in here else "", inline.place),)

    def settle(leaf: Leaf) -> Leaf:
        spelled = {note.anchor for note in _notes_of(leaf)}.intersection(numbers.spelled if numbers else ())
        references = _references(leaf, memory)
        if not spelled and not references:
            return leaf
        make = partial(_settled, leaf, settled, frozenset(spelled))
        told = (part for anchor in references for part in (anchor, str(anchor in here), behind(anchor)))
        made = memory.at_hand(Leaf, make, "leaf with pages", *_marks(leaf, memory), *sorted(spelled), "", *told)
        memory.know(made.content, made)
        return made

    leaves = tuple(map(settle, arranged.leaves))
    return arranged if leaves == arranged.leaves else replace(arranged, leaves=leaves)


def _marks(leaf: Leaf, memory: Memory) -> tuple[str, str]:
    """Give marks of a leaf: of the words and the place that it has, and of what it holds."""
    about = leaf.kind, leaf.unit, leaf.part, leaf.title, leaf.listed, leaf.under
    return (mark_of_content(about), memory.mark_of(leaf.content)) if memory.remembers else ("", "")


def _references(leaf: Leaf, memory: Memory) -> tuple[str, ...]:
    """Give the anchors of the notes that a leaf refers to."""
    if leaf.content is None:
        return ()

    def looked_up() -> tuple[str, ...]:
        found = (inline.anchor for inline in _inlines_of(leaf) if isinstance(inline, NoteReference))
        return tuple(dict.fromkeys(found))

    return memory.made(tuple, looked_up, "references", *_marks(leaf, memory))


def note_anchors(arranged: ArrangedBook) -> Iterator[str]:
    """Give the anchor of each note of the edition, in reading order."""
    for leaf in arranged.leaves:
        for note in _notes_of(leaf):
            yield note.anchor


def names_pages(arranged: ArrangedBook, memory: Memory = FORGETFUL) -> bool:
    """Answer whether a page number is printed anywhere but in the contents: in the index, or behind a note's."""
    has_index = bool(arranged.book.index.entries) and not arranged.edition.is_handout
    has_index = has_index or has_names_index(arranged)
    return has_index or any(_references(leaf, memory) for leaf in arranged.leaves)


def has_names_index(arranged: ArrangedBook) -> bool:
    """Answer whether the edition has an index of names, so that each mention needs an anchor."""
    return bool(arranged.book.names.entries) and not arranged.edition.is_handout


def saying_ibid(arranged: ArrangedBook, memory: Memory = FORGETFUL) -> frozenset[str]:
    """Give the notes that say "Ibid." where their style would have it."""
    contents = (leaf.content for leaf in arranged.leaves if leaf.content is not None)
    return frozenset(anchor for content in contents
                     for anchor in memory.at_hand(tuple, partial(_saying_ibid, content.notes), "saying ibid",
                                                  memory.mark_of(content)))


def _saying_ibid(notes: Iterable[Note]) -> tuple[str, ...]:
    return tuple(note.anchor for note in notes if note.spelled_out and note.content != note.spelled_out)


def to_spell_out(
    arranged: ArrangedBook, anchors: Mapping[str, int], memory: Memory = FORGETFUL
) -> frozenset[str]:
    """Give the notes that must not say "Ibid.": as the book asks, none, the first of each page, or all.

    ``anchors`` gives the index of each note's page. biblatex's page tracker does the same for LaTeX.
    """
    ibid = arranged.book.apparatus.ibid
    if ibid is Ibid.STYLE:
        return frozenset()
    saying = saying_ibid(arranged, memory)
    if ibid is Ibid.NEVER:
        return saying
    first: dict[int, str] = {}
    for anchor in note_anchors(arranged):
        if anchor in anchors:
            first.setdefault(anchors[anchor], anchor)
    return saying & frozenset(first.values())


def _settled(leaf: Leaf, settled: _Settle, spelled: frozenset[str]) -> Leaf:
    if leaf.content is None:
        return leaf
    notes = tuple(_spelled(note, spelled) for note in leaf.content.notes)
    if not _references(leaf, FORGETFUL):
        return replace(leaf, content=replace(leaf.content, notes=notes))
    notes = tuple(_settled_note(note, settled) for note in notes)
    match leaf.content:
        case Chapter() as chapter:
            content: Chapter | PrimarySource = _settled_chapter(chapter, settled, notes)
        case PrimarySource() as source:
            content = _settled_source(source, settled, notes)
    return replace(leaf, content=content, title=map_inlines(leaf.title, settled))


def _settled_chapter(chapter: Chapter, settled: _Settle, notes: tuple[Note, ...]) -> Chapter:
    title, blocks = map_inlines(chapter.title, settled), map_blocks(chapter.blocks, settled)
    return replace(chapter, title=title, blocks=blocks, notes=notes)


def _settled_source(source: PrimarySource, settled: _Settle, notes: tuple[Note, ...]) -> PrimarySource:
    questions = tuple(
        replace(question, content=map_inlines(question.content, settled)) for question in source.header.questions
    )
    return replace(
        source,
        header=replace(source.header, title=map_inlines(source.header.title, settled), questions=questions),
        headnote=map_blocks(source.headnote, settled),
        passage=map_blocks(source.passage, settled),
        notes=notes,
    )


def _settled_note(note: Note, settled: _Settle) -> Note:
    content, spelled_out = map_blocks(note.content, settled), map_blocks(note.spelled_out, settled)
    return replace(note, content=content, spelled_out=spelled_out)


def _spelled(note: Note, spelled: frozenset[str]) -> Note:
    return replace(note, content=note.spelled_out) if note.anchor in spelled else note


def _inlines_of(leaf: Leaf) -> Iterator[Inline]:
    yield from walk_inlines(leaf.title)
    for note in _notes_of(leaf):
        yield from inlines_of(note.content)
    match leaf.content:
        case Chapter(blocks=blocks):
            yield from inlines_of(blocks)
        case PrimarySource() as source:
            yield from inlines_of((*source.headnote, *source.passage))
            for question in source.header.questions:
                yield from walk_inlines(question.content)
        case None:
            pass


def _notes_of(leaf: Leaf) -> tuple[Note, ...]:
    return leaf.content.notes if leaf.content is not None else ()
