"""Make a PDF of an edition: lay it out until its page numbers hold, then write it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from kirovbook.arrange import PageNumbers, settle_pages
from kirovbook.arrange.gutter import STEPS, gutter_for, padded
from kirovbook.arrange.pages import names_pages, saying_ibid, to_spell_out
from kirovbook.arrange.terms import terms_of
from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place
from kirovbook.export.closer_lines import lines_closed_up
from kirovbook.export.continued_notes import notes_continued
from kirovbook.export.engine import CSS, HTML, Document, ElementWrapper, FontConfiguration
from kirovbook.export.fetching import BookFetcher
from kirovbook.export.font_files import font_faces, font_files
from kirovbook.export.hyphenation import divided_as_said
from kirovbook.export.lines_mending import early_ends_mended
from kirovbook.export.tags import tagging
from kirovbook.model.book import ArrangedBook, Chapter, MatterPart
from kirovbook.model.inlines import Picture
from kirovbook.model.numerals import roman
from kirovbook.model.source import PrimarySource
from kirovbook.model.walk import pictures_of
from kirovbook.render.front import Cover
from kirovbook.render.pages import Rendering, render_pages

_PLACES = ("note-", "cite-", "name-")
"""How the anchors begin whose pages are printed."""

_MOST_LAYOUTS = 6
_LAST_TO_LOOK_AT_IBID = 3
HOUSE = Path(__file__).parent.parent / "house"
_NOT_LOADED = re.compile(r"Failed to load image at '([^']*)'")
_AT_LINE = re.compile(r" at (\d+):(\d+)")


class _WellFormed(HTML):  # type: ignore[misc]
    """A document that is a tree already: HTML's own parser would close a paragraph that holds a note of blocks."""

    def __init__(self, root: ET.Element, base_url: str, fetcher: BookFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet of the house or of the book; ``file`` is empty for the house's own."""

    css: str
    folder: Path
    file: str = ""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A laid-out edition: its words as printed, the pages as WeasyPrint made them, and the label of each page.

    ``anchors`` maps a name ("note-ch-smolny-3") to the index of its page, from 0; ``spelled`` are the anchors of
    the notes that print their short form in the place of "Ibid.". ``cover`` is what its first page shows, where that
    is the cover.
    """

    arranged: ArrangedBook
    document: Document
    labels: tuple[str, ...]
    anchors: Mapping[str, int]
    spelled: frozenset[str] = frozenset()
    cover: Cover | None = None

    def folios(self) -> dict[str, str]:
        """Give the page label of each anchor."""
        return {name: self.labels[page] for name, page in self.anchors.items()}


@dataclass(frozen=True, slots=True)
class Press:
    """What every PDF edition of a book is made with."""

    root: Path
    styles: tuple[StyleSheet, ...]
    home: Place
    mending: Callable[[], AbstractContextManager[None]] = notes_continued


def house_style(name: str) -> StyleSheet:
    """Read a style sheet of the house: "book", "print", "screen", "handout", "themes/serif"."""
    path = HOUSE / "styles" / f"{name}.css"
    return StyleSheet(path.read_text(encoding="utf-8"), path.parent)


def lay_out(
    arranged: ArrangedBook, press: Press, numbers: PageNumbers
) -> tuple[LaidOut | None, tuple[Diagnostic, ...]]:
    """Lay the edition out, again with the page numbers it came to, until they stay.

    ``numbers`` may be those of another edition of the same trim: where they are right already, one layout is
    enough. The index stands behind all that it points to, so the second layout is the last; a book whose numbers
    still move after six is an error, never a wrong number. The notes that may not say "Ibid." only become more
    from layout to layout, and after the third they are all that could: that cannot go on for ever. A gutter that grows
    with the page count never becomes less again, so it settles too.
    """
    needs_pages = names_pages(arranged)
    gutter = gutter_for(arranged.edition, 0)
    for attempt in range(1, _MOST_LAYOUTS + (STEPS if arranged.edition.gutter.grows else 1)):
        printed = settle_pages(arranged, numbers)
        laid, found = _lay_out_once(printed, press, render_pages(printed, numbers.folios, gutter), numbers)
        settled = laid.folios()
        spelled = to_spell_out(arranged, laid.anchors)
        stays = all(numbers.folios.get(name) == settled[name] for name in settled if name.startswith(_PLACES))
        wanted = max(gutter, gutter_for(arranged.edition, len(laid.labels)))
        if spelled <= numbers.spelled and (stays or not needs_pages) and wanted == gutter:
            return laid, found
        gutter = wanted
        if spelled and attempt >= _LAST_TO_LOOK_AT_IBID:
            spelled = saying_ibid(arranged)
        numbers = PageNumbers(settled, numbers.spelled | spelled)
    return None, (Diagnostic("P102", ERROR, arranged.edition.place,
                             f"the page numbers of the edition {arranged.edition.name!r} do not settle"),)


def _lay_out_once(
    arranged: ArrangedBook, press: Press, rendering: Rendering, numbers: PageNumbers
) -> tuple[LaidOut, tuple[Diagnostic, ...]]:
    fonts = FontConfiguration()
    fetcher = BookFetcher(press.root, (HOUSE, *(font.path.parent for font in font_files())))
    found: list[Diagnostic] = []
    sheets = [CSS(string=font_faces(), font_config=fonts, url_fetcher=fetcher)]
    every = (*press.styles, *(StyleSheet(css, press.root) for css in rendering.styles))
    for sheet in every:
        with log_of_weasyprint() as log:
            base = sheet.folder.as_uri() + "/"
            sheets.append(CSS(string=sheet.css, base_url=base, font_config=fonts, url_fetcher=fetcher))
        found.extend(_style_findings(sheet, log))
    divided = divided_as_said(arranged.book.typography.divisions)
    with log_of_weasyprint() as log, press.mending(), early_ends_mended(), lines_closed_up(), divided:
        tree = ET.fromstring(rendering.markup)  # noqa: S314 - our own markup, escaped by our templates
        page = _WellFormed(tree, press.root.as_uri() + "/", fetcher)
        document = page.render(stylesheets=sheets, font_config=fonts)
    found.extend(refusals(fetcher, every, press))
    found.extend(_unreadable_pictures(log, fetcher, arranged, press))
    # A chapter's anchor is on each of its pages: the first is where it begins.
    anchors = {name: index for index, page in reversed(list(enumerate(document.pages))) for name in page.anchors}
    labels = _page_labels(arranged, anchors, padded(len(document.pages), arranged.edition.signature))
    return LaidOut(arranged, document, labels, anchors, numbers.spelled), tuple(found)


def _page_labels(arranged: ArrangedBook, anchors: Mapping[str, int], pages: int) -> tuple[str, ...]:
    """Roman before the body, Arabic from its first page on."""
    body = next((leaf.unit for leaf in arranged.leaves if leaf.part is MatterPart.BODY), "")
    first = anchors.get(body, 0)
    return tuple(roman(page + 1) if page < first else str(page - first + 1) for page in range(pages))


class _Kept(logging.Handler):
    """Keep the messages of a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def log_of_weasyprint() -> Iterator[list[str]]:
    """Collect what WeasyPrint would say to the terminal."""
    log, kept = logging.getLogger("weasyprint"), _Kept()
    before, propagate = log.handlers[:], log.propagate
    log.handlers[:], log.propagate = [kept], False
    try:
        yield kept.messages
    finally:
        log.handlers[:], log.propagate = before, propagate


def _style_findings(sheet: StyleSheet, log: list[str]) -> Iterator[Diagnostic]:
    """What WeasyPrint did not understand in the author's own style sheet."""
    if not sheet.file:
        return
    for message in log:
        at = _AT_LINE.search(message)
        place = Place(sheet.file, int(at[1]), int(at[2])) if at else Place(sheet.file)
        said = _AT_LINE.sub("", message).rstrip(".").removeprefix("Ignored ")
        yield Diagnostic("L101", WARNING, place, f"the style sheet's rule has no effect: {said}",
                         "write CSS that WeasyPrint knows, or take the rule out")


def refusals(fetcher: BookFetcher, styles: tuple[StyleSheet, ...], press: Press) -> Iterator[Diagnostic]:
    """Give an error for each file that a page or a style sheet asked for and may not have."""
    for url, reason in fetcher.refused.items():
        yield Diagnostic("L102", ERROR, _place_of(url, styles, press), f"{url!r} can't be used: {reason}",
                         "put the file into the book's folder and name it by a relative path")


def _unreadable_pictures(
    log: list[str], fetcher: BookFetcher, arranged: ArrangedBook, press: Press
) -> Iterator[Diagnostic]:
    """Pictures that are there, but are not what their names say: WeasyPrint prints their words instead."""
    pictures = {f"book:{picture.path}": picture.place for picture in _pictures(arranged)}
    for message in log:
        named = _NOT_LOADED.search(message)
        if named and named[1] not in fetcher.refused:
            yield Diagnostic("L103", ERROR, pictures.get(named[1], press.home),
                             f"the picture {named[1].removeprefix('book:')!r} can't be read",
                             "save it anew as PNG, JPEG or SVG")


def _pictures(arranged: ArrangedBook) -> Iterator[Picture]:
    for leaf in arranged.leaves:
        match leaf.content:
            case Chapter(blocks=blocks):
                yield from pictures_of(blocks)
            case PrimarySource(headnote=headnote, passage=passage):
                yield from pictures_of((*headnote, *passage))


def _place_of(url: str, styles: tuple[StyleSheet, ...], press: Press) -> Place:
    """Find the line of the style sheet that asks for an address; the book itself where none does."""
    name = url.rsplit("/", 1)[-1]
    for sheet in styles:
        for number, line in enumerate(sheet.css.split("\n"), start=1):
            if sheet.file and (url in line or (name and name in line)):
                return Place(sheet.file, number, max(line.find(name), 0) + 1)
    return press.home


def write_pdf(laid: LaidOut) -> bytes:
    """Write the laid-out pages."""
    edition = laid.arranged.edition
    terms = terms_of(laid.arranged.book.identity.lang)
    with tagging(laid.document.pages, terms) if edition.is_tagged else nullcontext():
        return bytes(laid.document.write_pdf(
            pdf_variant=edition.variant or None, pdf_tags=True if edition.is_tagged else None,
            pdf_identifier=bytes(16),
            output_intent="",  # is stated when the file is finished
        ))
