"""Go through the parts of a manuscript that are read one after another, each with its notes."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.model.blocks import Blocks, Heading
from kirovbook.model.book import Manuscript, WrittenChapter, WrittenNote
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A chapter, a piece of front or back matter, or a source: what its author says, its passage, its notes."""

    own: Blocks
    passage: Blocks
    notes: tuple[WrittenNote, ...]

    @property
    def blocks(self) -> Blocks:
        """Everything but the notes, in reading order."""
        return (*self.own, *self.passage)

    @property
    def texts(self) -> tuple[Blocks, ...]:
        """The text, and then each note."""
        return (self.blocks, *(note.content for note in self.notes))


def chapters_of(manuscript: Manuscript) -> tuple[WrittenChapter, ...]:
    """Give the narrative with what goes before and behind it."""
    return (*manuscript.front_matter, *manuscript.chapters, *manuscript.back_matter)


def units_of(manuscript: Manuscript) -> Iterator[Unit]:
    """Give every part of the book, the sources before the back matter."""
    for chapter in (*manuscript.front_matter, *manuscript.chapters):
        yield Unit(chapter.blocks, (), chapter.notes)
    for source in manuscript.sources:
        yield Unit(source.headnote, source.passage, source.notes)
    for chapter in manuscript.back_matter:
        yield Unit(chapter.blocks, (), chapter.notes)


def own_texts(manuscript: Manuscript) -> Iterator[Blocks]:
    """Give what the author says in each part of the book: a chapter's text, a source's headnote."""
    return (unit.own for unit in units_of(manuscript) if unit.own)


def headings_of(blocks: Blocks) -> Iterator[Heading]:
    """Give the headings that part a text; those within a quotation or a division are its own affair."""
    return (block for block in blocks if isinstance(block, Heading))
