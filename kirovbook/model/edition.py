"""What an edition is: paper or screen, its trim, which sources it takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kirovbook.diagnostics import Place


class EditionKind(StrEnum):
    """What file an edition becomes."""

    PDF = "pdf"
    EPUB = "epub"


@dataclass(frozen=True, slots=True)
class Trim:
    """The size of the page after cutting, in points (1/72 inch)."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Edition:
    """The settings of one edition.

    ``bleed`` is in points. ``variant`` is a PDF standard ("pdf/ua-1") or empty. ``sources`` empty: all of
    them, and the whole book; otherwise the edition is a handout of those sources alone ("*": of them all).
    ``icc`` is the path of the printer's colour profile, from the book's folder, or empty.
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

    @property
    def is_handout(self) -> bool:
        """Answer whether the edition holds chosen sources and not the whole book."""
        return bool(self.sources)

    @property
    def is_tagged(self) -> bool:
        """Answer whether its PDF says what each thing on a page is: PDF/UA, and the archive's level A, ask for it."""
        return self.variant.startswith("pdf/ua") or (self.variant.startswith("pdf/a-") and self.variant.endswith("a"))
