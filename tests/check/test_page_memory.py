"""Pages that were read before are not read again, and a page that says anything else is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from small_books import PRINT, noted_book, press

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.cache import NO_CACHE, Cache, Recent
from kirovbook.check import page_marks, page_memory
from kirovbook.check.font_letters import read_meanings, read_programme
from kirovbook.check.page_marks import MarkedPages, mark_pages
from kirovbook.check.page_memory import PageMemory
from kirovbook.check.page_words import read_words
from kirovbook.check.pdf_text import read_pages, read_some
from kirovbook.check.shown_codes import read_shown
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import house_style
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import Book
from kirovbook.model.inlines import Text
from kirovbook.pdf_objects import Dictionary, Name, Pdf, open_pdf

BOOK = noted_book(chapters=2, paragraphs=8, notes_each=2, note_words=20)


def printed(book: Book) -> bytes:
    usual = press(Path(__file__).parent)
    laid, _ = lay_out(arrange(book, PRINT), replace(usual, styles=(house_style("book"), house_style("print"))),
                      PageNumbers({}))
    assert laid is not None
    return write_pdf(laid)


@cache
def original() -> bytes:
    return printed(BOOK)


@cache
def texts() -> tuple[str, ...]:
    return read_pages(original())


@cache
def prose() -> int:
    """Give a page in the midst of a chapter."""
    return next(page for page, text in enumerate(texts()) if "Note 1 of 3" in text)


class Counted:
    """A memory that counts the pages that are read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.memory = PageMemory(Cache(None, Recent()), "a book")
        self.pages: list[int] = []
        monkeypatch.setattr(page_memory, "read_some", self.read_some)

    def read_some(
        self, written: bytes, pages: Sequence[int], count: int, another: Executor | None
    ) -> tuple[str, ...] | None:
        self.pages += pages
        return read_some(written, pages, count, another)

    def read(self, written: bytes) -> list[int]:
        """Read a file, hold its texts against those that pdfium gives, and tell which pages were read."""
        self.pages.clear()
        assert self.memory.read(written) == read_words(written)
        return self.pages


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def test_a_file_is_read_once(counted: Counted) -> None:
    assert counted.read(original())
    assert counted.read(original()) == []


def test_without_a_cache_every_page_is_read() -> None:
    assert PageMemory(NO_CACHE, "a book").read(original()) == read_words(original())


def with_words(words: str) -> Book:
    """Give the book with other words for the second paragraph of its first chapter."""
    chapter, *others = BOOK.chapters
    first, second, *rest = chapter.blocks
    assert isinstance(second, Paragraph)
    opening, *inlines = second.content
    assert isinstance(opening, Text)
    edited = replace(second, content=(Text(f"{words} {opening.words}"), *inlines))
    return replace(BOOK, chapters=(replace(chapter, blocks=(first, edited, *rest)), *others))


def test_only_pages_that_were_edited_are_read_though_their_letters_are_new_to_the_fonts(counted: Counted) -> None:
    counted.read(printed(with_words("The letters")))
    read = counted.read(printed(with_words("Ĵж ßœ Ǿ")))
    assert 0 < len(read) <= 2
    assert "ж" in texts()[read[0]] + read_pages(printed(with_words("Ĵж ßœ Ǿ")))[read[0]]


@cache
def edited(words: str) -> bytes:
    return printed(with_words(words))


@pytest.mark.parametrize("few", [0, 1, 3, 64])
def test_what_was_read_is_known_however_it_was_kept(
    few: int, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_memory, "_FEW", few)
    for words in ("One.", "Another.", "A third one.", "One."):
        counted.read(edited(words))
        assert counted.read(edited(words)) == []
        assert len(counted.memory.recall().since.texts) <= few


def test_what_was_recalled_before_the_file_was_finished_is_as_good() -> None:
    memory = PageMemory(Cache(None, Recent()), "a book")
    nothing = memory.recall()
    memory.read(original())
    for recalled in (nothing, memory.recall()):
        assert memory.read_but_for(recalled, edited("Other")) == read_words(edited("Other"))


class _Other(Executor):
    """Does what it is given at once, and counts it; or dies of it."""

    def __init__(self, *, dies: bool = False) -> None:
        self.done = 0
        self.dies = dies

    def submit(self, fn: Callable[..., Any], /, *told: Any, **named: Any) -> Future[Any]:
        self.done += 1
        job: Future[Any] = Future()
        if self.dies:
            job.set_exception(BrokenExecutor())
        else:
            job.set_result(fn(*told, **named))
        return job


@pytest.mark.parametrize("dies", [False, True])
def test_another_process_marks_half_of_many_pages(monkeypatch: pytest.MonkeyPatch, *, dies: bool) -> None:
    alone, other = mark_pages(original(), {}), _Other(dies=dies)
    assert mark_pages(original(), {}, other) == alone
    assert other.done == 0
    monkeypatch.setattr(page_marks, "_MANY", len(alone.marks))
    assert mark_pages(original(), {}, other) == alone
    assert mark_pages(original(), alone.shown, other) == alone
    assert other.done == 2


def test_a_half_that_is_unlike_ours_leaves_all_unmarked(monkeypatch: pytest.MonkeyPatch) -> None:
    mark = page_marks._mark_some
    monkeypatch.setattr(page_marks, "_MANY", 2)
    for start in (None, len(texts()) // 2):
        monkeypatch.setattr(page_marks, "_mark_some", lambda written, known, some, start=start: (
            MarkedPages((), {}) if some.start == start else mark(written, known, some)))
        assert mark_pages(original(), {}, _Other()) == MarkedPages((), {})


def changed(change: Callable[[Pdf], None] = lambda _: None) -> bytes:
    """Give the file with each page's content in one stream, and something in it changed."""
    with open_pdf(BytesIO(original())) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
        change(pdf)
        saved = BytesIO()
        pdf.save(saved)
        return saved.getvalue()


def font_of(pdf: Pdf, name: str = "") -> Dictionary:
    fonts = pdf.pages[prose()].obj.Resources.Font
    return fonts[name or f"/{min(read_shown(pdf.pages[prose()].obj.Contents.read_bytes()).codes)}"]


def code_shown(pdf: Pdf) -> int:
    """Give a code that the page shows in its first font, and that has an outline."""
    shown = read_shown(pdf.pages[prose()].obj.Contents.read_bytes()).codes
    return int.from_bytes(shown[min(shown)][-2:])


def of_the_words(pdf: Pdf) -> None:
    contents = pdf.pages[prose()].obj.Contents
    contents.write(contents.read_bytes() + b"\n")


def of_the_box(pdf: Pdf) -> None:
    pdf.pages[prose()].obj.MediaBox = [0, 0, 400, 400]


def of_the_turn(pdf: Pdf) -> None:
    pdf.pages[prose()].obj.Rotate = 90


def of_the_turn_of_all_pages(pdf: Pdf) -> None:
    pdf.Root.Pages.Rotate = 90


def of_the_direction(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences = Dictionary(Direction=Name.R2L)


def of_a_meaning(pdf: Pdf) -> None:
    meanings, code = font_of(pdf).ToUnicode, code_shown(pdf)
    entry = f"<{code:04x}> <".encode()
    assert entry in meanings.read_bytes()
    meanings.write(meanings.read_bytes().replace(entry, entry + b"0041"))


def of_a_width(pdf: Pdf) -> None:
    inner = font_of(pdf).DescendantFonts[0]
    inner.W = [code_shown(pdf), [77]]


def of_an_outline(pdf: Pdf) -> None:
    file = font_of(pdf).DescendantFonts[0].FontDescriptor.FontFile2
    written = bytearray(file.read_bytes())
    programme = read_programme(bytes(written))
    assert programme is not None
    at = written.index(programme.glyf) + programme.offsets[code_shown(pdf)] + 5
    written[at] ^= 1
    file.write(bytes(written))


def of_the_height_of_the_font(pdf: Pdf) -> None:
    font_of(pdf).DescendantFonts[0].FontDescriptor.Ascent = 2000


def of_the_encoding(pdf: Pdf) -> None:
    font_of(pdf).Encoding = Name("/Identity-V")


def of_a_form(pdf: Pdf) -> None:
    resources = pdf.pages[prose()].obj.Resources
    (name,) = (name for name in read_shown(pdf.pages[prose()].obj.Contents.read_bytes()).called if name[0] == "x")
    form = resources.XObject[f"/{name}"]
    form.write(form.read_bytes() + b"\n")


def of_a_state(pdf: Pdf) -> None:
    states = pdf.pages[prose()].obj.Resources.ExtGState
    for name in list(states.keys()):
        states[name].Font = [font_of(pdf), 12]


CHANGES = (
    of_the_words, of_the_box, of_the_turn, of_the_turn_of_all_pages, of_the_direction, of_a_meaning, of_a_width,
    of_an_outline, of_the_height_of_the_font, of_the_encoding, of_a_form, of_a_state,
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_is_another_where_anything_is_that_its_text_depends_on(change: Callable[[Pdf], None]) -> None:
    before, after = (mark_pages(written, {}).marks for written in (changed(), changed(change)))
    assert before[prose()] != after[prose()]


def of_a_link(pdf: Pdf) -> None:
    pdf.pages[prose()].obj.Annots[0].Rect = [0, 0, 1, 1]


def of_a_letter_not_shown(pdf: Pdf) -> None:
    meanings = font_of(pdf).ToUnicode
    meanings.write(meanings.read_bytes().replace(b"endbfchar", b"<fff0> <0041>\nendbfchar", 1))
    inner = font_of(pdf).DescendantFonts[0]
    inner.W = [*inner.W, 0xFFF0, [500]]


def of_the_name_of_the_cut(pdf: Pdf) -> None:
    inner = font_of(pdf).DescendantFonts[0]
    inner.BaseFont = Name(f"/ABCDEF{str(inner.BaseFont)[7:]}")


@pytest.mark.parametrize("change", [of_a_link, of_a_letter_not_shown, of_the_name_of_the_cut])
def test_a_page_is_the_same_where_its_text_is(change: Callable[[Pdf], None]) -> None:
    before, after = (mark_pages(written, {}).marks for written in (changed(), changed(change)))
    assert before == after


def test_what_a_stream_shows() -> None:
    shown = read_shown(b"q\n/a1.0 gs\nBT\n/A 12 Tf\n[<01fa>0<01b801ae>-5.5<>3] TJ\n/B 9.5 Tf\n<0001> Tj\n"
                       b"ET\nQ\n/x1 Do\n/Span\n/P1\nBDC\nEMC")
    assert shown.codes == {"A": bytes.fromhex("01ae01b801fa"), "B": bytes.fromhex("0001")}
    assert shown.called == ("P1", "a1.0", "x1")
    assert shown.is_plain


@pytest.mark.parametrize("content", [
    b"/A 12 Tf\n(words) Tj", b"/B 9 Tf\n/A 12\nTf\n<0001> Tj", b"<0001> Tj", b"/A 12 Tf\n<01> Tj",
    b"/A 12 Tf <00 01> Tj",
    b"q /A 12 Tf\nQ\n<0001> Tj", b"/A#20B 12 Tf <0001> Tj", b"BI /W 1 ID x EI", b"% /A 12 Tf\n<0001> Tj",
    b"/A 1 Tf <0g01> Tj",
])
def test_what_is_written_otherwise_may_show_anything(content: bytes) -> None:
    assert not read_shown(content).is_plain


def test_a_glyph_that_is_put_together_depends_on_its_parts() -> None:
    with open_pdf(BytesIO(changed())) as pdf:
        programme = read_programme(font_of(pdf).DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())
    assert programme is not None
    # Two parts, the first scaled and moved by words: 1 with more to come, then 2.
    parts = b"\xff\xff" + bytes(8) + b"\x00\x29\x00\x01" + bytes(6) + b"\x00\x00\x00\x02" + bytes(2)
    made = replace(programme, glyf=parts + b"one!" + b"two!", offsets=(0, len(parts), len(parts) + 4, len(parts) + 8))
    assert b"one!" in made.letter(0)
    assert b"two!" in made.letter(0)
    assert b"two!" not in made.letter(1)


def test_a_map_with_ranges_or_a_code_twice_is_not_looked_into() -> None:
    head = b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n1 beginbfchar\n<0001> <0041>\n"
    assert read_meanings(head + b"endbfchar") is not None
    assert read_meanings(head + b"<0001> <0042>\nendbfchar") is None
    assert read_meanings(head + b"endbfchar 1 beginbfrange <0002> <0003> <0043> endbfrange") is None


def test_a_font_file_that_is_none_is_not_looked_into() -> None:
    assert read_programme(b"OTTO") is None
    assert read_programme(b"\0\1\0\0\0\1" + bytes(26)) is None


@pytest.mark.slow
def test_another_process_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kirovbook.check.pdf_text._MANY", 2)
    with ProcessPoolExecutor(1, get_context("spawn")) as another:
        assert read_pages(original(), another) == texts()


def test_where_a_process_dies_its_pages_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kirovbook.check.pdf_text._MANY", 2)
    assert read_pages(original(), Deadly()) == texts()


class Deadly(Executor):
    """Is dead before its job is done."""

    def submit(self, *_told: object, **_more: object) -> Future[Any]:
        job: Future[Any] = Future()
        job.set_exception(BrokenExecutor())
        return job
