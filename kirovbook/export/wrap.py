"""Make the printed cover of an edition: lay it out, and finish it as the pages are finished."""

from __future__ import annotations

from kirovbook.diagnostics import Outcome, has_errors
from kirovbook.export.engine import CSS, HTML, FontConfiguration
from kirovbook.export.fetching import BookFetcher
from kirovbook.export.font_files import font_faces, font_files
from kirovbook.export.made import MadeCover
from kirovbook.export.pdf import HOUSE, Press, StyleSheet, house_style
from kirovbook.export.pdf_finishing import Finish, finish_pdf
from kirovbook.export.press_sheet import MARK_ROOM, Sheet
from kirovbook.export.themes import cover_types
from kirovbook.model.book import ArrangedBook
from kirovbook.model.edition import Paper
from kirovbook.render.wrap import render_wrap


def make_cover(
    arranged: ArrangedBook, paper: Paper, pages: int, press: Press, finish: Finish
) -> Outcome[MadeCover | None]:
    """Make the cover of an edition of so many pages, with the marks, the inks and the standard of its pages."""
    theme = arranged.book.typography.theme
    rendered = render_wrap(arranged, paper, pages, cover_types(theme))
    if has_errors(rendered.diagnostics):
        return Outcome(None, rendered.diagnostics)
    wrap, edition = rendered.value, arranged.edition
    fonts = FontConfiguration()
    fetcher = BookFetcher(press.root, (HOUSE, *(font.path.parent for font in font_files())))
    own = (sheet for sheet in press.styles if sheet.file.endswith("/cover.css"))
    faces, drawn = StyleSheet(font_faces(), press.root), StyleSheet(wrap.style, press.root)
    sheets = [
        CSS(string=sheet.css, font_config=fonts, url_fetcher=fetcher, base_url=sheet.folder.as_uri() + "/")
        for sheet in (faces, house_style("cover"), house_style(f"themes/{theme}"), *own, drawn)
    ]
    page = HTML(string=wrap.markup, base_url=press.root.as_uri() + "/", url_fetcher=fetcher)
    document = page.render(stylesheets=sheets, font_config=fonts)
    written = bytes(document.write_pdf(
        pdf_variant=edition.variant or None, pdf_identifier=bytes(16), output_intent="",
        pdf_tags=True if edition.variant.startswith("pdf/ua") else None,
    ))
    room = MARK_ROOM if edition.marks or edition.slug_line else 0.0
    sheet = Sheet(wrap.trim, edition.bleed, room, edition.marks, wrap.folds)
    finished = finish_pdf(written, ("1",), edition, Finish(finish.slug, finish.inks, sheet))
    name = f"{arranged.book.identity.slug}-{edition.name}-cover.pdf"
    return Outcome(MadeCover(name, finished, wrap), rendered.diagnostics)
