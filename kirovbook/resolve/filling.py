"""Put the printed citations and the note marks where the author wrote citations and called notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kirovbook.model.blocks import Blocks, Paragraph
from kirovbook.model.citation import Citation, CitationMode, Cite
from kirovbook.model.inlines import CitationText, Inline, Inlines, Missing, NoteCall, NoteMark, Text
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import Note, Work
from kirovbook.model.walk import map_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.lines import map_lines
from kirovbook.resolve.notes import NOWHERE, NumberedUnit, Slot
from kirovbook.resolve.printed import Printed
from kirovbook.resolve.punctuation import cut_stop, settle_citations_inside, settle_marks
from kirovbook.resolve.units import UnitText, map_unit

_NOTHING = Printed((), (), ())


@dataclass(frozen=True, slots=True)
class FilledUnit:
    """A unit as it will be read: its words with marks, and its notes in order."""

    text: UnitText
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """Fills a unit from what the citation processor printed for it."""

    printed: tuple[Printed, ...]
    works: Mapping[str, Work]
    is_note_style: bool
    lang: str

    def fill(self, unit: NumberedUnit) -> FilledUnit:
        """Give the unit with marks and citations in print, and its notes."""
        slots = iter(unit.slots)

        def shown(inline: Inline) -> Inlines:
            match inline:
                case Citation():
                    return self._in_text(inline, next(slots))
                case NoteCall(label, place):
                    number = next(slots).number
                    return (NoteMark(number, place),) if number else (Missing(f"[^{label}]", place),)
                case _:
                    return (inline,)

        text = map_unit(unit.text, lambda line: settle_marks(map_inlines(line, shown), self.lang))
        notes = (self._note(slot, unit.text.unit) for slot in unit.slots if slot.number)
        return FilledUnit(text, tuple(notes))

    def _in_text(self, citation: Citation, slot: Slot) -> Inlines:
        printed = self._printed(slot.asked[0])
        if not self.is_note_style:
            return (CitationText(self._with_missing(printed.text, citation), citation, slot.passage),)
        mark = NoteMark(slot.number, slot.place)
        if citation.mode is CitationMode.BRACKET:
            return (mark,)
        author = printed.text
        if citation.cites[0].key not in self.works:
            author = (Missing(f"@{citation.cites[0].key}", citation.cites[0].place),)
        return (CitationText(author, citation), mark) if author else (mark,)

    def _printed(self, asked: int) -> Printed:
        return _NOTHING if asked == NOWHERE else self.printed[asked]

    def _with_missing(self, content: Inlines, citation: Citation) -> Inlines:
        """Add what stands for the works that nobody knows."""
        missing = [_missing(cite) for cite in citation.cites if cite.key not in self.works]
        if not missing:
            return content
        parts = [cut_stop(content), *missing] if content else missing
        joined = [inline for part in parts for inline in (Text("; "), *part)]
        return (*joined[1:], Text("."))

    def _note(self, slot: Slot, unit: str) -> Note:
        keys = dict.fromkeys(
            cite.key for citation in slot.citations for cite in citation.cites if cite.key in self.works
        )
        if slot.note is None:
            printed = self._printed(slot.asked[0])
            content: Blocks = (Paragraph(self._with_missing(printed.note, slot.citations[0]), slot.place),)
            spelled: Blocks = (Paragraph(self._with_missing(printed.spelled_out, slot.citations[0]), slot.place),)
        else:
            asked = [self._printed(index) for index in slot.asked]
            if self.is_note_style:
                # "Ibid." stands for the author too: behind a name that the sentence needs it would be "Knight, ibid."
                said = [
                    _whole(one.text, one.spelled_out if citation.mode is CitationMode.INTEXT else one.note)
                    for one, citation in zip(asked, slot.citations, strict=True)
                ]
                content = self._inside(slot.note.content, said)
                spelled = self._inside(slot.note.content, [_whole(one.text, one.spelled_out) for one in asked])
            else:
                content = spelled = self._inside(slot.note.content, [one.text for one in asked])
        return Note(unit, slot.number, content, spelled, tuple(keys), slot.place)

    def _inside(self, blocks: Blocks, contents: list[Inlines]) -> Blocks:
        """Print the citations of an author's own note within its text."""
        following = iter(contents)
        return map_lines(blocks, lambda line: self._line_inside(line, following))

    def _line_inside(self, line: Inlines, following: Iterator[Inlines]) -> Inlines:
        def shown(inline: Inline) -> Inlines:
            match inline:
                case Citation():
                    return (CitationText(self._with_missing(next(following), inline), inline),)
                case NoteCall(label, place):
                    return (Missing(f"[^{label}]", place),)
                case _:
                    return (inline,)

        made = map_inlines(line, shown)
        return settle_citations_inside(made) if self.is_note_style else made


def _whole(author: Inlines, rest: Inlines) -> Inlines:
    """Join an author named in the text with the rest of the citation, for a note that holds both."""
    if not author:
        return rest
    return (*author, Text(", "), *rest) if rest and plain_inlines(rest)[:1] not in ",;:" else (*author, *rest)


def _missing(cite: Cite) -> Inlines:
    before = (*cite.prefix, Text(" ")) if cite.prefix else ()
    return (*before, Missing(f"@{cite.key}", cite.place), *cite.suffix)
