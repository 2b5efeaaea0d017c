"""Finish what WeasyPrint leaves to do in a PDF: page labels and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from kirovbook.model.edition import Edition
from kirovbook.pdf_objects import Array, Dictionary, Name, ObjectStreamMode, Page, Pdf


def finish_pdf(written: bytes, labels: Sequence[str], edition: Edition) -> bytes:
    """Add page labels (i, ii, 1, 2), and boxes that are exact in points.

    The bleed box is the trim box and the bleed that was asked for, however much room the marks take.
    The same bytes come out for the same bytes that go in.
    """
    with Pdf.open(BytesIO(written)) as pdf:
        pdf.Root.PageLabels = pdf.make_indirect(_label_ranges(labels))
        if edition.marks or edition.bleed:
            for page in pdf.pages:
                _set_boxes(page, edition)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate,
                 fix_metadata_version=False)
    return out.getvalue()


def _label_ranges(labels: Sequence[str]) -> Dictionary:
    roman = sum(not label.isdigit() for label in labels)
    numbers: list[object] = []
    if roman:
        numbers += [0, Dictionary(S=Name.r)]
    if roman < len(labels):
        numbers += [roman, Dictionary(S=Name.D)]
    return Dictionary(Nums=Array(numbers))


def _set_boxes(page: Page, edition: Edition) -> None:
    """Keep the media box WeasyPrint wrote (trim and room for marks); state trim and bleed exactly."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    across = ((right - left) - edition.trim.width) / 2
    down = ((top - bottom) - edition.trim.height) / 2
    trim = (left + across, bottom + down, right - across, top - down)
    page.trimbox = Array([_exact(edge) for edge in trim])
    bled = (trim[0] - edition.bleed, trim[1] - edition.bleed, trim[2] + edition.bleed, trim[3] + edition.bleed)
    page.obj.BleedBox = Array([_exact(edge) for edge in bled])


def _exact(edge: float) -> float:
    return round(edge, 3)
