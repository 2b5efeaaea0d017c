"""Make the printed cover of an edition: lay it out, and finish it as the pages are finished."""

from __future__ import annotations

from kirovbook.diagnostics import Outcome, has_errors
from kirovbook.export.cover import lay_out_cover
from kirovbook.export.engine import FontConfiguration
from kirovbook.export.finish import Finish
from kirovbook.export.made import MadeCover
from kirovbook.export.pdf_finishing import finish_pdf
from kirovbook.export.press import Press
from kirovbook.export.press_sheet import MARK_ROOM, Sheet
from kirovbook.export.themes import types_of
from kirovbook.model.book import ArrangedBook
from kirovbook.model.edition import Paper
from kirovbook.render.wrap import render_wrap


def make_cover(
    arranged: ArrangedBook, paper: Paper, pages: int, press: Press, finish: Finish
) -> Outcome[MadeCover | None]:
    """Make the cover of an edition of so many pages, with the marks, the inks and the standard of its pages."""
    theme = arranged.book.typography.theme
    rendered = render_wrap(arranged, paper, pages, types_of(theme, press))
    if has_errors(rendered.diagnostics):
        return Outcome(None, rendered.diagnostics)
    wrap, edition = rendered.value, arranged.edition
    document = lay_out_cover(wrap.sheet, theme, press, FontConfiguration()).value
    written = bytes(document.write_pdf(
        pdf_variant=edition.variant or None, pdf_identifier=bytes(16), output_intent="",
        pdf_tags=True if edition.variant.startswith("pdf/ua") else None,
    ))
    room = MARK_ROOM if edition.marks or edition.slug_line else 0.0
    sheet = Sheet(wrap.sheet.trim, edition.bleed, room, edition.marks, wrap.folds)
    finished = finish_pdf(written, ("1",), edition, Finish(finish.slug, finish.inks, sheet))
    name = f"{arranged.book.identity.slug}-{edition.name}-cover.pdf"
    return Outcome(MadeCover(name, finished, wrap), rendered.diagnostics)
