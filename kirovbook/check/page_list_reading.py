"""Read in a finished e-book where each printed page begins, and which words stand from one break to the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from kirovbook.check.epub_reading import ReadEpub, resolve_href
from kirovbook.model.letters import bare
from kirovbook.model.printed_page import STANDS_FOR
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.epub.page_breaks import LEFT_OUT_ROLES
from kirovbook.render.running_text import OF_ONE_EDITION, WORDED_ANEW

_TYPE, _XHTML = "{http://www.idpf.org/2007/ops}type", "{http://www.w3.org/1999/xhtml}"
_PAGE_LIST, _NOTE_MARK, _BREAK = "page-list", "doc-noteref", "doc-pagebreak"


@dataclass(frozen=True, slots=True)
class ReadBreak:
    """The break of a printed page: its label and id, and how many letters of the file stand before it.

    ``following`` is the word that stands behind it.
    """

    label: str
    name: str
    letters: int
    following: str


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file of the e-book: its letters, its breaks, and the break that each note mark stands behind, "" if none."""

    href: str
    letters: str
    breaks: tuple[ReadBreak, ...]
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadPageList:
    """The list of pages, as labels and what they lead to, and the files of the spine in its order."""

    lines: tuple[tuple[str, str], ...]
    files: tuple[BrokenFile, ...]


def read_page_list(path: Path, read: ReadEpub) -> ReadPageList:
    """Read the breaks and the list of them from an e-book that can be read."""
    with ZipFile(path) as archive:
        roots = {href: ET.fromstring(archive.read(f"EPUB/{href}")) for href in read.spine}  # noqa: S314 - no entities
    navigation = roots[read.navigation]
    listed = next((each for each in navigation.iter(f"{_XHTML}nav") if each.get(_TYPE) == _PAGE_LIST), None)
    lines = () if listed is None else tuple(
        ("".join(link.itertext()), "#".join(resolve_href(read.navigation, link.get("href", ""))))
        for link in listed.iter(f"{_XHTML}a")
    )
    return ReadPageList(lines, tuple(_read(href, root) for href, root in roots.items()))


@dataclass(slots=True)
class _File:
    """What was read of a file so far; a break waits in ``breaks`` for the words behind it."""

    letters: list[str]
    breaks: list[tuple[str, str, int]]
    marks: list[tuple[str, str]]
    words: list[tuple[int, str]]
    count: int = 0

    def add(self, letters: str, words: str) -> None:
        """Add words of the running text, and their letters."""
        self.words.append((self.count, words))
        self.letters.append(letters)
        self.count += len(letters)


def _read(href: str, root: Element) -> BrokenFile:
    file = _File([], [], [], [])
    body = root.find(f"{_XHTML}body")
    for each in body if body is not None else ():
        _go_through(each, file, is_text=True)
    letters = "".join(file.letters)
    breaks = tuple(ReadBreak(label, name, count, _following(file, count)) for label, name, count in file.breaks)
    return BrokenFile(href, letters, breaks, tuple(file.marks))


def _following(file: _File, count: int) -> str:
    words = next((words for at, words in file.words if at == count and bare(words)), "")
    return next(iter(words.split()), "")


def _go_through(element: Element, file: _File, *, is_text: bool) -> None:
    role, classes = element.get("role", ""), frozenset((element.get("class") or "").split())
    if role == _BREAK:
        file.breaks.append((element.get("aria-label", ""), element.get("id", ""), file.count))
    if role == _NOTE_MARK and is_text:
        file.marks.append((element.get("id", ""), file.breaks[-1][0] if file.breaks else ""))
    if is_text and (element.tag == f"{_XHTML}img" or classes & WORDED_ANEW):
        file.add(STANDS_FOR, "")
    is_left_out = role in LEFT_OUT_ROLES or "hidden" in element.attrib or classes & (OF_ONE_EDITION | WORDED_ANEW)
    is_ours = is_text and not is_left_out
    for words, child in _content(element):
        if words and is_ours:
            file.add(bare(words), words)
        if child is not None:
            _go_through(child, file, is_text=is_ours)


def _content(element: Element) -> Iterator[tuple[str, Element | None]]:
    yield element.text or "", None
    for child in element:
        yield "", child
        yield child.tail or "", None
