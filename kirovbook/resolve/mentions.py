"""Find where the settled book names a person or marks a subject, and wrap the words for the index to lead to.

Only what the author wrote is searched: not what a citation style printed, and not the leaves that bear no number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise

from kirovbook.diagnostics import ERROR, Diagnostic, Place
from kirovbook.model.blocks import Block, Blocks, DefinitionList, Division, Heading, ListBlock, Quotation, Table
from kirovbook.model.book import Authority
from kirovbook.model.inlines import (
    Attributes,
    CitationText,
    Emphasis,
    Indexed,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    SmallCaps,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from kirovbook.model.names import IndexKey, MentionedIn
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import Note
from kirovbook.model.walk import walk_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.filling import FilledUnit
from kirovbook.resolve.likeness import nearest
from kirovbook.resolve.lines import map_lines
from kirovbook.resolve.person_forms import Found, PersonFinder, make_finder

NOINDEX = "noindex"
_PAIRS = ("person", "index", "see", "see-also")
_OBJECT = "\ufffc"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: the entry it belongs to, where it is, and its words."""

    key: IndexKey
    place: MentionedIn
    words: str


@dataclass(frozen=True, slots=True)
class Signpost:
    """An author's ``see`` or ``see-also``: the heading that sends, and what it sends to, as written."""

    heading: tuple[str, ...]
    target: str
    is_also: bool
    place: Place


@dataclass(slots=True)
class Ledger:
    """What the units of a book were found to name, in reading order."""

    finder: PersonFinder
    people: Mapping[str, Authority]
    by_preferred: Mapping[str, str]
    mentions: list[Mention] = field(default_factory=list)
    signposts: list[Signpost] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def key_of(self, path: tuple[str, ...]) -> IndexKey:
        """Give the entry of a subject; the preferred form of a person is that person's."""
        if len(path) == 1 and path[0] in self.by_preferred:
            return IndexKey(person=self.by_preferred[path[0]])
        return IndexKey(subject=path)


def open_ledger(authorities: Iterable[Authority]) -> Ledger:
    """Make ready to look for some persons."""
    people = {person.id: person for person in authorities}
    return Ledger(make_finder(people.values()), people, {one.preferred: one.id for one in people.values()})


def mark_mentions(filled: FilledUnit, own_notes: frozenset[int], ledger: Ledger) -> FilledUnit:
    """Wrap the mentions of a unit and enter them in the ledger; ``own_notes`` are those that the author wrote."""
    text = filled.text
    notes = {note.number: note for note in filled.notes}
    marking = _Marking(ledger, text.unit, notes, own_notes, Place(""))
    title = marking.line(text.title)
    texts = tuple(marking.blocks(blocks) for blocks in text.texts)
    for question in text.questions:
        marking.look_for_notes(question)
    for number in notes:
        marking.note_called(number)
    return FilledUnit(replace(text, title=title, texts=texts), tuple(notes.values()))


@dataclass(slots=True)
class _Marking:
    """Goes through one unit, with each note read where its mark stands."""

    ledger: Ledger
    unit: str
    notes: dict[int, Note]
    own_notes: frozenset[int]
    place: Place
    count: int = 0
    note: int = 0
    is_silent: bool = False
    is_repeated: bool = False
    read: set[int] = field(default_factory=set)

    def blocks(self, blocks: Blocks) -> Blocks:
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        self.place = block.place
        match block:
            case Division() | Heading() | Table() if _is_kept_out(block):
                return self._silently(block)
            case Quotation(content) | Division(_, content):
                return replace(block, content=self.blocks(content))
            case ListBlock(items=items):
                return replace(block, items=tuple(self.blocks(item) for item in items))
            case DefinitionList(items=definitions):
                return replace(block, items=tuple(
                    replace(one, term=self.line(one.term), meanings=tuple(map(self.blocks, one.meanings)))
                    for one in definitions
                ))
            case _:
                (made,) = map_lines((block,), self.line)
                return made

    def _silently(self, block: Block) -> Block:
        before, self.is_silent = self.is_silent, True
        (made,) = map_lines((block,), self.line)
        self.is_silent = before
        return made

    def line(self, line: Inlines) -> Inlines:
        if self.is_silent:
            self.look_for_notes(line)
            return line
        return self._rebuilt(line, 0, tuple(self.ledger.finder.find(_flat(line))))

    def look_for_notes(self, inlines: Inlines) -> None:
        """Read the notes that are called where nothing is searched."""
        for inline in walk_inlines(inlines):
            if isinstance(inline, NoteMark):
                self.note_called(inline.number)

    def note_called(self, number: int) -> None:
        """Read a note of the author's once, where its mark stands; no note holds the mark of another."""
        note = self.notes.get(number)
        if note is None or number in self.read or self.note:
            return
        self.read.add(number)
        if number not in self.own_notes or self.is_silent:
            return
        place, before = self.place, self.count
        self.note = number
        content = self.blocks(note.content)
        after, self.count, self.is_repeated = self.count, before, True
        spelled_out = self.blocks(note.spelled_out)
        self.count, self.is_repeated, self.note, self.place = after, False, 0, place
        self.notes[number] = replace(note, content=content, spelled_out=spelled_out)

    def _enter(self, keys: Sequence[IndexKey], words: str) -> int:
        self.count += 1
        if not self.is_repeated:
            place = MentionedIn(self.unit, self.note, self.count)
            self.ledger.mentions += [Mention(key, place, words) for key in keys]
        return self.count

    def _rebuilt(self, inlines: Inlines, start: int, found: Sequence[Found]) -> Inlines:
        """Wrap what was found in a line; ``start`` is where these inlines begin in the line's plain words."""
        by_start = {one.start: one for one in found}
        pieces = list(_cut(inlines, start, found))
        made: list[Inline] = []
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            name = by_start.get(piece.start)
            if name is None or not piece.start < piece.end <= name.end:
                made += self._inner(piece, found)
                index += 1
                continue
            held = index
            while index < len(pieces) and pieces[index].end <= name.end:
                index += 1
            inside = tuple(one.inline for one in pieces[held:index])
            key = IndexKey(person=name.person)
            number = self._enter((key,), plain_inlines(inside))
            content = tuple(one for each in pieces[held:index] for one in self._inner(each, ()))
            made.append(Indexed(content, (key,), number))
        return tuple(made)

    def _inner(self, piece: _Piece, found: Sequence[Found]) -> Inlines:
        inline = piece.inline
        match inline:
            case NoteMark(number):
                self.note_called(number)
            case Span():
                return self._span(inline, piece, found)
            case CitationText(content) | Link(content) if _is_opaque(inline):
                self.look_for_notes(content)
            case (
                Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | SmallCaps() | Link()
            ):
                return (replace(inline, content=self._rebuilt(inline.content, piece.start, _within(piece, found))),)
            case _:
                pass
        return (inline,)

    def _span(self, span: Span, piece: _Piece, found: Sequence[Found]) -> Inlines:
        attributes = span.attributes
        if NOINDEX in attributes.classes:
            before, self.is_silent = self.is_silent, True
            self.look_for_notes(span.content)
            self.is_silent = before
            return (span,)
        keys = (*self._persons(attributes.get("person")), *self._subjects(attributes))
        number = self._enter(keys, plain_inlines(span.content)) if keys else 0
        if attributes.get("person"):
            self.look_for_notes(span.content)
            content = span.content
        else:
            content = self._rebuilt(span.content, piece.start, _within(piece, found))
        rest = Attributes(attributes.id, attributes.classes,
                          tuple(pair for pair in attributes.pairs if pair[0] not in _PAIRS))
        shown: Inlines = (Span(content, rest),) if rest != Attributes() or rest == attributes else content
        return (Indexed(shown, keys, number),) if keys else shown

    def _persons(self, written: str) -> Iterator[IndexKey]:
        for person in _listed(written):
            if person in self.ledger.people:
                yield IndexKey(person=person)
            elif not self.is_repeated:
                near = nearest(person, self.ledger.people)
                hint = f"did you mean '{near}'?" if near else "give the person a table in people.toml"
                self.ledger.found.append(
                    Diagnostic("X112", ERROR, self.place, f"people.toml has no person '{person}'", hint)
                )

    def _subjects(self, attributes: Attributes) -> Iterator[IndexKey]:
        sends = [(target, is_also) for name, is_also in (("see", False), ("see-also", True))
                 for target in _listed(attributes.get(name))]
        for heading in _listed(attributes.get("index")):
            path = subject_path(heading)
            if not path:
                continue
            if not self.is_repeated:
                self.ledger.signposts += [Signpost(path, target, is_also, self.place) for target, is_also in sends]
            if not attributes.get("see"):
                yield self.ledger.key_of(path)


def subject_path(written: str) -> tuple[str, ...]:
    """Give the headings of ``Party!congresses``, from the highest down; what stands deeper than three joins the third.

    makeindex has three levels too.
    """
    parts = tuple(part for each in written.split("!") if (part := " ".join(each.split())))
    return (*parts[:2], ", ".join(parts[2:])) if len(parts) > _DEEPEST else parts


_DEEPEST = 3


def _listed(written: str) -> Iterator[str]:
    return (part.strip() for part in written.split(";") if part.strip())


def _is_kept_out(block: Division | Heading | Table) -> bool:
    return NOINDEX in block.attributes.classes or (isinstance(block, Division) and block.name == NOINDEX)


def _is_opaque(inline: CitationText | Link) -> bool:
    """Answer whether nobody is named there: in what a style printed, and in an address."""
    return isinstance(inline, CitationText) or plain_inlines(inline.content) == inline.target


def _flat(inlines: Inlines) -> str:
    """Give the words in which names are looked for; each thing that has no words of the author's is one sign."""
    return "".join(_flat_one(inline) for inline in inlines)


def _flat_one(inline: Inline) -> str:
    match inline:
        case Text(words):
            return words
        case LineBreak():
            return "\n"
        case Span(content, attributes):
            is_closed = NOINDEX in attributes.classes or attributes.get("person")
            return _OBJECT if is_closed else _flat(content)
        case Link(content):
            return _OBJECT if _is_opaque(inline) else _flat(content)
        case (
            Emphasis(content) | Strong(content) | Strikeout(content) | Superscript(content) | Subscript(content)
            | SmallCaps(content)
        ):
            return _flat(content)
        case _:
            return _OBJECT


@dataclass(frozen=True, slots=True)
class _Piece:
    """An inline, or a part of a text, and where its words stand in the line."""

    inline: Inline
    start: int
    end: int


def _cut(inlines: Inlines, start: int, found: Sequence[Found]) -> Iterator[_Piece]:
    """Cut the texts of a line where a name begins or ends."""
    bounds = sorted({bound for one in found for bound in (one.start, one.end)})
    for inline in inlines:
        words = _flat_one(inline)
        end = start + len(words)
        if isinstance(inline, Text):
            cuts = [start, *bounds[bisect_right(bounds, start) : bisect_left(bounds, end)], end]
            for begin, stop in pairwise(cuts):
                yield _Piece(Text(words[begin - start : stop - start]), begin, stop)
        else:
            yield _Piece(inline, start, end)
        start = end


def _within(piece: _Piece, found: Sequence[Found]) -> tuple[Found, ...]:
    """Give what begins within a piece; a name that goes on behind it is marked as far as the piece goes."""
    first = bisect_left(found, piece.start, key=lambda one: one.start)
    last = bisect_left(found, piece.end, key=lambda one: one.start)
    return tuple(replace(one, end=min(one.end, piece.end)) for one in found[first:last])
