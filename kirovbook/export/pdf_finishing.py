"""Finish what WeasyPrint leaves to do in a PDF: blank pages, page labels, boxes and marks, inks, identity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from uuid import UUID, uuid5

from kirovbook.export.archiving import make_archival
from kirovbook.export.finish import PLAIN_FINISH, Finish
from kirovbook.export.press_sheet import lay_on_sheet, sheet_of
from kirovbook.export.screen_profile import screen_profile
from kirovbook.export.separation import screen_colours, separate
from kirovbook.model.edition import Edition
from kirovbook.pdf_objects import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String, open_pdf
from kirovbook.render.direction import is_right_to_left

_DOCUMENT_ID = re.compile(rb"xmp\.did:[0-9a-f-]{36}")
_FILE_ID = re.compile(rb"\([0-9a-f]{32}\)\]")
_NUMBER = re.compile("[0-9]+|[ivxlcdm]+")
_OF_OUR_MAKING = UUID("5d1c2a5e-6b0e-5c39-9f5c-8d2b7a1d9e04")
_WITHOUT_OBJECT_STREAMS = ("pdf/a-1b",)


def finish_gathering(written: bytes, edition: Edition, finish: Finish, *, is_stamp: bool) -> bytes:
    """Give the pages of one gathering their inks and their sheet; what is stamped on another page has no sheet."""
    with open_pdf(BytesIO(identified(written))) as pdf:
        _dye(pdf, edition, finish)
        if not is_stamp:
            lay_on_sheet(pdf, finish.sheet or sheet_of(edition), finish.slug, in_all_inks=finish.inks is not None)
        return saved(pdf, edition, has_object_streams=False)


def finish_pdf(written: bytes, labels: Sequence[str], edition: Edition, finish: Finish = PLAIN_FINISH) -> bytes:
    """Add the blank pages that ``labels`` count, page labels (i, ii, 1, 2), exact boxes, marks and inks.

    The same bytes come out for the same bytes that go in, whatever identity WeasyPrint thought of.
    """
    with open_pdf(BytesIO(identified(written))) as pdf:
        while len(pdf.pages) < len(labels):
            pdf.add_blank_page(page_size=(edition.trim.width, edition.trim.height))
        pdf.Root.PageLabels = pdf.make_indirect(label_ranges(labels))
        name_direction(pdf)
        _dye(pdf, edition, finish)
        state_intent(pdf, edition, finish)
        lay_on_sheet(pdf, finish.sheet or sheet_of(edition), finish.slug, in_all_inks=finish.inks is not None)
        return saved(pdf, edition)


def _dye(pdf: Pdf, edition: Edition, finish: Finish) -> None:
    if finish.inks:
        separate(pdf, finish.inks)
    elif edition.variant.startswith("pdf/a"):
        make_archival(pdf, edition.variant)
    _drop_empty_resources(pdf)


def state_intent(pdf: Pdf, edition: Edition, finish: Finish) -> None:
    """Say what the colours of the file are meant for, where a standard asks for it."""
    if finish.inks:
        _state_intent(pdf, Name.GTS_PDFX, finish.inks.name, finish.inks.profile, 4)
    elif edition.variant.startswith("pdf/a"):
        _state_intent(pdf, Name.GTS_PDFA1, "sRGB IEC61966-2.1", screen_profile(), 3)


def saved(pdf: Pdf, edition: Edition, *, has_object_streams: bool = True) -> bytes:
    """Give the bytes of a file, the same for the same file; in object streams where the standard allows them."""
    streams = has_object_streams and edition.variant not in _WITHOUT_OBJECT_STREAMS
    out = BytesIO()
    pdf.save(out, deterministic_id=True, fix_metadata_version=False,
             object_stream_mode=ObjectStreamMode.generate if streams else ObjectStreamMode.disable)
    return out.getvalue()


def colours_left(written: bytes) -> tuple[str, ...]:
    """Give the names of the screen's colour spaces that are still in a file made for a press."""
    with open_pdf(BytesIO(written)) as pdf:
        return screen_colours(pdf)


def identified(written: bytes) -> bytes:
    """Give the document an identity that follows from what is in it, in the place of a random one."""
    nameless = _FILE_ID.sub(b"", _DOCUMENT_ID.sub(b"", written))
    name = f"xmp.did:{uuid5(_OF_OUR_MAKING, nameless.hex())}".encode()
    return _DOCUMENT_ID.sub(name, written)


def name_direction(pdf: Pdf) -> None:
    """Say of a book that runs from right to left that its pages do: facing pages change sides (ISO 32000-1, 12.2)."""
    if is_right_to_left(str(pdf.Root.get("/Lang", ""))):
        preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
        preferences.Direction = Name.R2L
        pdf.Root.ViewerPreferences = preferences


def label_ranges(labels: Sequence[str]) -> Dictionary:
    """Count from 1 in Roman figures, then from 1 in Arabic; the cover has a name alone (ISO 32000-1, 12.4.2)."""
    named = sum(not _NUMBER.fullmatch(label) for label in labels)
    roman = sum(not label.isdigit() for label in labels)
    numbers: list[object] = []
    for number, label in enumerate(labels[:named]):
        numbers += [number, Dictionary(P=String(label))]
    if named < roman:
        numbers += [named, Dictionary(S=Name.r)]
    if roman < len(labels):
        numbers += [roman, Dictionary(S=Name.D)]
    return Dictionary(Nums=Array(numbers))


def _state_intent(pdf: Pdf, standard: Object, name: str, profile: bytes, parts: int) -> None:
    """Say what the colours of the file are meant for, and embed its profile (ISO 15930-7, 6.2; ISO 19005-2, 6.2.3)."""
    intent = Dictionary(
        Type=Name.OutputIntent, S=standard, OutputConditionIdentifier="Custom" if parts > 3 else name,  # noqa: PLR2004
        OutputCondition=name, Info=name, DestOutputProfile=pdf.make_stream(profile, N=parts),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _drop_empty_resources(pdf: Pdf) -> None:
    """WeasyPrint lists patterns and gradients where there are none; a validator then looks for them."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary | Stream):
            resources = thing.get("/Resources", thing)
            for kind in ("/Pattern", "/Shading", "/XObject"):
                if isinstance(resources.get(kind), Dictionary) and not len(resources[kind]):
                    del resources[kind]
