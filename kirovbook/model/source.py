"""Primary sources, and the works they and the notes are taken from."""

from __future__ import annotations

from enum import StrEnum

from kirovbook.diagnostics import Place
from kirovbook.model.blocks import Block
from kirovbook.model.inlines import Inline
from kirovbook.model.rights import Rights
from kirovbook.quick_dataclass import dataclass


class SourceKind(StrEnum):
    """How the passage is given: in its own words, retold, or as a picture."""

    EXTRACT = "extract"
    PRECIS = "precis"
    FACSIMILE = "facsimile"


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a class, the marks it carries and the ruled lines left for the answer (0: none)."""

    content: tuple[Inline, ...]
    marks: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class SourceHeader:
    """What the header of a source's file says. ``work`` is a key of the bibliography, or empty."""

    id: str
    work: str
    locator: str
    title: tuple[Inline, ...]
    date: str
    kind: SourceKind
    label: str
    rights: Rights
    questions: tuple[Question, ...]
    place: Place
    work_place: Place


@dataclass(frozen=True, slots=True)
class Mention:
    """Where the narrative sends its reader to a source: the unit that does, and how it is called."""

    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class PrimarySource:
    """A numbered source, ready to be laid out; printed as "Source 4"."""

    unit: str
    number: int
    called: str
    header: SourceHeader
    headnote: tuple[Block, ...]
    passage: tuple[Block, ...]
    provenance: tuple[Inline, ...]
    mentions: tuple[Mention, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a note mark stands for. ``number`` counts from 1 within its unit.

    ``content`` may say "Ibid."; ``spelled_out`` never does, for editions where a note is read by itself.
    ``works`` are the keys it cites. ``place`` is where its mark was written.
    """

    unit: str
    number: int
    content: tuple[Block, ...]
    spelled_out: tuple[Block, ...]
    works: tuple[str, ...]
    place: Place

    @property
    def anchor(self) -> str:
        """The name by which every edition knows the note: ``note-ch-smolny-12``."""
        return f"note-{self.unit}-{self.number}"


class Standing(StrEnum):
    """Whether a work is counted among the primary or the secondary literature."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a bibliographic description: its value with braces and accents still as written."""

    name: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Work:
    """One description in the bibliography: its key, its type and its fields as the author gave them."""

    key: str
    type: str
    fields: tuple[Field, ...]
    place: Place

    def get(self, name: str) -> str:
        """Give the value of a field, or an empty string."""
        return next((field.value for field in self.fields if field.name == name), "")
