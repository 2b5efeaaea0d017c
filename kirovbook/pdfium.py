"""The door of pdfium, which shares no code with WeasyPrint: it reads a finished PDF back, and draws its pages."""

from pypdfium2 import PdfDocument, raw
from pypdfium2.version import PDFIUM_INFO

__all__ = ["PDFIUM_VERSION", "PdfDocument", "raw"]

PDFIUM_VERSION = str(PDFIUM_INFO)
