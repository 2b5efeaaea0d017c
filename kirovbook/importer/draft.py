"""The book that is being made of pages: chapters, sources and notes, before anything is written."""

from __future__ import annotations

from kirovbook.importer.page import Page, Piece
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: its heading, which the import may have supplied, and its pieces in order."""

    title: Piece
    pieces: tuple[Piece, ...]
    is_title_added: bool = False


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source of the page: its number there, its heading without it, and what follows the heading."""

    number: str
    heading: Piece
    body: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PageDraft:
    """What a page was recognised as. ``head`` and ``tail`` hold pieces that stand in no file."""

    page: Page
    title: Piece
    is_title_added: bool
    head: tuple[Piece, ...]
    chapters: tuple[Section, ...]
    sources: tuple[FoundSource, ...]
    back: tuple[Section, ...]
    notes: tuple[Piece, ...]
