"""Keep what is seen while one file is read: findings, notes, and what calls them."""

from __future__ import annotations

from dataclasses import field, replace
from typing import Any

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place, Related
from kirovbook.model.blocks import Block
from kirovbook.model.book import WrittenNote
from kirovbook.parse.sheet import Origin, Sheet
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class NoteBook:
    """The notes of one file as they are met: those defined, those called."""

    notes: dict[str, WrittenNote] = field(default_factory=dict)
    calls: dict[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parts of the parser share about the text in hand.

    ``pictures`` are the paths of the book's picture files. ``env`` is markdown-it's: link definitions.
    ``in_note`` names what no note may be called in: "a note", "a citation".
    ``depth`` counts the blocks around the text.
    """

    sheet: Sheet
    lang: str
    pictures: frozenset[str]
    env: dict[str, Any] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    book: NoteBook = field(default_factory=NoteBook)
    in_note: str = ""
    depth: int = 0

    def within_note(self, what: str) -> Reading:
        """Give the same reading for text in which no note may be called."""
        return replace(self, in_note=self.in_note or what)

    def in_language(self, lang: str) -> Reading:
        """Give the same reading for text in another language; an empty one changes nothing."""
        return replace(self, lang=lang) if lang else self

    def deeper(self, levels: int) -> Reading:
        """Give the same reading for text with that many more blocks around it."""
        return replace(self, depth=self.depth + levels)

    def origin(self, offset: int) -> Origin:
        """Give the origin of a run that is on the sheet, without a break, from an offset on."""
        return Origin(self.sheet, ((0, offset),))

    def error(self, code: str, place: Place, message: str, hint: str = "", length: int = 0) -> None:
        """Report what the author must mend."""
        self.found.append(Diagnostic(code, ERROR, place, message, hint, length))

    def warn(self, code: str, place: Place, message: str, hint: str = "", length: int = 0) -> None:
        """Report what the author should look at."""
        self.found.append(Diagnostic(code, WARNING, place, message, hint, length))

    def call_note(self, label: str, place: Place) -> None:
        """Remember that a note is called, and where first."""
        self.book.calls.setdefault(label, place)

    def add_note(self, label: str, content: tuple[Block, ...], place: Place) -> None:
        """Take a note the author defined; the first of two with one label counts."""
        if first := self.book.notes.get(label):
            self.found.append(
                Diagnostic(
                    "M106",
                    ERROR,
                    place,
                    f"the note {label!r} is defined twice",
                    "give one of them another label",
                    related=(Related(first.place, "first defined here"),),
                )
            )
            return
        self.book.notes[label] = WrittenNote(label, content, place)
