"""Lay a book's citations out for the citation processor, so that each is printed as its place demands.

Pandoc's own search for "ibid." loses its way in an author's notes, so the sequence is laid out flat: one
paragraph for each citation, in reading order, each with the number of the note it is printed in, and a
heading that starts the short forms afresh at each unit. Where the note before does not allow "ibid.", a
*breaker*, the citation of a work that does not exist, stands between; it is dropped afterwards.

A citation that may come out as "ibid." is laid out a second time to be spelled out: behind its run, if it cites
one work; if several, behind everything else, with those before it that its reader has met, and a breaker before
each of its works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from enum import Enum, auto
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from kirovbook.model.apparatus import ShortForms
from kirovbook.model.citation import Citation, CitationMode, Cite, CiteMode
from kirovbook.model.inlines import Inline, Inlines, Text
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import map_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.csl import Style
from kirovbook.resolve.pandoc_inlines import Node, Translator

if TYPE_CHECKING:
    from kirovbook.diagnostics import Place
    from kirovbook.resolve.works import CslItem

BREAKER: dict[str, Any] = {
    "id": "breaker",
    "type": "book",
    "author": [{"literal": "Kirovbook’s Breaker"}],
    "title": "Kirovbook’s Breaker",
}
SOURCE_UNIT = "src-"
"""How the name of a primary source's unit begins."""

_LEAF = re.compile(r"\s*,?\s*(?:l{1,2}|л{1,2}|f|ф)\.\s*\d")
_PAGE_OF_FILE = re.compile(r"\s*,?\s*(?:p{1,2}|с{1,2})\.\s*\d")
# CSL's Russian terms take "стр." for "строка", a line; to every Russian reader it is "страница", a page.
_RUSSIAN_PAGE = re.compile(r"(\s*,?\s*)[Сс]тр\.(?=\s*\d)")
_RANGE = re.compile(r"(?<=\d)-{1,2}(?=\d)")
_MODES = {CiteMode.NORMAL: "NormalCitation", CiteMode.SUPPRESS: "SuppressAuthor", CiteMode.INTEXT: "AuthorInText"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A citation whose works are all known, where it will be printed, and whether that is in the author's note.

    ``note`` is 0 for a citation that no note prints.
    """

    citation: Citation
    unit: str
    note: int
    is_inside_note: bool = False


class Role(Enum):
    """What a paragraph of the sheet is there for."""

    CITATION = auto()
    SPELLED_OUT = auto()
    PROVENANCE = auto()
    DROPPED = auto()


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose a paragraph is: the index of the citation or provenance, and which part of it."""

    role: Role
    index: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True)
class Met:
    """A work that is cited elsewhere in the book: also where its reader has met it, also straight behind itself."""

    key: str
    again: bool
    at_once: bool


class Layout(Protocol):
    """What citations are laid out on: the sheet for Pandoc, or what takes note of how they stand there."""

    def add_reset(self) -> None:
        """Begin the short forms afresh."""

    def add_breaker(self) -> None:
        """Keep what follows from being "ibid."."""

    def add_met(self, key: str, note: int, /) -> None:
        """Let the reader have met a work in that note."""

    def add(self, seat: Seat, asked: Asked, /) -> None:
        """Have a citation printed."""


@dataclass(slots=True)
class Sheet:
    """The document that Pandoc is given; ``seats`` tells for each paragraph whose it is.

    ``archival`` are the keys of works that lie in archives: behind them "l. 3" is a leaf, not a line, and "f. 80" a
    fond, not a folio. ``filed`` are those of them that are told by fond, opis and delo: a page behind these keeps its
    "p.", since every locator of an archive is labelled (Chicago 18, 14.123). ``unsigned`` are the keys
    of works without an author in a style of notes: the text names them in its own words, and their note is whole.
    """

    translator: Translator
    numbers: Mapping[str, str]
    archival: frozenset[str] = frozenset()
    filed: frozenset[str] = frozenset()
    unsigned: frozenset[str] = frozenset()
    blocks: list[Node] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)

    def add_reset(self) -> None:
        """Begin the short forms afresh."""
        heading = ["", ["reset-citation-positions"], []]
        self.blocks.append({"t": "Header", "c": [1, heading, [{"t": "Str", "c": "unit"}]]})

    def add_breaker(self) -> None:
        """Keep what follows from being "ibid."."""
        self._add(Seat(Role.DROPPED), cite_node([_item("breaker", "NormalCitation", [], [], 0)]))

    def add_met(self, key: str, note: int) -> None:
        """Let the reader have met a work in that note."""
        self._add(Seat(Role.DROPPED), cite_node([_item(self.numbers[key], "NormalCitation", [], [], note)]))

    def add(self, seat: Seat, asked: Asked) -> None:
        """Have a citation printed: as a note, or bare where it stands in a note of the author's."""
        items = [
            _item(
                self.numbers[cite.key],
                _MODES[mode_in_print(cite, self.unsigned)],
                self.translator.to_pandoc(cite.prefix),
                self._suffix(cite),
                asked.note,
            )
            for cite in asked.citation.cites
        ]
        node = cite_node(items)
        if asked.is_inside_note:
            node = {"t": "Note", "c": [{"t": "Para", "c": [node]}]}
        self._add(seat, node)

    def _suffix(self, cite: Cite) -> list[Node]:
        words = plain_inlines(cite.suffix)
        is_leaf = cite.key in self.archival and _LEAF.match(words)
        if is_leaf or (cite.key in self.filed and _PAGE_OF_FILE.match(words)):
            return [{"t": "Str", "c": "{}"}, *self.translator.to_pandoc(map_inlines(cite.suffix, _with_dashes))]
        if self.translator.lang.lower().startswith("ru") and _RUSSIAN_PAGE.match(words):
            return self.translator.to_pandoc(map_inlines(cite.suffix, _with_russian_page))
        return self.translator.to_pandoc(cite.suffix)

    def _add(self, seat: Seat, node: Node) -> None:
        self.blocks.append({"t": "Para", "c": [node]})
        self.seats.append(seat)


def unsigned_works(style: Style, works: Mapping[str, tuple[CslItem, Place]]) -> frozenset[str]:
    """Give the keys of works without an author, where the style prints notes."""
    return frozenset(key for key, (item, _) in works.items() if style.is_note and not item.get("author"))


def mode_in_print(cite: Cite, unsigned: frozenset[str]) -> CiteMode:
    """Give the mode in which Pandoc is asked for a cite: works that we name in the text are asked for whole."""
    return CiteMode.NORMAL if cite.mode is CiteMode.INTEXT and cite.key in unsigned else cite.mode


def _with_dashes(inline: Inline) -> Inlines:
    return (Text(_RANGE.sub("–", inline.words)),) if isinstance(inline, Text) else (inline,)


def _with_russian_page(inline: Inline) -> Inlines:
    return (Text(_RUSSIAN_PAGE.sub(r"\1с.", inline.words)),) if isinstance(inline, Text) else (inline,)


def cite_node(items: list[Node]) -> Node:
    """Give Pandoc's node for a citation of those items."""
    return {"t": "Cite", "c": [items, []]}


def cite_everything() -> Node:
    """Give Pandoc's node that stands for every work of the bibliography."""
    return cite_node([_item("*", "NormalCitation", [], [], 0)])


def _item(identifier: str, mode: str, prefix: list[Node], suffix: list[Node], note: int) -> Node:
    return {
        "citationId": identifier,
        "citationPrefix": prefix,
        "citationSuffix": suffix,
        "citationMode": {"t": mode},
        "citationNoteNum": note,
        "citationHash": 0,
    }


def run_through_book(style: Style, short_forms: ShortForms) -> bool:
    """Answer whether short forms run through the book: not where they say the number of a note of another chapter."""
    return short_forms is ShortForms.BOOK and not style.names_note_numbers


def lay_out_citations(sheet: Layout, asked: tuple[Asked, ...], style: Style, short_forms: ShortForms) -> None:
    """Put each citation on the sheet, and at the end those to be spelled out."""
    may_say_ibid = style.is_note and style.has_ibid
    runs = _runs_of_book(asked) if run_through_book(style, short_forms) else _runs_of_units(asked)
    apart: list[_Double] = []
    for run in runs:
        sheet.add_reset()
        doubles = list(_lay_out_run(sheet, run, may_say_ibid=may_say_ibid))
        _spell_out_singles(sheet, run, [double for double in doubles if len(double.asked.citation.cites) == 1])
        apart += [double for double in doubles if len(double.asked.citation.cites) > 1]
    for double in apart:
        _spell_out(sheet, double)


_Run = list[tuple[int, Asked]]


@dataclass(frozen=True, slots=True)
class _Double:
    """A citation that is to be laid out a second time: its index, and the note where each work was first met."""

    index: int
    asked: Asked
    met: Mapping[str, int]


def _runs_of_units(asked: tuple[Asked, ...]) -> list[_Run]:
    """Part the citations where the short forms begin afresh: at each unit."""
    return [list(run) for _, run in groupby(enumerate(asked), key=lambda pair: pair[1].unit)]


def _runs_of_book(asked: tuple[Asked, ...]) -> list[_Run]:
    """Join the citations of all chapters, their notes numbered on.

    Each primary source begins afresh, since a handout prints it alone.
    """
    joined: _Run = []
    last = 0
    for run in _runs_of_units(asked):
        if not run[0][1].unit.startswith(SOURCE_UNIT):
            joined += [(index, replace(one, note=one.note and one.note + last)) for index, one in run]
            # A gap of one number: no note follows the last of another chapter at once.
            last = joined[-1][1].note + 1
    sources = [run for run in _runs_of_units(asked) if run[0][1].unit.startswith(SOURCE_UNIT)]
    return [*([joined] if joined else []), *sources]


def _lay_out_run(sheet: Layout, run: _Run, *, may_say_ibid: bool) -> Iterator[_Double]:
    """Put the citations of one run on the sheet; give those to be spelled out, with the works met before each."""
    before: Asked | None = None
    in_note: dict[tuple[str, int], set[str]] = {}
    met: dict[str, int] = {}
    for index, one in run:
        keys = [cite.key for cite in one.citation.cites]
        repeats = len(list(_parts(one))) > 1
        if before is not None and may_say_ibid:
            works_before = in_note[before.unit, before.note]
            follows = works_before == {keys[0]} and 0 <= one.note - before.note <= 1
            repeats = repeats or follows
            if not follows and keys[0] in works_before:
                sheet.add_breaker()
        sheet.add(Seat(Role.CITATION, index), one)
        if repeats and may_say_ibid:
            yield _Double(index, one, {key: note for key, note in met.items() if key in keys})
        in_note.setdefault((one.unit, one.note), set()).update(keys)
        met |= {key: one.note for key in keys if key not in met}
        before = one


def _spell_out_singles(sheet: Layout, run: _Run, doubles: list[_Double]) -> None:
    """Spell out citations of one work each, behind their run: there its reader has met them all."""
    before = {cite.key for cite in run[-1][1].citation.cites}
    for double in doubles:
        (cite,) = double.asked.citation.cites
        if cite.key in before:
            sheet.add_breaker()
        sheet.add(Seat(Role.SPELLED_OUT, double.index), double.asked)
        before = {cite.key}


def _spell_out(sheet: Layout, double: _Double) -> None:
    """Spell out a citation of several works, some of which its reader may meet in it for the first time."""
    sheet.add_reset()
    for key, note in double.met.items():
        sheet.add_met(key, note)
    for number, part in enumerate(_parts(double.asked)):
        sheet.add_breaker()
        spelled = replace(part, is_inside_note=True) if number else part
        sheet.add(Seat(Role.SPELLED_OUT, double.index, number), spelled)


def _parts(one: Asked) -> Iterator[Asked]:
    """Part a citation where it cites one work twice running, since the second would be "ibid."."""
    run: list[Cite] = []
    for cite in one.citation.cites:
        if run and run[-1].key == cite.key:
            yield replace(one, citation=replace(one.citation, cites=tuple(run)))
            run = []
        run.append(cite)
    yield replace(one, citation=replace(one.citation, cites=tuple(run)))


def lay_out_provenances(sheet: Layout, described: tuple[Cite, ...]) -> None:
    """Have each work described in full, as where it is first cited."""
    for index, cite in enumerate(described):
        sheet.add_reset()
        citation = Citation(CitationMode.BRACKET, (cite,), cite.place, 0)
        sheet.add(Seat(Role.PROVENANCE, index), Asked(citation, "", 0))


def lay_out_met(sheet: Layout, met: tuple[Met, ...]) -> None:
    """Lay works out in the forms in which the rest of the book has them, so that they are told apart as there."""
    sheet.add_reset()
    for one in met:
        sheet.add_met(one.key, 0)
        if one.at_once:
            sheet.add_met(one.key, 0)
    for one in met:
        if one.again:
            sheet.add_breaker()
            sheet.add_met(one.key, 0)


def close_sheet(sheet: Layout) -> None:
    """End the last run: behind all citations citeproc looks at every work once more, as at one met in that run."""
    sheet.add_reset()
    sheet.add_breaker()
