"""Lay out an edition gathering by gathering, and lay out again only what comes out otherwise.

A gathering is a document of its own for WeasyPrint; the pages of all are put together. It opens on a recto, with a
blank page before it where the one ahead ends on a recto too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.export.closer_lines import lines_closed_up
from kirovbook.export.engine import CSS, HTML, Document, ElementWrapper, FontConfiguration
from kirovbook.export.fetching import BookFetcher
from kirovbook.export.font_files import font_faces, font_files
from kirovbook.export.hyphenation import divided_as_said
from kirovbook.export.lines_mending import early_ends_mended
from kirovbook.export.press import HOUSE, Press, StyleSheet, log_of_weasyprint, refusals, style_findings
from kirovbook.model.book import ArrangedBook, Chapter, MatterPart
from kirovbook.model.inlines import Picture
from kirovbook.model.source import PrimarySource
from kirovbook.model.walk import pictures_of
from kirovbook.render.pages import Rendering, render_blank_verso

_NOT_LOADED = re.compile(r"Failed to load image at '([^']*)'")
_ACROSS_GATHERINGS = re.compile(
    r"break-before|counter|target-|string-set|@page[^{]*:(?:nth|first|blank)"
    r"|(?:\.chapter|\.source\b|section|-matter)[^{},]*(?::first-child|:first-of|:last-|:nth-|[+~])"
)
"""What a style sheet of the author's may say that holds from one gathering to the next."""


def may_be_divided(press: Press) -> bool:
    """Answer whether an edition comes out the same by gatherings: no style of the author's reaches over them."""
    return not any(sheet.file and _ACROSS_GATHERINGS.search(sheet.css) for sheet in press.styles)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The pages of an edition, put together, and the index of the page of each anchor, from 0."""

    document: Document
    anchors: dict[str, int]
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    """One gathering as it came out, and what WeasyPrint said of it."""

    document: Document
    log: tuple[str, ...]


@dataclass(slots=True)
class Compositor:
    """Lays out the gatherings of an edition, and keeps each while its markup, its style and its first page stay."""

    arranged: ArrangedBook
    press: Press
    fonts: Any = field(default_factory=FontConfiguration)
    fetcher: BookFetcher = field(init=False)
    known: dict[tuple[str, tuple[str, ...], str], _Laid] = field(default_factory=dict)
    sheets: dict[tuple[str, ...], list[Any]] = field(default_factory=dict)
    said_of_sheets: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let the book's files be read, the house's, and the fonts."""
        self.fetcher = BookFetcher(self.press.root, (HOUSE, *(font.path.parent for font in font_files())))

    def lay_out(self, renderings: Sequence[Rendering]) -> Gathered:
        """Give the pages of all gatherings, in their order."""
        pages: list[Any] = []
        anchors: dict[str, int] = {}
        log: list[str] = []
        documents: list[Document] = []
        body = next((leaf.unit for leaf in self.arranged.leaves if leaf.part is MatterPart.BODY), "")
        for rendering in renderings:
            if len(pages) % 2:
                pages.append(self._blank_verso(rendering.styles))
            laid = self._laid(rendering, _start(len(pages), anchors.get(body)))
            documents.append(laid.document)
            log += laid.log
            # A chapter's anchor is on each of its pages: the first is where it begins.
            for index, page in enumerate(laid.document.pages, start=len(pages)):
                for name in page.anchors:
                    anchors.setdefault(name, index)
            pages += laid.document.pages
        found = (*self.said_of_sheets, *refusals(self.fetcher, self._every(renderings[0].styles), self.press),
                 *self._unreadable_pictures(log))
        return Gathered(documents[0].copy(pages), anchors, found)

    def _laid(self, rendering: Rendering, start: str) -> _Laid:
        key = rendering.markup, rendering.styles, start
        if key not in self.known:
            sheets = [*self._sheets(rendering.styles), *([CSS(string=start)] if start else ())]
            self.known[key] = self._lay_out(rendering.markup, sheets)
        return self.known[key]

    def _lay_out(self, markup: str, sheets: list[Any]) -> _Laid:
        divided = divided_as_said(self.arranged.book.typography.divisions)
        with log_of_weasyprint() as log, self.press.mending(), early_ends_mended(), lines_closed_up(), divided:
            tree = ET.fromstring(markup)  # noqa: S314 - our own markup, escaped by our templates
            page = _WellFormed(tree, self.press.root.as_uri() + "/", self.fetcher)
            document = page.render(stylesheets=sheets, font_config=self.fonts)
        return _Laid(document, tuple(log))

    def _blank_verso(self, styles: tuple[str, ...]) -> Any:
        return self._laid(Rendering(render_blank_verso(self.arranged), styles), "").document.pages[1]

    def _sheets(self, styles: tuple[str, ...]) -> list[Any]:
        """Read the style sheets, once for each inner margin."""
        if styles not in self.sheets:
            self.said_of_sheets.clear()
            read = [CSS(string=font_faces(), font_config=self.fonts, url_fetcher=self.fetcher)]
            for sheet in self._every(styles):
                with log_of_weasyprint() as log:
                    base = sheet.folder.as_uri() + "/"
                    read.append(CSS(string=sheet.css, base_url=base, font_config=self.fonts, url_fetcher=self.fetcher))
                self.said_of_sheets.extend(style_findings(sheet, log))
            self.sheets[styles] = read
        return self.sheets[styles]

    def _every(self, styles: tuple[str, ...]) -> tuple[StyleSheet, ...]:
        return (*self.press.styles, *(StyleSheet(css, self.press.root) for css in styles))

    def _unreadable_pictures(self, log: Sequence[str]) -> Iterator[Diagnostic]:
        """Pictures that are there, but are not what their names say: WeasyPrint prints their words instead."""
        pictures = {f"book:{picture.path}": picture.place for picture in _pictures(self.arranged)}
        for message in log:
            named = _NOT_LOADED.search(message)
            if named and named[1] not in self.fetcher.refused:
                yield Diagnostic("L103", ERROR, pictures.get(named[1], self.press.home),
                                 f"the picture {named[1].removeprefix('book:')!r} can't be read",
                                 "save it anew as PNG, JPEG or SVG")


class _WellFormed(HTML):  # type: ignore[misc]
    """A document that is a tree already: HTML's own parser would close a paragraph that holds a note of blocks."""

    def __init__(self, root: ET.Element, base_url: str, fetcher: BookFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def _start(index: int, body: int | None) -> str:
    """Give the style of a gathering that begins on a page: its number, counted from the body's first page if before."""
    if not index:
        return ""
    if body is None:
        return f"@page :first {{ counter-reset: page {index + 1} }}"
    number = f"{{ counter-reset: page {index - body + 1} }}"
    return f"@page :first {number} @page body:nth(1 of body) {number}"


def _pictures(arranged: ArrangedBook) -> Iterator[Picture]:
    for leaf in arranged.leaves:
        match leaf.content:
            case Chapter(blocks=blocks):
                yield from pictures_of(blocks)
            case PrimarySource(headnote=headnote, passage=passage):
                yield from pictures_of((*headnote, *passage))
