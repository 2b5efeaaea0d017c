"""Read a file of front matter, narrative or back matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place
from kirovbook.model.blocks import Block, Blocks, Definition, DefinitionList, Division, Heading, ListBlock, Quotation
from kirovbook.model.book import PART, MatterPart, WrittenChapter
from kirovbook.model.inlines import Attributes, Inlines, Span, Text
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.parse.fields import Fields
from kirovbook.parse.header import Scalar, Value, read_header
from kirovbook.parse.markdown import parse_blocks
from kirovbook.project import ManuscriptFile

_KEYS = frozenset({"id", "role", "title"})


def parse_chapter(
    file: ManuscriptFile, part: MatterPart, lang: str, pictures: frozenset[str]
) -> Outcome[WrittenChapter]:
    """Read one chapter or part; its title is its first heading of level 1, else the header's ``title``."""
    headed = read_header(file.text, file.path)
    fields = Fields(headed.value.header, lang)
    fields.allow(_KEYS)
    body = parse_blocks(headed.value.body, file.path, headed.value.first_line, lang, pictures)
    heading, blocks = _cut_title(body.value.blocks)
    id_, id_place = fields.id(file.path)
    found: list[Diagnostic] = []
    if heading is not None and heading.attributes.id:
        if fields.text("id") and id_ != heading.attributes.id:
            found.append(_disagreement("id", id_place, id_, heading.attributes.id))
        id_ = heading.attributes.id
    role = _role(fields, part)
    title = _title(fields, heading, id_, headed.value.is_sound, found)
    lowered = lower_headings(blocks)
    blocks = lowered.value
    place = heading.place if heading else Place(file.path, headed.value.first_line)
    is_titled = heading is not None or (role == PART and fields.header.get("title") is not None)
    if not is_titled and not any(words.strip() for words, _ in plain_blocks(blocks)) and not _shows(blocks):
        place = Place(file.path)
        found.append(Diagnostic("M101", ERROR, place, "the file has no text", "write it, or take the file away"))
    chapter = WrittenChapter(id_, part, role, title, blocks, body.value.notes, place)
    return Outcome(chapter, (*headed.diagnostics, *fields.found, *body.diagnostics, *found, *lowered.diagnostics))


def _role(fields: Fields, part: MatterPart) -> str:
    if part is not MatterPart.BODY:
        return "" if refuse_part(fields) else fields.text("role")
    return PART if _says_part(fields.header.get("role")) else fields.text("role") or "chapter"


def _says_part(role: Value | None) -> TypeGuard[Scalar]:
    return isinstance(role, Scalar) and role.words.strip().casefold() == PART


def refuse_part(fields: Fields) -> bool:
    """Answer whether a file that is none of the chapters would open a part, and say that it can't."""
    role = fields.header.get("role")
    if not _says_part(role):
        return False
    message = "'role: part' means nothing here: only among the chapters does a file open a part"
    hint = "move the file to the chapters, or take the line away"
    fields.found.append(Diagnostic("F111", WARNING, role.place, message, hint, len(role.words)))
    return True


def _cut_title(blocks: Blocks) -> tuple[Heading | None, Blocks]:
    for index, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level == 1:
            return block, (*blocks[:index], *blocks[index + 1 :])
    return None, blocks


def _title(fields: Fields, heading: Heading | None, id_: str, is_sound: bool, found: list[Diagnostic]) -> Inlines:
    given = fields.scalar("title")
    named = fields.inlines(given)
    if heading is None:
        if not named and is_sound:
            place = fields.header.place
            message = f"the {PART if _says_part(fields.header.get('role')) else 'chapter'} has no title"
            found.append(Diagnostic("M102", WARNING, place, message, "begin it with '# ' and its title"))
        return named or (Text(id_),)
    if given is not None and named and plain_inlines(named) != plain_inlines(heading.content):
        found.append(_disagreement("title", given.place, plain_inlines(named), plain_inlines(heading.content)))
    if "noindex" in heading.attributes.classes:
        return (Span(heading.content, Attributes(classes=("noindex",))),)
    return heading.content


def _disagreement(key: str, place: Place, header: str, heading: str) -> Diagnostic:
    return Diagnostic(
        "F109",
        WARNING,
        place,
        f"the header's {key} is {header[:60]!r}, the heading's {heading[:60]!r}, which counts",
        "keep one of them",
    )


def _shows(blocks: Sequence[Block]) -> bool:
    """Answer whether blocks without words hold something to look at."""
    return bool(blocks) and any(not isinstance(block, Heading) for block in blocks)


def lower_headings(blocks: Blocks) -> Outcome[Blocks]:
    """Lower headings of level 1 to level 2: a chapter has one title."""
    found: list[Diagnostic] = []
    lowered = tuple(_lowered(blocks, found))
    return Outcome(lowered, tuple(found))


def _lowered(blocks: Iterable[Block], found: list[Diagnostic]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Heading(level=1):
                message = "a heading of level 1 stands within the text, and is taken for level 2"
                found.append(Diagnostic("M103", WARNING, block.place, message, "write '## ', or begin another file"))
                yield replace(block, level=2)
            case Quotation(content) | Division(_, content):
                yield replace(block, content=tuple(_lowered(content, found)))
            case ListBlock():
                yield replace(block, items=tuple(tuple(_lowered(item, found)) for item in block.items))
            case DefinitionList():
                yield replace(block, items=tuple(_lowered_definition(item, found) for item in block.items))
            case _:
                yield block


def _lowered_definition(item: Definition, found: list[Diagnostic]) -> Definition:
    return replace(item, meanings=tuple(tuple(_lowered(meaning, found)) for meaning in item.meanings))
