"""The door of pikepdf: what we use of it to read and to mend a PDF is named here and nowhere else."""

from pikepdf import (
    Array,
    Dictionary,
    Matrix,
    Name,
    Object,
    ObjectStreamMode,
    OutlineItem,
    Page,
    Pdf,
    PdfError,
    Stream,
    parse_content_stream,
)
from pikepdf import (
    ContentStreamInlineImage as InlineImage,
)

__all__ = [
    "Array", "Dictionary", "InlineImage", "Matrix", "Name", "Object", "ObjectStreamMode", "OutlineItem", "Page", "Pdf",
    "PdfError", "Stream", "parse_content_stream",
]  # fmt: skip
