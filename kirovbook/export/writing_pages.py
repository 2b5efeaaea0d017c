"""Write the pages of one gathering as a PDF to be bound: its fonts are names, and its links may lead anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kirovbook.export.engine import Document, streams, writing
from kirovbook.export.press_sheet import sheet_of
from kirovbook.export.set_gathering import Anchor, Bookmark, UsedFont
from kirovbook.export.used_fonts import fonts_named_alone
from kirovbook.model.edition import Edition
from kirovbook.quick_dataclass import dataclass

_POINTS = 0.75
_EXACT = 4


@dataclass(frozen=True, slots=True)
class Written:
    """Laid-out pages as a PDF, the fonts that it uses, and the names of the places that it leads to."""

    pdf: bytes
    fonts: tuple[UsedFont, ...]
    links: frozenset[str]


def write_pages(document: Document, edition: Edition) -> Written:
    """Write laid-out pages."""
    links = frozenset(str(link[1]) for page in document.pages for link in page.links if link[0] == "internal")
    with fonts_named_alone() as used, _links_left_open():
        written = bytes(document.write_pdf(
            pdf_variant=edition.variant or None, pdf_tags=True if edition.is_tagged else None,
            pdf_identifier=bytes(16),
            output_intent="",  # is stated when the file is finished
            finisher=_close_drawing,
        ))
    return Written(written, tuple(used), links)


def anchors_of(page: Any, edition: Edition) -> tuple[Anchor, ...]:
    """Give the places on a page that links lead to."""
    return tuple(_anchors(page, sheet_of(edition).offset))


def bookmarks_of(page: Any, edition: Edition) -> tuple[Bookmark, ...]:
    """Give the headings on a page, as the outline shows them."""
    return tuple(_bookmarks(page, sheet_of(edition).offset))


def _anchors(page: Any, offset: float) -> Iterator[Anchor]:
    for name, (x, y, *_) in page.anchors.items():
        yield Anchor(name, *_placed(page, x, y, offset))


def _bookmarks(page: Any, offset: float) -> Iterator[Bookmark]:
    for level, words, (x, y), state in page.bookmarks:
        yield Bookmark(level, words, *_placed(page, x, y, offset), state == "closed")


def _placed(page: Any, x: float, y: float, offset: float) -> tuple[float, float]:
    return round(x * _POINTS + offset, _EXACT), round((page.height - y) * _POINTS + offset, _EXACT)


@contextmanager
def _links_left_open() -> Iterator[None]:
    """Within this context a link may lead to a place that is on none of the pages; no outline is written."""
    before = writing.resolve_links, writing.add_outlines
    writing.resolve_links, writing.add_outlines = _every_link, _no_outline
    try:
        yield
    finally:
        writing.resolve_links, writing.add_outlines = before


def _every_link(pages: Sequence[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    for page in pages:
        yield list(page.links), []


def _no_outline(*_: Any) -> None:
    """The outline is that of the bound book."""


def _close_drawing(_document: Any, pdf: Any) -> None:
    """Let what is drawn on a page leave no trace in what may be drawn on it afterwards."""
    for thing in pdf.objects:
        if isinstance(thing, streams.Stream) and "Subtype" not in thing.extra and "PatternType" not in thing.extra:
            thing.stream[:0] = [b"q"]
            thing.stream.append(b"Q")
