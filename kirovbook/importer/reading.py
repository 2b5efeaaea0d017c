"""Read the pages that an import begins with: files and folders of files, in the formats that it knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from kirovbook.diagnostics import ERROR, WARNING, CannotRunError, Diagnostic, Outcome, Place
from kirovbook.importer.html import is_html, read_html
from kirovbook.importer.page import Log, Page
from kirovbook.importer.pandoc import read_by_pandoc
from kirovbook.importer.plain_text import read_plain_text
from kirovbook.importer.signs import without_signs
from kirovbook.importer.zips import open_archive
from kirovbook.project.folder import natural_order
from kirovbook.project.text import LARGEST_FILE, decode

_FORMS = {
    ".txt": "text", ".text": "text", ".htm": "html", ".html": "html", ".xhtml": "html", ".md": "markdown",
    ".markdown": "markdown", ".wiki": "mediawiki", ".mediawiki": "mediawiki", ".docx": "zip", ".odt": "zip",
    ".epub": "zip",
}  # fmt: skip
_MOST = 200
FORMS = ("text", "html", "markdown", "mediawiki")
"""The formats of text, which a file's name may not tell; archives tell their own."""


def read_pages(paths: Iterable[Path], form: str, log: Log) -> tuple[Page, ...]:
    """Read the pages that can be read; the log says why others cannot. ``form`` overrides what names say.

    :raises CannotRunError: a file or folder is not there, or Pandoc is missing.
    """
    pages = []
    for path in _files(paths):
        read = _read(path, form, log)
        log.found.extend(read.diagnostics)
        if read.value is not None:
            pages.append(read.value)
    return tuple(pages)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inner = [file for file in path.iterdir() if file.suffix.lower() in _FORMS and not file.name.startswith(".")]
            if not inner:
                hint = f"name a folder with files ending in {', '.join(sorted(_FORMS))}"
                raise CannotRunError(f"the folder {str(path)!r} holds no page", hint)
            yield from sorted(inner, key=lambda file: natural_order(file.name))
        else:
            yield path


def _read(path: Path, form: str, log: Log) -> Outcome[Page | None]:
    file = path.as_posix()
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            message = f"the page has {size // 1_000_000} megabytes; it may have {LARGEST_FILE // 1_000_000}"
            return Outcome(None, (Diagnostic("I106", ERROR, Place(file), message, "divide it into several files"),))
        data = path.read_bytes()
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise CannotRunError(f"cannot read {file!r}: {reason}", "name a page that is there") from fault
    if not data.strip(b"\x00\xef\xbb\xbf \t\r\n\x0c"):
        return Outcome(None, (Diagnostic("I101", ERROR, Place(file), "the page is empty", "name a page with text"),))
    if data.startswith(b"PK\x03\x04"):
        return _read_archive(data, file, log)
    return _read_text(data, form or _form(path, data), file, log)


def _form(path: Path, data: bytes) -> str:
    named = _FORMS.get(path.suffix.lower(), "text")
    return "html" if named in {"text", "zip"} and is_html(data) else "text" if named == "zip" else named


def _read_archive(data: bytes, file: str, log: Log) -> Outcome[Page | None]:
    opened = open_archive(data, file, log)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    return _sound(read_by_pandoc(opened.value.data, opened.value.format, file), file)


def _read_text(data: bytes, form: str, file: str, log: Log) -> Outcome[Page | None]:
    decoded = decode(data, file)
    # A letter that cannot be read stands in the book as U+FFFD: the author sees it, and the import goes on.
    found = tuple(
        Diagnostic(one.code, WARNING, one.place, one.message, one.hint, one.length)
        if decoded.value is not None and one.severity is ERROR
        else one
        for one in decoded.diagnostics
    )
    if decoded.value is None:
        return Outcome(None, found)
    text = without_signs(decoded.value)
    if form == "html":
        read: Outcome[Page | None] = Outcome(read_html(text, file))
        _note_addresses(text, file, log)
    elif form == "text":
        read = Outcome(read_plain_text(text, file))
    else:
        read = read_by_pandoc(text.encode(), form, file)
        found = (*found, *_unknown_citations(text, file))
    read = _sound(read, file)
    return Outcome(read.value, (*found, *read.diagnostics))


_ADDRESS = re.compile(r"<a\s[^<>]{0,400}?\bhref\s*=\s*[\"']?(https?://[^\"'<>\s]{1,400})", re.IGNORECASE)


def _note_addresses(text: str, file: str, log: Log) -> None:
    """Note where links of a web page led: their words come over, their addresses do not."""
    line, counted = 1, 0
    for found in islice(_ADDRESS.finditer(text), _MOST):
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        log.leave_out("addresses", Place(file, line), f"the address of a link: {found[1]}")


_CITATION = re.compile(r"\[[^\[\]\n]*@[\w:.-]+[^\[\]\n]*\]")


def _unknown_citations(text: str, file: str) -> Iterator[Diagnostic]:
    """Ask for the works that Markdown cites: the page says their keys, and not what they are."""
    for found in islice(_CITATION.finditer(text), _MOST):
        line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        hint = "describe the work in bibliography.bib, and take away the backslashes before the citation"
        message = "the page cites a work that it does not describe, so the citation stands as text"
        yield Diagnostic("I117", WARNING, Place(file, line, column), message, hint, len(found[0]))


def _sound(read: Outcome[Page | None], file: str) -> Outcome[Page | None]:
    """Refuse a page without a word."""
    if read.value is not None and next(read.value.words(), None) is None:
        found = Diagnostic("I101", ERROR, Place(file), "the page holds no words", "name a page with text")
        return Outcome(None, (*read.diagnostics, found))
    return read
