"""See every part of a manuscript in the same way: a title, texts, questions, and the notes they call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kirovbook.model.blocks import Blocks
from kirovbook.model.book import Manuscript, WrittenChapter, WrittenNote, WrittenSource
from kirovbook.model.citation import Citation, Cite
from kirovbook.model.inlines import Inline, Inlines, NoteCall
from kirovbook.model.walk import map_blocks, map_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.cross_references import Signposts, unit_of
from kirovbook.resolve.lines import Rebuild, map_lines


@dataclass(frozen=True, slots=True)
class UnitText:
    """The words of one unit, in reading order: title, texts (a source has two), questions; and its notes."""

    unit: str
    title: Inlines
    texts: tuple[Blocks, ...]
    questions: tuple[Inlines, ...]
    notes: tuple[WrittenNote, ...]


def unit_texts(manuscript: Manuscript) -> Iterator[tuple[WrittenChapter | WrittenSource, UnitText]]:
    """Give the units of the manuscript in the order of the book, each with its words."""
    for chapter in (*manuscript.front_matter, *manuscript.chapters):
        yield chapter, _of_chapter(chapter)
    for source in manuscript.sources:
        yield source, _of_source(source)
    for chapter in manuscript.back_matter:
        yield chapter, _of_chapter(chapter)


def _of_chapter(chapter: WrittenChapter) -> UnitText:
    return UnitText(unit_of(chapter), chapter.title, (chapter.blocks,), (), chapter.notes)


def _of_source(source: WrittenSource) -> UnitText:
    header = source.header
    questions = tuple(question.content for question in header.questions)
    return UnitText(f"src-{header.id}", header.title, (source.headnote, source.passage), questions, source.notes)


def map_unit(text: UnitText, rebuild: Rebuild) -> UnitText:
    """Put ``rebuild(line)`` in the place of each line outside the notes, in reading order."""
    title = rebuild(text.title)
    texts = tuple(map_lines(blocks, rebuild) for blocks in text.texts)
    questions = tuple(rebuild(question) for question in text.questions)
    return replace(text, title=title, texts=texts, questions=questions)


def settle_references(text: UnitText, signposts: Signposts) -> UnitText:
    """Put words in the place of the unit's cross-references, those in its notes and citations included."""

    def settled(inline: Inline) -> Inlines:
        if isinstance(inline, Citation):
            return _without_marks(inline)
        return signposts.settle(inline, text.unit)

    called = map_unit(text, lambda line: map_inlines(line, settled))
    notes = tuple(replace(note, content=map_blocks(note.content, settled)) for note in text.notes)
    return replace(called, notes=notes)


def _without_marks(citation: Citation) -> Inlines:
    """Take notes and citations out of a citation's own words, and put them behind it: a note holds no mark."""
    taken: list[Inline] = []

    def kept(inline: Inline) -> Inlines:
        if isinstance(inline, NoteCall | Citation):
            taken.append(inline)
            return ()
        return (inline,)

    cites: list[Cite] = [
        replace(cite, prefix=map_inlines(cite.prefix, kept), suffix=map_inlines(cite.suffix, kept))
        for cite in citation.cites
    ]
    return (replace(citation, cites=tuple(cites)), *taken)
