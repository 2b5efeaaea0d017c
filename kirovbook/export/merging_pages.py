"""Put pages of several PDFs into one. The pages stay as they are, so that it does not matter where they came from."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from io import BytesIO

from kirovbook.export.pdf_finishing import saved
from kirovbook.model.edition import Edition
from kirovbook.pdf_objects import open_pdf
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SomePages:
    """Pages of a PDF: from ``first`` on, counted from 0, as many as there are before ``end``."""

    written: bytes
    first: int = 0
    end: int | None = None


def merge_pages(parts: Sequence[SomePages], edition: Edition) -> bytes:
    """Give a PDF of all these pages, with what the first of the files says of itself; its part begins with page 0."""
    base, *others = parts
    with ExitStack() as opened:
        pdf = opened.enter_context(open_pdf(BytesIO(base.written)))
        if base.end is not None:
            del pdf.pages[base.end :]
        for part in others:
            source = opened.enter_context(open_pdf(BytesIO(part.written)))
            for page in list(source.pages)[part.first : part.end]:
                pdf.pages.append(page)
        return saved(pdf, edition, has_object_streams=False)
