"""A page without a word has nothing to draw its number with: it is lent what the number comes with."""

from __future__ import annotations

from io import BytesIO

from kirovbook.export.binding import _lend_resources
from kirovbook.pdf_objects import Dictionary, Pdf, open_pdf


def written(**resources: object) -> BytesIO:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(100, 100)).obj.Resources = Dictionary(**resources)
    out = BytesIO()
    pdf.save(out)
    return out


def test_what_stands_in_the_page_itself_is_lent_too() -> None:
    state = Dictionary(a1=Dictionary(ca=1))
    source, pdf = open_pdf(written(ExtGState=state)), open_pdf(written(ExtGState=Dictionary()))
    lent, resources = source.pages[0].obj.Resources, pdf.pages[0].obj.Resources
    assert not lent.ExtGState.a1.is_indirect
    _lend_resources(pdf, source, lent, resources)
    out = BytesIO()
    pdf.save(out)
    with open_pdf(out) as read:
        assert read.pages[0].obj.Resources.ExtGState.a1.ca == 1
