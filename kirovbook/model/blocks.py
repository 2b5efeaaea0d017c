"""What a page is made of: paragraphs, headings, lists, tables, figures.

Each block carries the place where the author wrote it.
"""

from __future__ import annotations

from enum import StrEnum

from kirovbook.diagnostics import Place
from kirovbook.model.inlines import PLAIN, Attributes, Inline, Picture
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: tuple[Inline, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter; level 2 is the highest, since level 1 is the chapter's title."""

    level: int
    content: tuple[Inline, ...]
    attributes: Attributes
    place: Place


@dataclass(frozen=True, slots=True)
class Quotation:
    """A block quotation."""

    content: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list, bulleted or numbered from ``start``; ``tight`` where its items are single lines."""

    ordered: bool
    start: int
    tight: bool
    items: tuple[tuple[Block, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Definition:
    """One term and what is said of it."""

    term: tuple[Inline, ...]
    meanings: tuple[tuple[Block, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class DefinitionList:
    items: tuple[Definition, ...]
    place: Place


class Alignment(StrEnum):
    """How the cells of a column stand."""

    DEFAULT = ""
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    content: tuple[Inline, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    caption: tuple[Inline, ...]
    alignments: tuple[Alignment, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands alone, with its caption; its credit is printed below that."""

    picture: Picture
    caption: tuple[Inline, ...]
    place: Place

    @property
    def credit(self) -> str:
        """Who made the picture or where it comes from, as the author gave it: ``{credit="..."}``."""
        return self.picture.attributes.get("credit").strip()


@dataclass(frozen=True, slots=True)
class Verse:
    """Lines that keep their breaks; leading spaces are kept as no-break spaces."""

    lines: tuple[tuple[Inline, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class CodeBlock:
    words: str
    language: str
    place: Place


@dataclass(frozen=True, slots=True)
class Division:
    """A fenced division: ``::: name``."""

    name: str
    content: tuple[Block, ...]
    attributes: Attributes
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between sections of thought: ``* * *``."""

    place: Place


Block = (
    Paragraph | Heading | Quotation | ListBlock | DefinitionList | Table | Figure | Verse | CodeBlock | Division | Rule
)
Blocks = tuple[Block, ...]
