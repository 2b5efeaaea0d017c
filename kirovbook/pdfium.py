"""The door of pdfium, which shares no code with WeasyPrint: it reads a finished PDF back, and draws its pages."""

from pypdfium2 import PdfDocument, raw

__all__ = ["PdfDocument", "raw"]
