"""Turn the bytes of an author's file into text, or say where they are not text."""

from __future__ import annotations

import codecs
import re

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place
from kirovbook.project.encodings import guess_encoding

LARGEST_FILE = 64_000_000
"""In bytes: some thirty times the longest novel."""

_FOREIGN = {
    b"PK\x03\x04": "a word processor's file or another zip archive",
    b"\xd0\xcf\x11\xe0": "an old word processor's file",
    b"%PDF-": "a PDF",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a gzip archive",
}

# Neither XML nor HTML can hold these. U+2028 and U+2029 they can, but they are line ends to some programs only.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
# What word processors mean by them: soft line end, page end, no-break and optional hyphen, line and paragraph end.
_MEANT = {"\x0b": " ", "\x0c": " ", "\x1e": "\u2011", "\x1f": "\u00ad", "\x85": " ", "\u2028": " ", "\u2029": " "}
_UNKNOWN = "\ufffd"


def decode(data: bytes, file: str) -> Outcome[str | None]:
    r"""Give a file's text with line ends as ``\n`` and no byte-order mark; None if it is no text at all.

    Text in another encoding than UTF-8 is read in it where it is sure which one that is, with a warning. Else what
    cannot be read is replaced by U+FFFD, an error, so that the rest of the file can be checked as well.
    """
    top = Place(file)
    for beginning, what in _FOREIGN.items():
        if data.startswith(beginning):
            return Outcome(None, (_binary(top, what),))
    if encoding := _wide_encoding(data):
        outcome = _without_controls(_plain_line_ends(data.decode(encoding, "replace").removeprefix("\ufeff")), file)
        return Outcome(outcome.value, (_other_encoding("UTF-16", top), *outcome.diagnostics))
    if b"\x00" in data and _CONTROL_BYTES.sub(b"", data) and len(_CONTROL_BYTES.findall(data)) * 20 > len(data):
        return Outcome(None, (_binary(top, "no text"),))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _without_controls(_plain_line_ends(data.decode()), file)
    except UnicodeDecodeError as fault:
        guess = None if _is_damaged_utf_8(data) else guess_encoding(data)
        if guess:
            outcome = _without_controls(_plain_line_ends(guess.text), file)
            found = _other_encoding(guess.encoding, _place_of(fault, file), 1)
        else:
            outcome = _without_controls(_plain_line_ends(data.decode(errors="replace")), file)
            found = _misread(fault, file)
        return Outcome(outcome.value, (found, *outcome.diagnostics))


def _is_damaged_utf_8(data: bytes) -> bool:
    """Answer whether some letters beyond ASCII are in UTF-8, which in another encoding is next to impossible."""
    sample = _HIGH_BYTES.findall(data[:_MUCH])
    read = sum(len(run.decode(errors="ignore")) for run in sample)
    return read * 3 >= sum(map(len, sample)) > 0


def _other_encoding(name: str, place: Place, length: int = 0) -> Diagnostic:
    message = f"the file is in {name}, not in UTF-8"
    hint = "look whether its letters are right, and save the file as UTF-8"
    return Diagnostic("M201", WARNING, place, message, hint, length)


_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_MUCH = 1_000_000
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def _binary(place: Place, what: str) -> Diagnostic:
    return Diagnostic("M203", ERROR, place, f"the file is {what}", "save its text as a plain text file in UTF-8")


def _wide_encoding(data: bytes) -> str:
    """Name the UTF-16 that a file is in, by its byte-order mark or by where its zero bytes stand."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    start = data[:400]
    if len(start) < 8:  # noqa: PLR2004 - four letters are too few to judge by
        return ""
    even, odd = start[::2].count(0) / len(start[::2]), start[1::2].count(0) / len(start[1::2])
    most, few = 0.6, 0.05
    if odd > most and even < few:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd < few else ""


def _plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place_of(fault: UnicodeDecodeError, file: str) -> Place:
    before = _plain_line_ends(fault.object[: fault.start].decode(errors="replace"))
    return Place(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _misread(fault: UnicodeDecodeError, file: str) -> Diagnostic:
    byte = fault.object[fault.start]
    message = f"the byte 0x{byte:02x} is not UTF-8"
    guess = bytes([byte]).decode("cp1252", "ignore")
    hint = f"save the file as UTF-8; in Windows-1252 this byte is {guess!r}" if guess else "save the file as UTF-8"
    return Diagnostic("M201", ERROR, _place_of(fault, file), message, hint, 1)


def _without_controls(text: str, file: str) -> Outcome[str | None]:
    found = list(_CONTROLS.finditer(text))
    if not found:
        return Outcome(text)
    first = found[0]
    line, column = text.count("\n", 0, first.start()) + 1, first.start() - text.rfind("\n", 0, first.start())
    more = f", the first of {len(found)} in this file" if len(found) > 1 else ""
    message = f"U+{ord(first[0]):04X} is a control character, not a letter{more}"
    warning = Diagnostic("M202", WARNING, Place(file, line, column), message, "remove it or write what it means", 1)
    return Outcome(_CONTROLS.sub(lambda match: _MEANT.get(match[0], _UNKNOWN), text), (warning,))
