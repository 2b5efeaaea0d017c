"""Go through everything a text is made of, in reading order, and rebuild it where something is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
from kirovbook.model.citation import Citation, CrossReference
from kirovbook.model.inlines import (
    CitationText,
    Emphasis,
    Indexed,
    Inline,
    Inlines,
    Link,
    Picture,
    SmallCaps,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
)

Replace = Callable[[Inline], Inlines]


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Give each inline, then what it holds; a citation holds the prefixes and suffixes of its cites."""
    for inline in inlines:
        yield inline
        yield from walk_inlines(_held_by(inline))


def walk_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give each block, then the blocks it holds."""
    for block in blocks:
        yield block
        match block:
            case Quotation(content) | Division(_, content):
                yield from walk_blocks(content)
            case ListBlock():
                for item in block.items:
                    yield from walk_blocks(item)
            case DefinitionList(items):
                for definition in items:
                    for meaning in definition.meanings:
                        yield from walk_blocks(meaning)
            case _:
                pass


def inlines_of(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Give every inline of the blocks in reading order, those within others included."""
    for block in blocks:
        match block:
            case DefinitionList(items):
                for definition in items:
                    yield from walk_inlines(definition.term)
                    for meaning in definition.meanings:
                        yield from inlines_of(meaning)
            case Quotation(content) | Division(_, content):
                yield from inlines_of(content)
            case ListBlock():
                for item in block.items:
                    yield from inlines_of(item)
            case _:
                for line in lines_of(block):
                    yield from walk_inlines(line)


def lines_of(block: Block) -> Iterator[Inlines]:
    """Give the lines that stand in the block itself: its words, caption, cells; not those of blocks within."""
    match block:
        case Paragraph(content) | Heading(_, content):
            yield content
        case Table():
            yield block.caption
            for row in (block.head, *block.rows):
                yield from (cell.content for cell in row)
        case Figure(picture, caption):
            yield (picture,)
            yield caption
        case Verse(lines):
            yield from lines
        case DefinitionList(items):
            yield from (definition.term for definition in items)
        case Quotation() | ListBlock() | Division() | CodeBlock() | Rule():
            pass


def map_inlines(inlines: Iterable[Inline], fn: Replace) -> Inlines:
    """Put ``fn(inline)`` in the place of each inline, the innermost first."""
    return tuple(made for inline in inlines for made in fn(_rebuilt(inline, fn)))


def map_blocks(blocks: Iterable[Block], fn: Replace) -> Blocks:
    """Rebuild the blocks with ``fn(inline)`` in the place of each inline, the innermost first.

    The picture of a figure is no inline of a text and stays as it is.
    """
    return tuple(_rebuilt_block(block, fn) for block in blocks)


def _held_by(inline: Inline) -> Inlines:
    match inline:
        case (
            Emphasis(content)
            | Strong(content)
            | Strikeout(content)
            | Superscript(content)
            | Subscript(content)
            | SmallCaps(content)
            | Span(content)
            | Link(content)
            | CitationText(content)
            | Indexed(content)
        ):
            return content
        case Citation():
            return tuple(part for cite in inline.cites for part in (*cite.prefix, *cite.suffix))
        case CrossReference():
            return (*inline.prefix, *inline.suffix)
        case _:
            return ()


def _rebuilt(inline: Inline, fn: Replace) -> Inline:
    match inline:
        case (
            Emphasis(content)
            | Strong(content)
            | Strikeout(content)
            | Superscript(content)
            | Subscript(content)
            | SmallCaps(content)
            | Span(content)
            | Link(content)
            | CitationText(content)
            | Indexed(content)
        ):
            return replace(inline, content=map_inlines(content, fn))
        case Citation():
            cites = tuple(
                replace(cite, prefix=map_inlines(cite.prefix, fn), suffix=map_inlines(cite.suffix, fn))
                for cite in inline.cites
            )
            return replace(inline, cites=cites)
        case CrossReference():
            return replace(inline, prefix=map_inlines(inline.prefix, fn), suffix=map_inlines(inline.suffix, fn))
        case _:
            return inline


def _rebuilt_block(block: Block, fn: Replace) -> Block:
    match block:
        case Paragraph(content) | Heading(_, content):
            return replace(block, content=map_inlines(content, fn))
        case Quotation(blocks) | Division(_, blocks):
            return replace(block, content=map_blocks(blocks, fn))
        case ListBlock():
            return replace(block, items=tuple(map_blocks(item, fn) for item in block.items))
        case DefinitionList():
            return replace(
                block,
                items=tuple(
                    replace(
                        definition,
                        term=map_inlines(definition.term, fn),
                        meanings=tuple(map_blocks(meaning, fn) for meaning in definition.meanings),
                    )
                    for definition in block.items
                ),
            )
        case Table():
            return _rebuilt_table(block, fn)
        case Figure():
            return replace(block, caption=map_inlines(block.caption, fn))
        case Verse():
            return replace(block, lines=tuple(map_inlines(line, fn) for line in block.lines))
        case CodeBlock() | Rule():
            return block


def _rebuilt_table(table: Table, fn: Replace) -> Table:
    return replace(
        table,
        caption=map_inlines(table.caption, fn),
        head=tuple(replace(cell, content=map_inlines(cell.content, fn)) for cell in table.head),
        rows=tuple(
            tuple(replace(cell, content=map_inlines(cell.content, fn)) for cell in row) for row in table.rows
        ),
    )


def pictures_of(blocks: Iterable[Block]) -> Iterator[Picture]:
    """Give every picture of the blocks in reading order, those that stand alone and those within a line."""
    yield from (inline for inline in inlines_of(blocks) if isinstance(inline, Picture))
