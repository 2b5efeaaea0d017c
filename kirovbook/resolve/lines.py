"""Rebuild the blocks of a text line by line, where what stands beside an inline matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kirovbook.model.blocks import (
    Block,
    Blocks,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Table,
    Verse,
)
from kirovbook.model.inlines import Inlines

Rebuild = Callable[[Inlines], Inlines]


def map_lines(blocks: Iterable[Block], rebuild: Rebuild) -> Blocks:
    """Put ``rebuild(line)`` in the place of each paragraph's, heading's, cell's... inlines, in reading order."""
    return tuple(_block(block, rebuild) for block in blocks)


def _block(block: Block, rebuild: Rebuild) -> Block:
    match block:
        case Paragraph(content) | Heading(_, content):
            return replace(block, content=rebuild(content))
        case Quotation(blocks) | Division(_, blocks):
            return replace(block, content=map_lines(blocks, rebuild))
        case ListBlock(items=items):
            return replace(block, items=tuple(map_lines(item, rebuild) for item in items))
        case DefinitionList():
            return _definitions(block, rebuild)
        case Table():
            return _table(block, rebuild)
        case Figure(caption=caption):
            return replace(block, caption=rebuild(caption))
        case Verse(lines):
            return replace(block, lines=tuple(rebuild(line) for line in lines))
        case CodeBlock() | Rule():
            return block


def _definitions(block: DefinitionList, rebuild: Rebuild) -> DefinitionList:
    items = []
    for definition in block.items:
        term = rebuild(definition.term)
        meanings = tuple(map_lines(meaning, rebuild) for meaning in definition.meanings)
        items.append(replace(definition, term=term, meanings=meanings))
    return replace(block, items=tuple(items))


def _table(table: Table, rebuild: Rebuild) -> Table:
    caption = rebuild(table.caption)
    head = tuple(replace(cell, content=rebuild(cell.content)) for cell in table.head)
    rows = tuple(tuple(replace(cell, content=rebuild(cell.content)) for cell in row) for row in table.rows)
    return replace(table, caption=caption, head=head, rows=rows)
