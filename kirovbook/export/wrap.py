"""Make the printed cover of an edition: lay it out, and finish it as the pages are finished."""

from __future__ import annotations

from kirovbook.diagnostics import Outcome, has_errors
from kirovbook.export.engine import CSS, HTML, FontConfiguration
from kirovbook.export.fetching import BookFetcher
from kirovbook.export.font_files import font_faces, font_files
from kirovbook.export.fonts import house_font
from kirovbook.export.made import MadeCover
from kirovbook.export.pdf import HOUSE, Press, house_style
from kirovbook.export.pdf_finishing import Finish, finish_pdf
from kirovbook.export.press_sheet import MARK_ROOM, Sheet
from kirovbook.model.book import ArrangedBook
from kirovbook.model.edition import Paper
from kirovbook.render.cover import CoverTypes
from kirovbook.render.wrap import render_wrap


def make_cover(
    arranged: ArrangedBook, paper: Paper, pages: int, press: Press, finish: Finish
) -> Outcome[MadeCover | None]:
    """Make the cover of an edition of so many pages, with the marks, the inks and the standard of its pages."""
    types = CoverTypes(*(house_font(style).path.read_bytes() for style in ("normal", "italic")))
    rendered = render_wrap(arranged, paper, pages, types)
    if has_errors(rendered.diagnostics):
        return Outcome(None, rendered.diagnostics)
    wrap, edition = rendered.value, arranged.edition
    fonts = FontConfiguration()
    fetcher = BookFetcher(press.root, (HOUSE, *(font.path.parent for font in font_files())))
    own = (sheet.css for sheet in press.styles if sheet.file.endswith("/cover.css"))
    sheets = [
        CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url=press.root.as_uri() + "/")
        for css in (font_faces(), house_style("cover").css, *own, wrap.style)
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
