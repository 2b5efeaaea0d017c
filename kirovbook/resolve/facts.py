"""Know what the rest of the book asks of each written chapter and source: the ids it gives, the works it cites."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kirovbook.diagnostics import Place
from kirovbook.memory import Memory
from kirovbook.model.blocks import Blocks, Division, Heading, Table
from kirovbook.model.book import Manuscript, WrittenChapter, WrittenSource
from kirovbook.model.citation import Citation
from kirovbook.model.inlines import Inline, Span
from kirovbook.model.walk import inlines_of, lines_of, walk_blocks, walk_inlines
from kirovbook.quick_dataclass import dataclass

Written = WrittenChapter | WrittenSource


@dataclass(frozen=True, slots=True)
class Facts:
    """The author's ids in a unit, each with the place of the block that has it; the keys of the works it cites."""

    anchors: tuple[tuple[str, Place], ...]
    keys: tuple[str, ...]


def every_fact(manuscript: Manuscript, memory: Memory) -> Iterator[Facts]:
    """Give the facts of all units, those of the sources last."""
    units: tuple[Written, ...] = (
        *manuscript.front_matter, *manuscript.chapters, *manuscript.back_matter, *manuscript.sources,
    )
    return (memory.made(Facts, partial(_facts, unit), "facts", memory.mark_of(unit)) for unit in units)


def _facts(unit: Written) -> Facts:
    cites = (cite for inline in _inlines(unit) if isinstance(inline, Citation) for cite in inline.cites)
    anchors = tuple(anchor for blocks in _texts(unit) for anchor in _anchors(blocks))
    return Facts(anchors, tuple(dict.fromkeys(cite.key for cite in cites)))


def _texts(unit: Written) -> Iterator[Blocks]:
    match unit:
        case WrittenChapter(blocks=blocks):
            yield blocks
        case WrittenSource(headnote=headnote, passage=passage):
            yield from (headnote, passage)
    yield from (note.content for note in unit.notes)


def _inlines(unit: Written) -> Iterator[Inline]:
    match unit:
        case WrittenChapter(title=title):
            yield from walk_inlines(title)
        case WrittenSource(header=header):
            yield from walk_inlines(header.title)
            for question in header.questions:
                yield from walk_inlines(question.content)
    for blocks in _texts(unit):
        yield from inlines_of(blocks)


def _anchors(blocks: Blocks) -> Iterator[tuple[str, Place]]:
    for block in walk_blocks(blocks):
        if isinstance(block, Heading | Division | Table) and block.attributes.id:
            yield block.attributes.id, block.place
        for line in lines_of(block):
            for inline in walk_inlines(line):
                if isinstance(inline, Span) and inline.attributes.id:
                    yield inline.attributes.id, block.place
