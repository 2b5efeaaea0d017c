"""The objects of a file are read as qpdf reads them; a file that is written in another way is not read by halves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from small_books import PRINT, noted_book, press, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.cache import Cache, Recent
from kirovbook.check import written_objects
from kirovbook.check.page_marks import mark_pages
from kirovbook.check.page_memory import PageMemory
from kirovbook.check.page_words import read_words
from kirovbook.check.pdf_text import read_pages
from kirovbook.check.written_objects import UNREADABLE, Held, Ref, Streamed, WrittenPdf, read_objects
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import house_style
from kirovbook.model.edition import Edition
from kirovbook.pdf_objects import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String, open_pdf


@cache
def made(edition: Edition = PRINT) -> bytes:
    book, usual = noted_book(chapters=1, paragraphs=3, notes_each=1, note_words=9), press(Path(__file__).parent)
    laid, _ = lay_out(arrange(book, edition), replace(usual, styles=(house_style("book"), house_style("print"))),
                      PageNumbers({}))
    assert laid is not None
    return write_pdf(laid)


@cache
def written(mode: ObjectStreamMode = ObjectStreamMode.generate, *, linearize: bool = False) -> bytes:
    """Give a file in one of the ways that qpdf writes one, with strings and words of every kind in it."""
    saved = BytesIO()
    with open_pdf(BytesIO(made())) as pdf:
        pdf.Root.Odd = Dictionary(A=String("(5 0 R) \\ ) >> [ é"), B=Array([True, None, String(""), String("1 0 R")]),
                                  C=Array([1, 2]), D=Array([]), E=Dictionary())
        pdf.save(saved, object_stream_mode=mode, linearize=linearize)
    return saved.getvalue()


MODES = (ObjectStreamMode.generate, ObjectStreamMode.disable)


@pytest.mark.parametrize("mode", MODES)
def test_every_object_is_read_as_qpdf_reads_it(mode: ObjectStreamMode) -> None:
    ours = read_objects(written(mode))
    with open_pdf(BytesIO(written(mode))) as pdf:
        seen: set[int] = set()
        hold(ours, ours.root, pdf.Root, seen)
        assert len(seen) > len(pdf.pages) * 3
        for page, theirs in zip(ours.pages(slice(None)), pdf.pages, strict=True):
            hold(ours, page, theirs.obj, seen)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("group", [0, 2])
def test_some_pages_are_those_of_all(mode: ObjectStreamMode, group: int) -> None:
    saved = BytesIO()
    with open_pdf(BytesIO(written(mode))) as pdf:
        if group:
            _group(pdf, group)
        pdf.save(saved, object_stream_mode=mode)
    ours = read_objects(saved.getvalue())
    whole = list(ours.pages(slice(None)))
    assert ours.count() == len(whole) > group + 1
    for half in range(len(whole) + 1):
        assert [*ours.pages(slice(half)), *ours.pages(slice(half, None))] == whole


def _group(pdf: Pdf, count: int) -> None:
    """Put the first pages of a file under a node of their own."""
    top = pdf.Root.Pages
    kids = list(top.Kids)
    node = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(kids[:count]), Count=count, Parent=top, Rotate=90))
    for kid in kids[:count]:
        kid.Parent = node
    top.Kids = Array([node, *kids[count:]])


def hold(pdf: WrittenPdf, ours: Held, theirs: Any, seen: set[int]) -> None:
    """Hold an object and all that it leads to against what qpdf reads."""
    if isinstance(ours, Ref):
        assert (ours, 0) == theirs.objgen
        if ours in seen:
            return
        seen.add(ours)
    match pdf.get(ours):
        case Streamed() as stream:
            assert isinstance(theirs, Stream)
            assert stream.raw == theirs.read_raw_bytes()
            assert stream.decoded() in {None, theirs.read_bytes()}
            hold_names(pdf, stream.about, theirs, seen)
        case dict() as named:
            assert isinstance(theirs, Dictionary)
            hold_names(pdf, named, theirs, seen)
        case list() as held:
            assert isinstance(theirs, Array)
            for each, their in zip(held, theirs, strict=True):
                hold(pdf, each, their, seen)
        case bytes() as word:
            plain = theirs.unparse() if isinstance(theirs, Object) else None
            assert word == plain if plain is not None else word_of(theirs) == word


def hold_names(pdf: WrittenPdf, ours: dict[bytes, Held], theirs: Any, seen: set[int]) -> None:
    # Links, and the places that they lead to, say nothing of a page's text, and are left out.
    left_out = {"/Annots", "/Parent"} | ({"/Dests"} & set(theirs.keys()))
    assert {name.decode() for name in ours} - left_out == set(theirs.keys()) - left_out
    for name, held in ours.items():
        if name.decode() not in left_out:
            hold(pdf, held, theirs[name.decode()], seen)


def word_of(held: object) -> bytes:
    match held:
        case None:
            return b"null"
        case bool():
            return str(held).lower().encode()
    return str(held).encode()


def with_a_later_table(file: bytes) -> bytes:
    """Append another content of the first page, as a program that changes a file without writing it anew."""
    with open_pdf(BytesIO(file)) as pdf:
        number, _ = pdf.pages[0].obj.Contents.objgen
        size = int(pdf.trailer.Size)
    before = re.findall(rb"startxref\n([0-9]+)", file)[-1]
    appended = b"%d 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer << /Size %d /Root 2 0 R /Prev %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        number, len(file), size, before, len(file) + len(appended))
    return file + appended + table


def changed(old: bytes, new: bytes) -> Callable[[], bytes]:
    def change() -> bytes:
        plain = written(ObjectStreamMode.disable)
        assert old in plain
        return plain.replace(old, new)
    return change


def with_an_escape() -> bytes:
    """Give a name that can be written in more than one way to what pages call by name."""
    saved = BytesIO()
    with open_pdf(BytesIO(written())) as pdf:
        for page in pdf.pages:
            if "/ExtGState" in page.obj.Resources:
                page.obj.Resources.ExtGState["/a b"] = Dictionary(ca=1)
        pdf.save(saved)
    return saved.getvalue()


UNLIKE: dict[str, Callable[[], bytes]] = {
    "a later table": lambda: with_a_later_table(written(ObjectStreamMode.disable)),
    "a later table behind streams": lambda: with_a_later_table(written()),
    "a table before it": changed(b"trailer << ", b"trailer << /Prev 1 "),
    "an array that is closed as a dictionary": changed(b"/D [ ]", b"/D [>>"),
    "no heading": lambda: written().replace(b"%PDF-", b"%ODF-"),
    "made for the web": lambda: written(linearize=True),
    "encrypted": changed(b"trailer << ", b"trailer << /Encrypt 1 0 R "),
    "something behind its end": lambda: written() + b"\n%" + b"." * 80,
    "something before its beginning": lambda: b"\n" + written(),
    "an object that is not where the table has it": changed(b"\n5 0 obj\n", b"\n6 0 obj\n"),
    "an object of a later generation": changed(b" 0 R /TrimBox", b" 1 R /TrimBox"),
    "a comment": changed(b"/Type /Page >>", b"%/Type/Page >>"),
    "a length that is not true": changed(b"/Filter /FlateDecode /Length 1", b"/Filter /FlateDecode /Length 2"),
    "an escape": with_an_escape,
    "no PDF": lambda: b"no PDF",
}


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["", "pdf/ua-1", "pdf/a-1b", "pdf/a-3b", "pdf/x-4"])
def test_a_file_for_each_standard_is_marked(variant: str) -> None:
    file = made(with_edition(variant=variant))
    assert len(mark_pages(file, {}).marks) == len(read_pages(file))


@pytest.mark.parametrize("unlike", UNLIKE)
def test_a_file_that_is_written_otherwise_is_not_marked(unlike: str) -> None:
    assert mark_pages(written(), {}).marks
    assert mark_pages(written(ObjectStreamMode.disable), {}).marks
    assert mark_pages(UNLIKE[unlike](), {}).marks == ()


def test_a_file_that_is_written_otherwise_is_read_whole() -> None:
    memory = PageMemory(Cache(None, Recent()), "a book")
    memory.read(written())
    for file in (written(linearize=True), with_a_later_table(written()), written()):
        assert memory.read(file) == read_words(file)
    assert read_words(with_a_later_table(written())) != read_words(written())


def test_an_object_that_is_not_where_the_table_has_it_among_many_is_not_read() -> None:
    many = written_objects._ManyObjects([b"7", b"0", b"8", b"5"], b"true false")
    assert [many.written(7, 0), many.written(8, 1)] == [b"true ", b"false"]
    with pytest.raises(UNREADABLE):
        many.written(8, 0)


@pytest.mark.parametrize("at", range(0, 100, 3))
def test_a_file_that_is_cut_off_is_not_read(at: int) -> None:
    cut = written()[: len(written()) * at // 100]
    with pytest.raises(UNREADABLE):
        read_objects(cut)
    assert mark_pages(cut, {}).marks == ()
