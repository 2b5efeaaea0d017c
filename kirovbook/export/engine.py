"""The door of WeasyPrint: what we use of it, its private parts too, is named here and nowhere else.

The version is pinned exactly, since what is not in ``weasyprint`` itself is not part of what it promises.
"""

from kirovbook.export.found_libraries import load_by_full_names
from kirovbook.export.later_modules import loaded_when_called

# HarfBuzz cuts fonts; that fontTools might is a sixth of the time of loading.
with loaded_when_called("fontTools.subset", "fontTools.varLib.instancer"):
    load_by_full_names("weasyprint")

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, Document, layout
from weasyprint import css as styling
from weasyprint import pdf as writing
from weasyprint.css import computed_values, functions, tokens
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext, block, inline, page, percent, preferred
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import pydyf
from weasyprint.pdf import stream as streams
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

CHECKING_MATH = (computed_values, functions, inline, percent, preferred, styling, tokens)
"""The modules that ask whether a value is a formula."""

__all__ = [
    "CHECKING_MATH", "CSS", "FROM_UNITS", "HTML", "AbsolutePlaceholder", "Document", "ElementWrapper",
    "FontConfiguration", "LayoutContext", "URLFetcher", "URLFetcherResponse", "block", "boxes", "build", "drawing",
    "ffi", "gobject", "inline", "layout", "line_break", "page", "pango", "pydyf", "streams", "styling", "writing",
]
