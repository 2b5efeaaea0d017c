"""Read a PDF's words and its tags back, page by page, with pdfium, which shares no code with WeasyPrint."""

from __future__ import annotations

import ctypes
from codecs import BOM_UTF16_BE
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from io import BytesIO
from typing import Any

from kirovbook.check.tag_tree import Path, Tag, TagTree, Untagged
from kirovbook.pdfium import PdfDocument, raw

_LONGEST_SAID = 4096
_NO_NUMBER = -1
_MANY = 60
"""Pages, of which half are read sooner by another process than they and the others are here."""


def read_pages(written: bytes, another: Executor | None = None) -> tuple[str, ...]:
    """Give the text of each page in the order in which it was drawn; ``another`` process reads half of many."""
    with PdfDocument(written) as document:
        return _read_halves(document, written, range(len(document)), another)


def read_some(
    written: bytes, pages: Sequence[int], count: int, another: Executor | None = None
) -> tuple[str, ...] | None:
    """Give the texts of some pages of so many, by their indexes; None where pdfium finds more or fewer in the file."""
    with PdfDocument(written) as document:
        return _read_halves(document, written, pages, another) if len(document) == count else None


def _read_halves(
    document: PdfDocument, written: bytes, pages: Sequence[int], another: Executor | None
) -> tuple[str, ...]:
    if another is None or len(pages) < _MANY:
        return _read(document, pages)
    half = len(pages) // 2
    job = another.submit(_open_and_read, written, pages[:half])
    read = _read(document, pages[half:])
    try:
        return (*job.result(), *read)
    except BrokenExecutor:
        return (*_read(document, pages[:half]), *read)


def _open_and_read(written: bytes, pages: Sequence[int]) -> tuple[str, ...]:
    with PdfDocument(written) as document:
        return _read(document, pages)


def _read(document: PdfDocument, pages: Sequence[int]) -> tuple[str, ...]:
    return tuple(document[page].get_textpage().get_text_range() for page in pages)


def read_tags(written: bytes) -> TagTree:
    """Give the tree of the tags over all pages, and the words of each as a reader's own program gets them.

    pdfium gives the share that a page has in the tree, at the places that its elements have in the whole of it: a
    paragraph on two pages is found at one path in both.
    """
    tags: dict[Path, Tag] = {}
    words: dict[Path, str] = {}
    untagged: list[Untagged] = []
    with PdfDocument(BytesIO(written)) as document:
        for index, page in enumerate(document):
            places = dict(_places_of_runs(page, tags))
            said: dict[int, str] = {}
            for number, text in _runs(page):
                if number in places:
                    said[number] = said.get(number, "") + text
                elif number is not None:
                    untagged.append(Untagged(index, text))
            words |= {places[number]: text for number, text in said.items()}
    return TagTree(tags, words, tuple(untagged))


def _places_of_runs(page: Any, tags: dict[Path, Tag]) -> Iterator[tuple[int, Path]]:
    """Give each number of marked content that an element of this page holds, and note the elements down."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    for child in range(raw.FPDF_StructTree_CountChildren(tree)):
        yield from _places_within(raw.FPDF_StructTree_GetChildAtIndex(tree, child), (child,), tags)
    raw.FPDF_StructTree_Close(tree)


def _places_within(element: Any, path: Path, tags: dict[Path, Tag]) -> Iterator[tuple[int, Path]]:
    if not element:
        return
    if path not in tags:
        tags[path] = Tag(
            _string(raw.FPDF_StructElement_GetType, element), _string(raw.FPDF_StructElement_GetID, element),
            _string(raw.FPDF_StructElement_GetLang, element), _string(raw.FPDF_StructElement_GetAltText, element),
        )
    for child in range(raw.FPDF_StructElement_CountChildren(element)):
        number = raw.FPDF_StructElement_GetChildMarkedContentID(element, child)
        if number != _NO_NUMBER:
            yield number, (*path, child)
        else:
            yield from _places_within(raw.FPDF_StructElement_GetChildAtIndex(element, child), (*path, child), tags)


def _string(ask: Callable[[Any, Any, int], int], element: Any) -> str:
    """Ask for a string of an element: pdfium counts its bytes, the two noughts at its end among them."""
    length = ask(element, None, 0)
    if length <= 2:  # noqa: PLR2004 - the two noughts alone
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _runs(page: Any) -> Iterator[tuple[int | None, str]]:
    """Give the number and the words of all that is drawn; none where it is an artifact, -1 where it is nothing."""
    text_page = page.get_textpage()
    objects = (raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page)))
    yield from _runs_of(objects, text_page, set())


def _runs_of(objects: Iterator[Any], text_page: Any, said_whole: set[int]) -> Iterator[tuple[int | None, str]]:
    buffer = (ctypes.c_ushort * _LONGEST_SAID)()
    for each in objects:
        kind, number = raw.FPDFPageObj_GetType(each), raw.FPDFPageObj_GetMarkedContentID(each)
        if kind == raw.FPDF_PAGEOBJ_FORM and number == _NO_NUMBER and not _is_artifact(each):
            held = (raw.FPDFFormObj_GetObject(each, index) for index in range(raw.FPDFFormObj_CountObjects(each)))
            yield from _runs_of(held, text_page, said_whole)
            continue
        if number in said_whole:
            continue  # A run in several fonts is several objects, and its words were said with the first.
        said, is_whole = _said_of(each)
        if is_whole:
            said_whole.add(number)
        if said is None and kind == raw.FPDF_PAGEOBJ_TEXT:
            length = raw.FPDFTextObj_GetText(each, text_page, buffer, _LONGEST_SAID)
            # pdfium leaves spaces out that nothing follows on the line.
            said = bytes(buffer)[: max(min(length, 2 * _LONGEST_SAID) - 2, 0)].decode("utf-16-le", "replace") or " "
        if number == _NO_NUMBER and _is_artifact(each):
            yield None, ""
        else:
            yield number, said or ""


def _is_artifact(each: Any) -> bool:
    marks = (raw.FPDFPageObj_GetMark(each, index) for index in range(raw.FPDFPageObj_CountMarks(each)))
    return any(_name(mark) == "Artifact" for mark in marks)


def _name(mark: Any) -> str:
    buffer, length = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, buffer, 128, length)
    return bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def _said_of(each: Any) -> tuple[str | None, bool]:
    """Give what a mark says in the place of the letters drawn, if one does, and whether it is that of a whole run."""
    for index in range(raw.FPDFPageObj_CountMarks(each)):
        mark, length = raw.FPDFPageObj_GetMark(each, index), ctypes.c_ulong()
        if raw.FPDFPageObjMark_CountParams(mark) < 1 + (index == 0):
            continue  # The number alone.
        # As a string pdfium reads it in the wrong encoding; as bytes it is what stands in the file.
        if raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, length) and length.value:
            buffer = (ctypes.c_ubyte * length.value)()
            raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", buffer, length.value, length)
            said = bytes(buffer)
            is_wide = said.startswith(BOM_UTF16_BE)
            return said[2:].decode("utf-16-be", "replace") if is_wide else said.decode("latin-1"), index == 0
    return None, False
