"""Read a finished e-book as its reader will: page by page, with its notes, marks and links.

Nothing here knows how the pages were made, except the ids and roles by which a reading system finds its way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from kirovbook.check.expected import MARK_CLOSES, MARK_OPENS
from kirovbook.quick_dataclass import dataclass

UNREADABLE = (BadZipFile, KeyError, OSError, ET.ParseError)
"""What may go wrong with a file that is no e-book, or has not all that it should."""
_PACKAGE = "EPUB/content.opf"
_OPF, _XHTML = "{http://www.idpf.org/2007/opf}", "{http://www.w3.org/1999/xhtml}"
_STRETCHES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "td", "caption", "figcaption", "pre"})
_TEXTS = frozenset({"text", "headnote", "passage"})
_LINES = frozenset({"title", "called", "provenance", "credit"})
_LINE_CLASSES = frozenset({"question", "entry", "source-name"})
_SET_SPACE = re.compile(r" (?:(?=[;:!?»›])|(?<=[«‹] )|(?<=\b[^\W\d_]\. )(?=[^\W\d_]{1,3}\.))")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of running text: the part of the page that it stands in, and its words with the marks in them."""

    part: str
    words: str


@dataclass(frozen=True, slots=True)
class ReadMark:
    """A note mark: its number, its id, where it leads, and whether white space stands before it."""

    number: str
    name: str
    href: str
    is_spaced: bool


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note: its id, its words by paragraphs, where its number leads back to, and its links to the index.

    ``under`` is where the heading above it leads, if it stands below one that does.
    """

    name: str
    words: tuple[str, ...]
    back: str
    to_index: frozenset[str] = frozenset()
    under: str = ""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry of the source index and where its links lead."""

    words: str
    hrefs: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it was read; ``hrefs`` are all that it refers to, as written."""

    href: str
    stretches: tuple[Stretch, ...]
    marks: tuple[ReadMark, ...]
    notes: tuple[ReadNote, ...]
    entries: tuple[ReadEntry, ...]
    pictures: tuple[str, ...]
    ids: frozenset[str]
    hrefs: tuple[str, ...]
    has_missing: bool


@dataclass(frozen=True, slots=True)
class ReadEpub:
    """An e-book as it was read: the pages in the order of the spine, and the names of all files beside them."""

    pages: tuple[ReadPage, ...]
    spine: tuple[str, ...]
    navigation: str
    files: frozenset[str]


def read_epub(path: Path) -> ReadEpub | None:
    """Read the e-book at ``path``, or give None where it is no e-book."""
    read = read_spine(path)
    if read is None:
        return None
    try:
        with ZipFile(path) as archive:
            hrefs = (href for href in dict.fromkeys(read.spine) if href in read.files)
            return replace(read, pages=tuple(_read_page(href, archive.read(f"EPUB/{href}")) for href in hrefs))
    except UNREADABLE:
        return None


def read_spine(path: Path) -> ReadEpub | None:
    """Read the e-book at ``path`` but for its pages, or give None where it is no e-book."""
    try:
        with ZipFile(path) as archive:
            package = ET.fromstring(archive.read(_PACKAGE))  # noqa: S314 - expat refuses entity bombs
            files = frozenset(name.removeprefix("EPUB/") for name in archive.namelist())
    except UNREADABLE:
        return None
    manifest = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
    refs = [manifest.get(ref.get("idref", "")) for ref in package.iter(f"{_OPF}itemref")]
    spine = tuple(item.get("href", "") for item in refs if item is not None)
    if len(spine) != len(refs):
        return None
    navigation = next((item.get("href", "") for item in manifest.values() if item.get("properties") == "nav"), "")
    return ReadEpub((), spine, navigation, files)


def resolve_href(page: str, href: str) -> tuple[str, str]:
    """Give the file and the fragment that a link on a page leads to; ('', '') for one that leads out of the book."""
    if urlsplit(href).scheme or href.startswith("//"):
        return "", ""
    path, fragment = urldefrag(href)
    return normpath(join(dirname(page), unquote(path))) if path else page, unquote(fragment)


def _read_page(href: str, written: bytes) -> ReadPage:
    root = ET.fromstring(written)  # noqa: S314 - expat refuses entity bombs
    every = tuple(root.iter())
    return ReadPage(
        href=href,
        stretches=tuple(_read_stretches(root, "")),
        marks=tuple(_read_marks(root)),
        notes=tuple(_read_notes(root, "")),
        entries=tuple(
            _read_entry(each) for each in every if _tag(each) == "li" and _first_of_class(each, "entry") is not None
        ),
        pictures=tuple(each.get("alt", "") for each in every if _tag(each) == "img"),
        ids=frozenset(each.get("id", "") for each in every),
        hrefs=tuple(value for each in every for name in ("href", "src") if (value := each.get(name)) is not None),
        has_missing=any(_tag(each) == "mark" and each.get("class") == "missing" for each in every),
    )


def _read_stretches(element: Element, part: str) -> Iterator[Stretch]:
    if element.get("role") in {"doc-endnotes", "doc-toc"}:
        return
    name, kind = element.get("id", ""), element.get("class", "")
    if not part and (name in _LINES or kind in _LINE_CLASSES):
        yield from _stretch(element, name if name in _LINES else kind)
        return
    part = part or (name if name in _TEXTS else "")
    # A caption with a credit below it holds both as paragraphs.
    if part and _tag(element) in _STRETCHES and not any(_tag(child) == "p" for child in element):
        yield from _stretch(element, part)
        return
    for child in element:
        yield from _read_stretches(child, part)


def _stretch(element: Element, part: str) -> Iterator[Stretch]:
    if words := plain("".join(_words(element))):
        yield Stretch(part, words)


def plain(words: str) -> str:
    """Make all white space single spaces, so that only words are held against words.

    Where a printer sets a space that no author need type, as before a French stop or within "z. B.", none counts.
    """
    return _SET_SPACE.sub("", " ".join(words.split()))


def _words(element: Element) -> Iterator[str]:
    if _is_mark(element):
        yield f"{MARK_OPENS}{''.join(element.itertext())}{MARK_CLOSES}"
        return
    if element.get("role") == "doc-backlink" or element.get("class") == "to-index":
        return
    if _tag(element) == "br":
        yield " "
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def _read_marks(root: Element) -> Iterator[ReadMark]:
    before = ""
    for event, element in _events(root):
        if event == "words":
            before = str(element) or before
        elif isinstance(element, Element):
            yield ReadMark(
                "".join(element.itertext()).strip(),
                element.get("id", ""),
                element.get("href", ""),
                before[-1:].isspace(),
            )


def _events(element: Element) -> Iterator[tuple[str, Element | str]]:
    if _is_mark(element):
        yield "mark", element
    elif _tag(element) in _STRETCHES:
        yield "words", "\N{WORD JOINER}"
    yield "words", element.text or ""
    for child in element:
        yield from _events(child)
        yield "words", child.tail or ""


def _read_notes(element: Element, under: str) -> Iterator[ReadNote]:
    if element.get("role") == "doc-footnote":
        yield _read_note(element, under)
    heading = element.find(f"{_XHTML}h2/{_XHTML}a")
    for child in element:
        yield from _read_notes(child, under if heading is None else heading.get("href", ""))


def _read_note(element: Element, under: str) -> ReadNote:
    back = next((each.get("href", "") for each in element.iter() if each.get("role") == "doc-backlink"), "")
    stretches = (each for each in element.iter() if _tag(each) in _STRETCHES)
    words = (plain("".join(_words(each))) for each in stretches)
    to_index = frozenset(each.get("href", "") for each in element.iter() if each.get("class") == "to-index")
    return ReadNote(element.get("id", ""), tuple(each for each in words if each), back, to_index, under)


def _read_entry(element: Element) -> ReadEntry:
    entry = _first_of_class(element, "entry")
    words = "" if entry is None else plain("".join(_words(entry)))
    # The entries below it stand in a list of their own.
    parts = (part for part in element if _tag(part) != "ul")
    return ReadEntry(words, frozenset(each.get("href", "") for part in parts for each in part.iter(f"{_XHTML}a")))


def _first_of_class(element: Element, name: str) -> Element | None:
    return next((each for each in element if each.get("class") == name), None)


def _is_mark(element: Element) -> bool:
    return element.get("role") == "doc-noteref"


def _tag(element: Element) -> str:
    return element.tag.removeprefix(_XHTML)
