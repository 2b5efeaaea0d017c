"""Markdown becomes the blocks, notes and findings that the tables beside this file say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kirovbook.diagnostics import Place
from kirovbook.model.blocks import (
    Block,
    Cell,
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
    Attributes,
    Code,
    Inline,
    LineBreak,
    Link,
    Missing,
    NoteCall,
    Picture,
    Span,
    Text,
)
from kirovbook.model.plain import plain_inlines
from kirovbook.parse.markdown import parse_blocks

FILE = "manuscript/chapters/01-a.md"
PICTURES = frozenset({"manuscript/chapters/kirov.png", "manuscript/pictures/smolny.jpg"})
CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n\n~~~~ (?P<lang>[\w-]+)\n(?P<text>.*?)~~~~\n\n~~~~ blocks\n(?P<blocks>.*?)~~~~$",
    re.MULTILINE | re.DOTALL,
)
TABLES = [file for file in sorted(Path(__file__).parent.glob("*.md")) if file.name != "citations.md"]
CASES = [
    pytest.param(case["text"].replace("→", "\t"), case["lang"], case["blocks"], id=f"{file.stem}: {case['title']}")
    for file in TABLES
    for case in CASE.finditer(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("text", "lang", "expected"), CASES)
def test_markdown_says_what_the_table_says(text: str, lang: str, expected: str) -> None:
    outcome = parse_blocks(text, FILE, 1, lang, PICTURES)
    lines = [line for block in outcome.value.blocks for line in shown(block)]
    for note in outcome.value.notes:
        lines.append(f"{at(note.place)} note {note.label}")
        lines += ["  " + line for block in note.content for line in shown(block)]
    lines += [f"! {found.code} {found.severity} {at(found.place)} {found.message}" for found in outcome.diagnostics]
    assert "\n".join(lines) == expected.removesuffix("\n")


def test_every_case_of_the_tables_is_run() -> None:
    titles = sum(file.read_text(encoding="utf-8").count("\n~~~~ blocks\n") for file in TABLES)
    assert len(CASES) == titles >= 60


def at(place: Place) -> str:
    return f"{place.line}:{place.column}"


def shown(block: Block) -> Iterator[str]:
    where = at(block.place)
    match block:
        case Paragraph(content):
            yield f"{where} {line(content)}"
        case Heading(level, content, attributes):
            yield f"{where} h{level}{braces(attributes)} {line(content)}"
        case Quotation(content):
            yield from nested(f"{where} quotation", content)
        case ListBlock():
            kind = f"list from {block.start}" if block.ordered else "list"
            yield f"{where} {'tight' if block.tight else 'loose'} {kind}"
            for item in block.items:
                yield from nested("  -", item, "    ")
        case DefinitionList(items):
            yield f"{where} definitions"
            for item in items:
                yield f"  {at(item.place)} {line(item.term)}"
                for meaning in item.meanings:
                    yield from nested("  :", meaning, "    ")
        case Table():
            yield f"{where} table{braces(block.attributes)} {line(block.caption)}".rstrip()
            yield "  " + " ".join(alignment or "default" for alignment in block.alignments)
            yield from ("  " + cells(row) for row in (block.head, *block.rows))
        case Figure(picture, caption):
            yield f"{where} figure {line((picture,))} {line(caption)}".rstrip()
        case Verse(lines):
            yield f"{where} verse"
            yield from (f"  {line(words)}" for words in lines)
        case CodeBlock(words, language):
            yield f"{where} code {language} {words!r}"
        case Division(name, content, attributes):
            yield from nested(f"{where} division {name}{braces(attributes)}", content)
        case Rule():
            yield f"{where} rule"


def nested(head: str, blocks: tuple[Block, ...], indent: str = "  ") -> Iterator[str]:
    yield head
    for block in blocks:
        yield from (indent + words for words in shown(block))


def cells(row: tuple[Cell, ...]) -> str:
    return " | ".join(f"{at(cell.place)} {line(cell.content)}".rstrip() for cell in row)


def braces(attributes: Attributes) -> str:
    given = [f"#{attributes.id}"] * bool(attributes.id) + [f".{name}" for name in attributes.classes]
    given += [f"{key}={value}" for key, value in attributes.pairs]
    return "{" + " ".join(given) + "}" if given else ""


def line(content: tuple[Inline, ...]) -> str:
    return "".join(inline_shown(inline) for inline in content)


def inline_shown(inline: Inline) -> str:
    match inline:
        case Text(words):
            return words.replace("\u00a0", "·").replace("\u202f", "·")
        case Code(words):
            return f"code<{words}>"
        case LineBreak():
            return "<br>"
        case Span(content, attributes):
            return f"span{braces(attributes)}<{line(content)}>"
        case Link(content, target, title, place):
            return f"link@{at(place)}<{line(content)}>({target}{' ' * bool(title)}{title})"
        case Picture(path, alternative, title, place, attributes):
            return f"picture@{at(place)}{braces(attributes)}<{alternative}>({path}{' ' * bool(title)}{title})"
        case NoteCall(label, place):
            return f"note@{at(place)}<{label}>"
        case Missing(words, place):
            return f"missing@{at(place)}<{words}>"
        case CrossReference():
            around = f"{plain_inlines(inline.prefix)}|{plain_inlines(inline.suffix)}"
            return f"{inline.target}@{at(inline.place)}<{inline.id}|{around}>"
        case Citation():
            keys = " ".join(cite.key for cite in inline.cites)
            return f"cite@{at(inline.place)}<{keys}>"
        case _:
            return f"{type(inline).__name__.lower()}<{line(inline.content)}>"
