"""Lay out the cover of a book: before the pages of a screen edition, as the picture of an e-book, for the wrap."""

from __future__ import annotations

from io import BytesIO

from kirovbook.diagnostics import Diagnostic, Outcome
from kirovbook.export.complaints import log_of_weasyprint, refusals
from kirovbook.export.engine import CSS, HTML, Document, FontConfiguration
from kirovbook.export.fetching import BookFetcher
from kirovbook.export.font_files import font_faces, font_files
from kirovbook.export.imaging import Image
from kirovbook.export.press import HOUSE, Press, StyleSheet, house_style
from kirovbook.export.themes import own_cover_sheets, types_of
from kirovbook.model.book import Identity
from kirovbook.model.edition import Edition, Trim
from kirovbook.model.typography import Theme
from kirovbook.pdfium import PdfDocument
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.cover import HEIGHT, WIDTH
from kirovbook.render.front import Cover, design_front, write_front

_ON_A_SCREEN = Trim(WIDTH / 4, HEIGHT / 4)
"""The page that an e-book's picture is drawn of; a point is four of its pixels."""
_COLOURS = 64


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """The cover of an e-book: a PNG of 1600 by 2560 pixels, and what the author is told of it."""

    png: bytes
    found: tuple[Diagnostic, ...]


def lay_out_cover(cover: Cover, theme: Theme, press: Press, fonts: FontConfiguration) -> Outcome[Document]:
    """Lay out the one page of a cover, in the house's style, the theme's and the book's own ``styles/cover.css``."""
    fetcher = BookFetcher(press.root, (HOUSE, *(font.path.parent for font in font_files())))
    own = own_cover_sheets(press)
    house = (StyleSheet(font_faces(), press.root), house_style("cover"), house_style(f"themes/{theme}"))
    with log_of_weasyprint():  # What is wrong with a sheet of the book's own is told with the pages.
        sheets = [
            CSS(string=sheet.css, font_config=fonts, url_fetcher=fetcher, base_url=sheet.folder.as_uri() + "/")
            for sheet in (*house, *own, StyleSheet(cover.style, press.root))
        ]
        page = HTML(string=cover.markup, base_url=press.root.as_uri() + "/", url_fetcher=fetcher)
        document = page.render(stylesheets=sheets, font_config=fonts)
    return Outcome(document, tuple(refusals(fetcher, own, press)))


def draw_cover(identity: Identity, theme: Theme, edition: Edition, press: Press) -> CoverPicture:
    """Draw the front cover of a book as the picture of one of its e-books."""
    front = design_front(identity, _ON_A_SCREEN, types_of(theme, press))
    laid = lay_out_cover(write_front(front, identity), theme, press, FontConfiguration())
    written = bytes(laid.value.copy(laid.value.pages[:1]).write_pdf(pdf_identifier=bytes(16)))
    return CoverPicture(_as_png(written), (*laid.diagnostics, *front.troubles(edition.place, edition.name)))


def _as_png(written: bytes) -> bytes:
    """Few colours make a small file; the edges of the letters need some in between."""
    with PdfDocument(BytesIO(written)) as document:
        page = document[0]
        drawn = page.render(scale=WIDTH / page.get_width())
        image = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.buffer, "raw", "BGR", drawn.stride, 1)
    picture = BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(picture, "PNG", optimize=True)
    return picture.getvalue()
