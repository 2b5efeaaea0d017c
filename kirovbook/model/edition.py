"""What an edition is: paper or screen, its trim, which sources it takes."""

from __future__ import annotations

from enum import StrEnum

from kirovbook.diagnostics import Place
from kirovbook.quick_dataclass import dataclass


class EditionKind(StrEnum):
    """What file an edition becomes."""

    PDF = "pdf"
    EPUB = "epub"


class NotesAt(StrEnum):
    """Where an e-book has its notes: at the foot of each chapter and source, or all together behind the text."""

    CHAPTER = "chapter"
    END = "end"


@dataclass(frozen=True, slots=True)
class Trim:
    """The size of the page after cutting, in points (1/72 inch)."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Gutter:
    """The inner margin: as the style has it, ``width`` points wide, or growing with the page count."""

    width: float = 0.0
    grows: bool = False


STYLE_GUTTER = Gutter()


@dataclass(frozen=True, slots=True)
class Paper:
    """What the book is printed on: the calipers of one leaf and of the cover's board, in points."""

    caliper: float
    board: float = 0.0


USUAL_MAX_IMAGE = 1600
"""Fills the screen of a tablet; a reading device shows a third of it."""


def is_tagged_variant(variant: str) -> bool:
    """Answer whether a standard asks for tags."""
    return variant.startswith("pdf/ua")


@dataclass(frozen=True, slots=True)
class Edition:
    """The settings of one edition.

    ``bleed`` is in points. ``variant`` is a PDF standard ("pdf/ua-1") or empty. ``sources`` empty: all of
    them, and the whole book; otherwise the edition is a handout of those sources alone ("*": of them all).
    ``icc`` is the path of the printer's colour profile, from the book's folder, or empty. ``signature`` is the
    number of pages that the page count must be a multiple of. With ``paper`` a wrap is made for the edition, as a file
    of its own; with ``cover`` the front of it is the edition's first page. An e-book that not ``embeds_fonts`` is set
    in a type of the reader; ``max_image`` is how many points a picture of it has at most on its longer side, ``notes``
    where it has its notes: on paper they are at the foot of the page.
    """

    name: str
    kind: EditionKind
    trim: Trim
    bleed: float
    marks: bool
    variant: str
    sources: tuple[str, ...]
    questions: bool
    place: Place
    icc: str = ""
    slug_line: bool = False
    signature: int = 1
    gutter: Gutter = STYLE_GUTTER
    paper: Paper | None = None
    embeds_fonts: bool = True
    cover: bool = False
    max_image: int = USUAL_MAX_IMAGE
    notes: NotesAt = NotesAt.CHAPTER

    @property
    def is_handout(self) -> bool:
        """Answer whether the edition holds chosen sources and not the whole book."""
        return bool(self.sources)

    @property
    def is_tagged(self) -> bool:
        """Answer whether its PDF says what each thing on a page is: PDF/UA asks for it."""
        return is_tagged_variant(self.variant)

    @property
    def is_for_press(self) -> bool:
        """Answer whether the edition is printed with a press's inks, so that no colour of a screen may stay in it."""
        return self.variant.startswith("pdf/x")
