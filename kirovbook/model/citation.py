"""What the author points at: works of the bibliography, and other parts of the book."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kirovbook.diagnostics import Place
from kirovbook.quick_dataclass import dataclass

if TYPE_CHECKING:
    from kirovbook.model.inlines import Inline


class CiteMode(StrEnum):
    """How a work is named: as usual, without its author, or with its author in the text."""

    NORMAL = "normal"
    SUPPRESS = "suppress"
    INTEXT = "intext"


class CitationMode(StrEnum):
    """How a citation was written: within brackets, or as part of the sentence."""

    BRACKET = "bracket"
    INTEXT = "intext"


@dataclass(frozen=True, slots=True)
class Cite:
    """One work within a citation; prefix and suffix as Pandoc splits them, the locator still in the suffix."""

    key: str
    mode: CiteMode
    prefix: tuple[Inline, ...]
    suffix: tuple[Inline, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Citation:
    """The bracket in the text, with one work or several; ``length`` counts its characters in the file."""

    mode: CitationMode
    cites: tuple[Cite, ...]
    place: Place
    length: int


class Target(StrEnum):
    """What a cross-reference leads to, by the word before its colon."""

    SOURCE = "src"
    CHAPTER = "ch"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CrossReference:
    """``[@src:orlov, lines 5-9]``, ``[@ch:smolny]`` or ``[@note:letter]``: what is meant, and where in it."""

    target: Target
    id: str
    prefix: tuple[Inline, ...]
    suffix: tuple[Inline, ...]
    place: Place
    length: int
