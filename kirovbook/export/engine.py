"""The door of WeasyPrint: what we use of it, its private parts too, is named here and nowhere else.

The version is pinned exactly, since what is not in ``weasyprint`` itself is not part of what it promises.
"""

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, Document, layout
from weasyprint import pdf as writing
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext, block, inline, page
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import pydyf
from weasyprint.pdf import stream as streams
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

__all__ = [
    "CSS", "FROM_UNITS", "HTML", "AbsolutePlaceholder", "Document", "ElementWrapper", "FontConfiguration",
    "LayoutContext", "URLFetcher", "URLFetcherResponse", "block", "boxes", "build", "ffi", "gobject", "inline",
    "layout", "line_break", "page", "pango", "pydyf", "streams", "writing",
]
