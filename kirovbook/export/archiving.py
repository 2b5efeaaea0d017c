"""Take out of a PDF for an archive what PDF/A forbids and no page needs."""

from __future__ import annotations

import re

from kirovbook.pdf_objects import Dictionary, Name, Pdf, Stream, String

_RDF = re.compile(rb"<rdf:RDF(?P<declared>[^>]*)>")
_DESCRIPTION = b'<rdf:Description rdf:about=""'
_DAY = re.compile(rb"(<xmp:(?:Create|Modify)Date>[0-9]{4}-[0-9]{2}-[0-9]{2})<")
_DAY_OF_INFO = re.compile("D:[0-9]{8}")
_OF_RDF = re.compile(rb' xmlns:rdf="[^"]*"')


def make_archival(pdf: Pdf, variant: str) -> None:
    """Take out what the standard forbids, where the pages look the same without it.

    No picture may ask to be smoothed (ISO 19005-1, 6.2.4; 19005-2, 6.2.8.1). PDF/A-1 knows no transparency groups
    (ISO 19005-1, 6.4): around drawings in which nothing is transparent they say nothing, and what is transparent itself
    is found when the standard is proved. The metadata are the same with their namespaces named in each part: there
    Preflight, and archives that ask it, look for them. A day gets an hour and a zone, so that the two places that name
    it can be held against each other (ISO 19005-1, 6.7.3).
    """
    metadata = _DAY.sub(rb"\1T00:00:00+00:00<", pdf.Root.Metadata.read_bytes())
    pdf.Root.Metadata.write(_declared_in_each(metadata))
    for key in ("/CreationDate", "/ModDate"):
        if _DAY_OF_INFO.fullmatch(day := str(pdf.docinfo.get(key, ""))):
            pdf.docinfo[key] = String(f"{day}000000+00'00'")
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image and "/Interpolate" in thing:
            del thing["/Interpolate"]
    if variant.startswith("pdf/a-1"):
        for thing in pdf.objects:
            if isinstance(thing, Dictionary | Stream) and isinstance(thing.get("/Group"), Dictionary):
                del thing["/Group"]


def _declared_in_each(metadata: bytes) -> bytes:
    found = _RDF.search(metadata)
    declared = _OF_RDF.sub(b"", found["declared"]) if found else b""
    return metadata.replace(_DESCRIPTION, _DESCRIPTION + declared)
