"""The door of pikepdf: what we use of it to read and to mend a PDF is named here and nowhere else."""

from typing import BinaryIO

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Matrix,
    Name,
    NameTree,
    Object,
    ObjectStreamMode,
    Operator,
    OutlineItem,
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

from kirovbook.quick_dataclass import dataclass

__all__ = [
    "ArchiveFault", "Array", "ContentStreamInlineImage", "ContentStreamInstruction", "Dictionary", "Matrix", "Name",
    "NameTree", "Object", "ObjectStreamMode", "Operator", "OutlineItem", "Page", "Pdf", "PdfError", "PdfImage",
    "Stream", "String", "archive_faults", "open_pdf", "parse_content_stream", "unparse_content_stream",
]


@dataclass(frozen=True, slots=True)
class ArchiveFault:
    """What pikepdf's validator says against a file for an archive; it is not certain of what it does not know."""

    what: str
    is_certain: bool


def archive_faults(written: BinaryIO, flavour: str) -> tuple[ArchiveFault, ...]:
    """Hold a file against PDF/A, of the flavour "1b", "2b" or "3b"."""
    from pikepdf import pdfa  # noqa: PLC0415 - is slow to load, and few books are for an archive

    findings = pdfa.validate_written(written, flavour).findings
    return tuple(ArchiveFault(found.message, found.kind != "unsupported") for found in findings)
