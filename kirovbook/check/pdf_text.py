"""Read a PDF's words back, page by page. The door of pdfium, which shares no code with WeasyPrint."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pypdfium2 as pdfium

_UNSEEN = {"\u00ad", "\u2010", "\u2011", "-", "\ufffe", "\uffff"}


def read_pages(written: bytes) -> tuple[str, ...]:
    """Give the text of each page in the order in which it was drawn."""
    with pdfium.PdfDocument(BytesIO(written)) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)


def bare(text: str) -> str:
    """Leave what two printings of the same words have in common.

    White space, hyphens, soft hyphens and control characters go; ligatures and capitals are levelled.
    """
    levelled = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        letter for letter in levelled
        if letter not in _UNSEEN and not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf", "Mn"}
    )
