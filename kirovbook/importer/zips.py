"""Open a word processor's file or an e-book, which are zip archives, without trusting what they say of themselves."""

from __future__ import annotations

import io
import zipfile
import zlib

from kirovbook.diagnostics import ERROR, Diagnostic, Outcome, Place
from kirovbook.importer.page import Log
from kirovbook.quick_dataclass import dataclass

MOST_BYTES = 60_000_000
"""Of text in one archive: *War and Peace* as an e-book unpacks to some 4 MB."""
MOST_PARTS = 5_000
_TEXTS = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".css")
_NAMES = ("mimetype",)
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Archive:
    """What was found: which format it is, an archive of its texts alone, and the texts by name."""

    format: str
    data: bytes
    texts: dict[str, bytes]


def open_archive(data: bytes, file: str, log: Log) -> Outcome[Archive | None]:
    """Read an archive's texts within bounds, and pack them anew without its pictures and without strange names."""
    place = Place(file)
    texts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            left = MOST_BYTES
            members = archive.infolist()
            if len(members) > MOST_PARTS:
                return Outcome(None, (_refused(place, f"the archive has {len(members):,} parts"),))
            for member in members:
                if _leads_out(member.filename):
                    message = f"the archive names a part {member.filename[:60]!r}, which leads out of it"
                    log.ask("I108", place, message, "ask who made the file; the part was left out")
                elif _is_text(member.filename):
                    with archive.open(member) as part:
                        texts[member.filename] = part.read(left + 1)
                    left -= len(texts[member.filename])
                    if left < 0:
                        message = f"the archive unpacks to more than {MOST_BYTES // 1_000_000} megabytes of text"
                        return Outcome(None, (_refused(place, message),))
    except _FAULTS as fault:
        message = f"the archive cannot be read: {str(fault).lower()[:100] or 'it is damaged'}"
        hint = "open it in its own program and save it again"
        return Outcome(None, (Diagnostic("I107", ERROR, place, message.rstrip("."), hint),))
    kind = _format(texts)
    if not kind:
        message = "the archive is neither a .docx nor an .odt nor an .epub"
        return Outcome(None, (_refused(place, message),))
    return Outcome(Archive(kind, _packed(texts), texts))


def _refused(place: Place, message: str) -> Diagnostic:
    return Diagnostic("I107", ERROR, place, message, "save the page's text as a file of its own")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:3]


def _is_text(name: str) -> bool:
    return name.lower().endswith(_TEXTS) or name in _NAMES


def _format(texts: dict[str, bytes]) -> str:
    if "word/document.xml" in texts:
        return "docx"
    mimetype = texts.get("mimetype", b"")
    if b"opendocument.text" in mimetype or ("content.xml" in texts and "META-INF/manifest.xml" in texts):
        return "odt"
    return "epub" if "META-INF/container.xml" in texts else ""


def _packed(texts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return packed.getvalue()
