"""Make sure of the PDF standard that an edition claims: the finished file is read again, and held to it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome
from kirovbook.export.inks import Inks, read_inks
from kirovbook.export.pdf_finishing import colours_left
from kirovbook.model.edition import Edition
from kirovbook.pdf_objects import archive_faults

_CHECKED_ARCHIVES = {"pdf/a-1b": "1b", "pdf/a-2b": "2b", "pdf/a-3b": "3b"}
_MOST_TOLD = 3


def read_press(root: Path, edition: Edition) -> Outcome[Inks | None]:
    """Read the profile of the press that an edition is made for; there is no press without one."""
    if not edition.is_for_press:
        return Outcome(None)
    if not edition.icc:
        message = f"the edition {edition.name!r} is for a press ({edition.variant}) and names no profile of it"
        return Outcome(None, (Diagnostic("P121", ERROR, edition.place, message,
                                         'write icc = "..." with the printer\'s profile, or leave the variant out'),))
    try:
        return read_inks((root / edition.icc).read_bytes(), edition)
    except OSError:
        return Outcome(None, (Diagnostic("P122", ERROR, edition.place, f"the profile {edition.icc!r} can't be read",
                                         "make it a file that you may read"),))


def prove_standard(edition: Edition, written: bytes) -> Iterator[Diagnostic]:
    """Say what in the finished file breaks the standard that it claims, or that nothing could make sure of it."""
    variant = edition.variant
    if edition.is_for_press and (left := colours_left(written)):
        yield Diagnostic("P124", ERROR, edition.place,
                         f"the edition {edition.name!r} still has colours of a screen: {', '.join(left)}",
                         "save the pictures and style sheets of the book with plain colours")
    is_sure = not variant or variant.startswith("pdf/ua") or variant == "pdf/x-4"
    if flavour := _CHECKED_ARCHIVES.get(variant):
        faults = archive_faults(BytesIO(written), flavour)
        is_sure = all(fault.is_certain for fault in faults)
        for fault in list(dict.fromkeys(fault.what for fault in faults if fault.is_certain))[:_MOST_TOLD]:
            yield Diagnostic("P125", ERROR, edition.place, f"the edition {edition.name!r} breaks {variant!r}: {fault}",
                             "use TrueType fonts, plain pictures and colours of the screen in it")
    if not is_sure:
        yield Diagnostic("P103", WARNING, edition.place,
                         f"the edition {edition.name!r} claims {variant!r}, which nothing has made sure of",
                         "have the printer check the file, or leave the variant out")
