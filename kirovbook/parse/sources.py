"""Read the file of a primary source: its header, its headnote and its passage."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place, Related
from kirovbook.model.blocks import Block, Blocks, Division
from kirovbook.model.book import WrittenSource
from kirovbook.model.inlines import Text
from kirovbook.model.source import Question, SourceHeader, SourceKind
from kirovbook.parse.chapters import lower_headings, refuse_part
from kirovbook.parse.fields import Fields
from kirovbook.parse.header import Mapping, Scalar, Sequence, Value, read_header
from kirovbook.parse.markdown import parse_blocks
from kirovbook.parse.rights import read_rights
from kirovbook.project import ManuscriptFile

_KEYS = frozenset({"id", "work", "locator", "title", "date", "kind", "label", "rights", "questions"})
_QUESTION = frozenset({"text", "marks", "lines"})
_KINDS = tuple(kind.value for kind in SourceKind)


def parse_source(file: ManuscriptFile, lang: str, pictures: frozenset[str]) -> Outcome[WrittenSource]:
    """Read one source. Its passage is its one division ``extract``, ``precis`` or ``facsimile``.

    Beside an extract or a facsimile a precis may stand in for it.
    """
    headed = read_header(file.text, file.path)
    body = parse_blocks(headed.value.body, file.path, headed.value.first_line, lang, pictures)
    lowered = lower_headings(body.value.blocks)
    parts = _Parts(lowered.value, Place(file.path, headed.value.first_line))
    fields = Fields(headed.value.header, lang)
    header = _header(fields, file, parts, headed.value.is_sound)
    notes, place = body.value.notes, Place(file.path)
    source = WrittenSource(header, parts.headnote, parts.passage, notes, place, parts.stand_in)
    said = (*headed.diagnostics, *fields.found, *body.diagnostics, *lowered.diagnostics, *parts.found)
    return Outcome(source, said)


class _Parts:
    """The headnote, the passage and the precis that may stand in for it, told apart."""

    def __init__(self, blocks: Blocks, place: Place) -> None:
        passages = [block for block in blocks if isinstance(block, Division) and block.name in _KINDS]
        others = [one for one in passages if one.name == SourceKind.PRECIS]
        firsts = [one for one in passages if one.name != SourceKind.PRECIS] or others
        self.found: list[Diagnostic] = []
        self.kind = SourceKind(firsts[0].name) if firsts else None
        self.headnote: Blocks = tuple(block for block in blocks if block not in passages)
        self.passage = _joined(firsts)
        self.stand_in = _joined(others) if others is not firsts else ()
        if not passages:
            hint = "put it between '::: extract' and ':::'"
            self._say("S102", place, "the source has no passage", hint)
            return
        for first, *more in (firsts, *([others] if self.stand_in else [])):
            for other in more:
                self._second(other, first)
        after = [block for block in blocks[blocks.index(passages[0]) + 1 :] if block not in passages]
        if after:
            message = "text stands after the passage, and is taken for more of the headnote"
            found = Diagnostic("S106", WARNING, after[0].place, message, "put it before the passage")
            self.found.append(found)

    def _second(self, other: Division, first: Division) -> None:
        related = (Related(first.place, "the first passage"),)
        message = "the source has a second passage, which is taken for more of the first"
        hint = "give it a file of its own; only a precis may stand beside an extract"
        self.found.append(Diagnostic("S105", ERROR, other.place, message, hint, 0, related))

    def _say(self, code: str, place: Place, message: str, hint: str) -> None:
        self.found.append(Diagnostic(code, ERROR, place, message, hint))


def _joined(divisions: Iterable[Division]) -> Blocks:
    return tuple(block for division in divisions for block in _content(division))


def _content(division: Division) -> tuple[Block, ...]:
    """Give what a passage holds; its own attributes, a language say, stay with it."""
    if division.attributes.id or division.attributes.classes or division.attributes.pairs:
        return (Division("", division.content, division.attributes, division.place),)
    return division.content


def _header(fields: Fields, file: ManuscriptFile, parts: _Parts, is_sound: bool) -> SourceHeader:
    fields.allow({*_KEYS, "role"} if refuse_part(fields) else _KEYS)
    id_, place = fields.id(file.path)
    title = fields.inlines(fields.scalar("title"))
    if not title and is_sound:
        message = "the source has no title"
        fields.found.append(Diagnostic("S101", ERROR, fields.header.place, message, "add 'title: ...' to its header"))
    work = fields.scalar("work")
    return SourceHeader(
        id=id_,
        work=fields.text("work"),
        locator=fields.text("locator"),
        title=title or (Text(id_),),
        date=fields.text("date"),
        kind=_kind(fields, parts.kind, has_stand_in=bool(parts.stand_in)),
        label=fields.text("label"),
        rights=read_rights(fields),
        questions=_questions(fields),
        place=place,
        work_place=work.place if work else place,
    )


def _kind(fields: Fields, division: SourceKind | None, *, has_stand_in: bool) -> SourceKind:
    """Give the kind of the passage: what the header says counts, unless the passage has a precis beside it."""
    given = fields.scalar("kind")
    if given is None or not given.words:
        return division or SourceKind.EXTRACT
    if given.words not in _KINDS:
        near = get_close_matches(given.words, _KINDS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(_KINDS)}"
        message = f"unknown kind {given.words!r} of source"
        fields.found.append(Diagnostic("S104", ERROR, given.place, message, hint, len(given.words)))
        return division or SourceKind.EXTRACT
    if division is not None and division.value != given.words:
        message = f"the header says {given.words!r}, the passage is a division {division.value!r}"
        found = Diagnostic("S103", WARNING, given.place, message, "name the same kind in both", len(given.words))
        fields.found.append(found)
        return division if has_stand_in else SourceKind(given.words)
    return SourceKind(given.words)


def _questions(fields: Fields) -> tuple[Question, ...]:
    value = fields.header.get("questions")
    if value is None or (isinstance(value, Scalar) and not value.words):
        return ()
    if not isinstance(value, Sequence):
        fields.misshapen(value, "the value of 'questions' is no list", "write 'questions: [\"...\", \"...\"]'")
        return ()
    return tuple(question for item in value.items if (question := _question(fields, item)))


def _question(fields: Fields, item: Value) -> Question | None:
    match item:
        case Scalar(words) if words.strip():
            return Question(fields.inlines(item))
        case Mapping():
            inner = Fields(item, fields.lang, "question")
            inner.allow(_QUESTION)
            text = inner.scalar("text")
            question = Question(inner.inlines(text), inner.number("marks"), inner.number("lines"))
            fields.found.extend(inner.found)
            if question.content:
                return question
    fields.misshapen(item, "a question has no text", "write it as text, or as {text: ..., marks: 4, lines: 6}")
    return None
