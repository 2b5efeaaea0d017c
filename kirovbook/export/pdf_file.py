"""The door of pikepdf: what we use of it to change a finished PDF is named here and nowhere else."""

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    NameTree,
    Object,
    ObjectStreamMode,
    Operator,
    Page,
    Pdf,
    PdfError,
    PdfImage,
    Stream,
    String,
    parse_content_stream,
    unparse_content_stream,
)
from pikepdf import open as open_pdf

__all__ = [
    "Array", "ContentStreamInlineImage", "ContentStreamInstruction", "Dictionary", "Name", "NameTree", "Object",
    "ObjectStreamMode", "Operator", "Page", "Pdf", "PdfError", "PdfImage", "Stream", "String", "open_pdf",
    "parse_content_stream", "unparse_content_stream",
]
