"""A gathering as it was set: its pages as a PDF of their own, and what must be known of them to bind them with others.

Nothing here is WeasyPrint's: a set gathering can be sent from one process to another and kept for the next build.
Lengths are in points from the lower left corner of the page as it lies on its sheet.
"""

from __future__ import annotations

from kirovbook.diagnostics import Diagnostic
from kirovbook.export.page_faults import LookedOver
from kirovbook.export.page_start import PageStart
from kirovbook.model.printed_page import PagePart, PrintedPage
from kirovbook.model.source_lines import SourceLines
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named place on a page that links lead to."""

    name: str
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A heading as the outline shows it; level 1 is the highest. ``is_closed``: what is under it is hidden at first."""

    level: int
    words: str
    left: float
    top: float
    is_closed: bool


@dataclass(frozen=True, slots=True)
class UsedFont:
    """A font as one page uses it: the name it has in the PDF, what Pango calls it, and its glyphs.

    ``widths`` are in thousandths of the size of the type, ``letters`` what each glyph stands for.
    """

    name: str
    described: str
    glyphs: tuple[int, ...]
    widths: tuple[int, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetPage:
    """One page: what is on it besides its drawing.

    ``parts`` are the letters of its running text, ``links`` the names of the places that it leads to. ``folio`` is the
    kind of page ("body") whose number is to be drawn on it when that is known; empty for a page that bears none, or has
    it already.
    """

    anchors: tuple[Anchor, ...]
    bookmarks: tuple[Bookmark, ...]
    parts: tuple[PagePart, ...]
    fonts: tuple[UsedFont, ...]
    links: frozenset[str]
    looked_over: LookedOver
    folio: str = ""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of the book that the pages show: its path, and the SHA-256 of what stood in it."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Where the pages of a gathering begin in its copy, so that it can be set again from one of them.

    ``marks`` are those of the chapter's frame and of its blocks, one after the other; ``elements`` says of each box in
    the chapter which block it is of, ``depth`` how long the way to the chapter is.
    """

    starts: tuple[PageStart, ...]
    marks: tuple[str, ...]
    elements: tuple[int, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class IndexBlock:
    """An entry of an index, or what stands between its lists: which child of the index it is, or stands in.

    ``number`` is its place in the list, -1 for no entry; ``name`` a mark of the work, ``mark`` one of all of it.
    """

    place: int
    number: int
    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class IndexBeginnings:
    """Where the pages of an index begin, so that it can be set again in parts.

    ``frame`` is a mark of all but the entries, ``depth`` how long the way to the index is in its boxes.
    """

    starts: tuple[PageStart, ...]
    frame: str
    blocks: tuple[IndexBlock, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class SetGathering:
    """One gathering, laid out and written.

    ``written`` is a PDF of its pages whose fonts are names alone. But for their tags the pages share nothing. ``lines``
    are the lines of the passages on its pages, which are counted from 0. ``found`` is what is wrong with it but for its
    spacing; with ``is_whole`` false something that it asked for was refused or could not be read.
    ``is_bound_to_numbers``: the numbers of its pages are set together with other words, so that they can't be drawn
    afterwards. ``printed`` says where each line stands, if that is kept; ``beginnings`` are those of a chapter or an
    index that can be set again in part.
    """

    pages: tuple[SetPage, ...]
    written: bytes
    lines: tuple[SourceLines, ...]
    found: tuple[Diagnostic, ...]
    read: tuple[ReadFile, ...]
    is_whole: bool
    is_bound_to_numbers: bool
    printed: tuple[PrintedPage, ...] = ()
    beginnings: Beginnings | IndexBeginnings | None = None
