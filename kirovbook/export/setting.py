"""Set gatherings: lay each out as a document of its own, and write its pages so that they can be bound with others.

A gathering opens on a recto. The numbers of its pages are not drawn on them, so that a gathering that has come to stand
on other pages need not be set again; links may lead to any gathering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import field
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

from kirovbook.arrange.terms import terms_of
from kirovbook.diagnostics import ERROR, Diagnostic, Place
from kirovbook.export.closer_lines import lines_closed_up
from kirovbook.export.complaints import log_of_weasyprint, refusals
from kirovbook.export.continued_notes import notes_continued
from kirovbook.export.engine import HTML, Document, ElementWrapper, FontConfiguration
from kirovbook.export.fetching import BookFetcher
from kirovbook.export.folios import take_folios
from kirovbook.export.font_files import font_faces, font_files
from kirovbook.export.hyphenation import divided_as_said
from kirovbook.export.index_again import IndexAgain, set_again
from kirovbook.export.index_blocks import ReadIndex, blocks_of, read_index
from kirovbook.export.index_part import IndexPart, SetPart
from kirovbook.export.line_numbers import number_lines
from kirovbook.export.lines_mending import early_ends_mended
from kirovbook.export.merging_pages import SomePages, merge_pages
from kirovbook.export.page_faults import look_over
from kirovbook.export.page_lines import printed_pages
from kirovbook.export.page_starts import Noted, starts_noted
from kirovbook.export.page_texts import page_parts
from kirovbook.export.pdf_finishing import finish_gathering
from kirovbook.export.press import HOUSE, StyleSheet
from kirovbook.export.quick_drawing import drawing_quickened
from kirovbook.export.quick_styles import styles_quickened
from kirovbook.export.quick_text import text_quickened
from kirovbook.export.read_sheets import NO_SHEETS, ReadSheets, read_sheets
from kirovbook.export.set_gathering import ReadFile, SetGathering, SetPage
from kirovbook.export.setting_again import SettingAgain
from kirovbook.export.setting_part import SettingPart, may_be_parted
from kirovbook.export.specification import Copy, Specification
from kirovbook.export.tags import tagging
from kirovbook.export.writing_pages import Written, anchors_of, bookmarks_of, write_pages
from kirovbook.quick_dataclass import dataclass

_NOT_LOADED = re.compile(r"Failed to load image at '([^']*)'")


@dataclass(slots=True)
class Typesetter:
    """Sets the gatherings of one edition; the style sheets and the fonts are read once."""

    specification: Specification
    fonts: Any = field(default_factory=FontConfiguration)
    fetcher: BookFetcher = field(init=False)
    sheets: dict[tuple[str, ...], ReadSheets] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the book's files be read, the house's, and the fonts."""
        root = self.specification.press.root
        self.fetcher = BookFetcher(root, (HOUSE, *(font.path.parent for font in font_files())))

    def set(self, copy: Copy, old: SetGathering | None = None) -> SetGathering:
        """Set one gathering; what ``old``, an earlier setting of it, has of the same is not set again."""
        index = read_index(copy) if not self.specification.edition.is_tagged else None
        if index is not None and may_be_parted(self.specification.press):
            return self._set_index(copy, index, old)
        again = SettingAgain.of(copy, old, self.specification.press, self.specification.edition)
        noted = Noted(begins=again.begins, ends=again.ends)
        document, log = self.lay_out(copy, noted)
        is_cut = copy.is_followed and not noted.has_ended
        pages = document.pages[:-1] if is_cut else document.pages
        pages = pages if copy.theme is None else pages[:1]
        goes_on = again.begins_within_a_block(noted.root)
        return again.completed(self._written(copy, document.copy(list(pages)), log, goes_on=goes_on), noted)

    def _set_index(self, copy: Copy, index: ReadIndex, old: SetGathering | None) -> SetGathering:
        if again := IndexAgain.of(copy, old):
            set_part = partial(self.set_part, copy)
            joined = set_again(again, map(set_part, again.parts(hands=1)), set_part, self.specification.edition)
            if joined is not None:
                return joined
        whole = SettingPart.of(copy, index.blocks, IndexPart(None, 0, len(index.blocks)))
        gathering, noted, _ = self._set_part(whole)
        return whole.completed_whole(gathering, noted, index.frame)

    def set_part(self, copy: Copy, part: IndexPart) -> SetPart:
        """Set a part of an index (see ``read_index``)."""
        setting = SettingPart.of(copy, blocks_of(copy), part)
        gathering, noted, pages = self._set_part(setting)
        return setting.completed(gathering, noted, pages)

    def _set_part(self, setting: SettingPart) -> tuple[SetGathering, Noted, int]:
        """Set a part; give it with what was noted of its layout, and how many pages were laid."""
        noted, copy = setting.noted(), setting.cut.copy
        document, log = self.lay_out(copy, noted)
        laid = len(document.pages)
        pages = document.pages[: setting.count(noted, laid)]
        gathering = self._written(copy, document.copy(list(pages)), log, goes_on=setting.goes_on(noted))
        return gathering, noted, laid

    def _written(
        self, copy: Copy, document: Document, log: Sequence[str], *, goes_on: bool
    ) -> SetGathering:
        specification = self.specification
        edition, press, pages = specification.edition, specification.press, document.pages
        printed = printed_pages(pages, dict(copy.units), press.home, goes_on=goes_on)
        parts = page_parts(pages, frozenset(unit for unit, _ in copy.units))
        lines = number_lines(pages, specification.line_numbers)
        taken = take_folios(pages, wants_them_alone=copy.is_folios) if not copy.keeps_folios else None
        folios = taken.kinds if taken else ("",) * len(pages)
        whole = self._write_whole(copy, document) if edition.is_tagged or copy.is_folios else None
        with drawing_quickened():
            each = [whole or write_pages(document.copy([page]), edition) for page in pages]
        written = self._finished(whole, copy) if whole else merge_pages(
            [SomePages(self._finished(one, copy)) for one in each], edition)
        set_pages = tuple(
            SetPage(anchors_of(page, edition), bookmarks_of(page, edition), held, one.fonts, one.links, look_over(read),
                    folio)
            for page, one, read, held, folio in zip(pages, each, printed, parts, folios, strict=True)
        )
        sheets = self.sheets_of(copy.styles) if copy.theme is None else NO_SHEETS
        found = (*sheets.found, *refusals(self.fetcher, press.styles, press),
                 *self._unreadable_pictures(log, dict(copy.pictures)))
        files = tuple(ReadFile(path, digest) for path, digest in sorted({**sheets.read, **self.fetcher.read}.items()))
        return SetGathering(
            set_pages, written, lines, found, files,
            is_whole=not found, is_bound_to_numbers=bool(taken and taken.is_bound), printed=printed,
        )

    def _write_whole(self, copy: Copy, document: Document) -> Written:
        """Write all pages together: tags go over from one to the next, and numbers are many."""
        specification = self.specification
        terms = terms_of(specification.lang)
        is_tagged = specification.edition.is_tagged
        tagged = tagging(document.pages, terms, copy.under, _name_of(copy)) if is_tagged else nullcontext()
        with tagged, drawing_quickened():
            return write_pages(document, specification.edition)

    def _finished(self, written: Written, copy: Copy) -> bytes:
        specification = self.specification
        return finish_gathering(written.pdf, specification.edition, specification.finish, is_stamp=copy.is_folios)

    def lay_out(self, copy: Copy, noted: Noted | None = None) -> tuple[Document, tuple[str, ...]]:
        """Lay one gathering out, or what ``noted`` wants of it; give it with what WeasyPrint said of it."""
        specification = self.specification
        if copy.theme is not None:
            from kirovbook.export.cover import lay_out_cover  # noqa: PLC0415 - it loads templates, and few have one
            from kirovbook.render.front import Cover  # noqa: PLC0415

            cover = Cover(copy.markup, copy.styles[0], specification.edition.trim, ())
            return lay_out_cover(cover, copy.theme, specification.press, self.fonts).value, ()
        sheets = [*self.sheets_of(copy.styles).sheets]
        self.fetcher.forget()
        divided = divided_as_said(specification.divisions)
        mending = specification.press.mending or notes_continued
        mended = mending(), early_ends_mended(), lines_closed_up(), divided
        noting = starts_noted(noted) if noted else nullcontext()
        with log_of_weasyprint() as log, ExitStack() as changes:
            for change in (styles_quickened(), text_quickened(), *mended, noting):
                changes.enter_context(change)
            tree = ET.fromstring(copy.markup)  # noqa: S314 - our own markup, escaped by our templates
            page = _WellFormed(tree, specification.press.root.as_uri() + "/", self.fetcher)
            document = page.render(stylesheets=sheets, font_config=self.fonts)
        return document, tuple(log)

    def sheets_of(self, styles: tuple[str, ...]) -> ReadSheets:
        """Read the style sheets: the press's once, and each that a gathering has of its own."""
        if styles not in self.sheets:
            press = self.specification.press
            before = self.sheets_of(()) if styles else NO_SHEETS
            added = self._own(styles) if styles else (StyleSheet(font_faces(), HOUSE), *press.styles)
            self.sheets[styles] = read_sheets(before, added, press, self.fonts, self.fetcher)
        return self.sheets[styles]

    def _own(self, styles: tuple[str, ...]) -> tuple[StyleSheet, ...]:
        return tuple(StyleSheet(css, self.specification.press.root) for css in styles)

    def _unreadable_pictures(self, log: Sequence[str], pictures: Mapping[str, Place]) -> Iterator[Diagnostic]:
        """Pictures that are there, but are not what their names say: WeasyPrint prints their words instead."""
        for message in log:
            named = _NOT_LOADED.search(message)
            if named and named[1] not in self.fetcher.refused:
                yield Diagnostic("L103", ERROR, pictures.get(named[1], self.specification.press.home),
                                 f"the picture {named[1].removeprefix('book:')!r} can't be read",
                                 "save it anew as PNG, JPEG or SVG")


def _name_of(copy: Copy) -> str:
    """Give a name that no other gathering has."""
    return copy.units[0][0] if copy.units else ""


class _WellFormed(HTML):  # type: ignore[misc]
    """A document that is a tree already: HTML's own parser would close a paragraph that holds a note of blocks."""

    def __init__(self, root: ET.Element, base_url: str, fetcher: BookFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
