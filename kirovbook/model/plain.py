"""Give the bare words of a text, for whoever compares, counts or searches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kirovbook.diagnostics import Place
from kirovbook.model.blocks import (
    Block,
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
    Code,
    Emphasis,
    Indexed,
    Inline,
    LineBreak,
    Link,
    Missing,
    NoteCall,
    NoteMark,
    NoteReference,
    Picture,
    ReferenceText,
    SmallCaps,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)

_LONE_SIGNS = (" – ", " — ", " … ", " / ")


def plain_inlines(inlines: Iterable[Inline]) -> str:
    """Give the words of the inlines, without their marks.

    A break is a space. Note calls and marks, citations and cross-references that are not yet settled, and
    pictures have no words.
    """
    return "".join(_words(inline) for inline in inlines)


def _words(inline: Inline) -> str:
    match inline:
        case Text(words) | Code(words) | ReferenceText(words) | NoteReference(words) | Missing(words):
            return words
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
            return plain_inlines(content)
        case LineBreak():
            return " "
        case Picture() | NoteCall() | NoteMark() | Citation() | CrossReference():
            return ""


def plain_blocks(blocks: Iterable[Block]) -> Iterator[tuple[str, Place]]:
    """Give the words of each leaf that has any, and its place, in reading order.

    A leaf is a paragraph, a heading, a term, a cell, a line of verse, a caption or a block of code.
    """
    for block in blocks:
        yield from ((words, place) for words, place in _leaves(block) if words)


def _leaves(block: Block) -> Iterator[tuple[str, Place]]:
    match block:
        case Paragraph(content, place) | Heading(_, content, _, place):
            yield plain_inlines(content), place
        case CodeBlock(words, _, place):
            yield words, place
        case Figure(_, caption, place):
            yield plain_inlines(caption), place
            yield block.credit, place
        case Verse(lines, place):
            yield from ((plain_inlines(line), place) for line in lines)
        case Table():
            yield plain_inlines(block.caption), block.place
            for row in (block.head, *block.rows):
                yield from ((plain_inlines(cell.content), cell.place) for cell in row)
        case Quotation(content) | Division(_, content):
            yield from plain_blocks(content)
        case ListBlock():
            for item in block.items:
                yield from plain_blocks(item)
        case DefinitionList():
            for definition in block.items:
                yield plain_inlines(definition.term), definition.place
                for meaning in definition.meanings:
                    yield from plain_blocks(meaning)
        case Rule():
            pass


def count_words(blocks: Iterable[Block]) -> int:
    """Count the words of the blocks as a publisher does: "well-known" and "Kirov's" are one word each."""
    return sum(
        len(words.split()) - sum(words.count(sign) for sign in _LONE_SIGNS) for words, _ in plain_blocks(blocks)
    )
