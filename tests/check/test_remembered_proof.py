"""A finished file that is spoiled is found out though the book, its pages and their words are remembered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pytest
from small_books import PRINT, noted_book, press, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.cache import Cache, Recent
from kirovbook.check.font_letters import read_meanings
from kirovbook.check.page_memory import PageMemory
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.check.sought import Sought, sought_of
from kirovbook.diagnostics import Diagnostic
from kirovbook.export.pdf import LaidOut, lay_out, write_pdf
from kirovbook.export.press import house_style
from kirovbook.memory import FORGETFUL, Memory
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import ArrangedBook, Book, LeafKind
from kirovbook.model.inlines import Indexed, Text
from kirovbook.model.names import IndexKey
from kirovbook.model.source import Note
from kirovbook.pdf_objects import Array, Pdf, Stream, open_pdf

BOOK = noted_book(chapters=2, paragraphs=8, notes_each=2, note_words=20)
FIRST, NEXT, INDEX = 6, 11, 18
"""Pages: the first of a chapter, one in the midst of the next chapter, and the index."""
_SHOWN = re.compile(rb"(?P<at>(?:\S+ ){5}(?P<height>\S+) Tm\n)(?P<choice>/(?P<font>\S+) \S+ Tf\n)?"
                    rb"(?P<codes>\[[^\]]*\] TJ\n)")
_HEX, _CODE = re.compile(rb"<([0-9a-f]*)>"), re.compile(rb"[0-9a-f]{4}")


@cache
def laid() -> LaidOut:
    usual = press(Path(__file__).parent)
    made, _ = lay_out(arrange(BOOK, PRINT), replace(usual, styles=(house_style("book"), house_style("print"))),
                      PageNumbers({}))
    assert made is not None
    return made


@cache
def original() -> bytes:
    """Give the finished file; each of its lines says for itself in which font it is, so that it can be moved."""
    with open_pdf(BytesIO(write_pdf(laid()))) as pdf:
        for page in pdf.pages:
            contents = page.obj.Contents
            for stream in contents if isinstance(contents, Array) else [contents]:
                stream.write(said_for_each(stream.read_bytes()))
        saved = BytesIO()
        pdf.save(saved)
        return saved.getvalue()


def said_for_each(written: bytes) -> bytes:
    choice = b""

    def say(found: re.Match[bytes]) -> bytes:
        nonlocal choice
        choice = found["choice"] or choice
        return found["at"] + choice + found["codes"]

    return _SHOWN.sub(say, written)


@dataclass
class Proof:
    """A proof that remembers."""

    memory: Memory = field(default_factory=lambda: Memory(Cache(None, Recent())))

    def of(self, written: bytes, arranged: ArrangedBook | None = None) -> tuple[Diagnostic, ...]:
        """Prove a file; what is found is what a proof that remembers nothing finds."""
        assert self.memory.cache is not None
        book = arranged or laid().arranged
        pages = PageMemory(self.memory.cache, "a book")
        found = prove_pdf(written, book, laid().labels, laid().anchors, pages.read, self.memory)
        assert found == prove_pdf(written, book, laid().labels, laid().anchors)
        return found


@pytest.fixture
def warm() -> Proof:
    """Give a proof that has seen the book and its file before, and found nothing."""
    proof = Proof()
    assert proof.of(original()) == ()
    return proof


@dataclass(frozen=True)
class Line:
    """What draws one line of a page: its stretches of the content stream, and their letters."""

    drawn: bytes
    words: str


def lines_of(pdf: Pdf, page: int) -> list[Line]:
    by_height = groupby(_SHOWN.finditer(content(pdf, page).read_bytes()), lambda found: found["height"])
    several = (list(found) for _, found in by_height)
    return [Line(b"".join(each[0] for each in line), "".join(said(pdf, page, each) for each in line))
            for line in several]


def said(pdf: Pdf, page: int, found: re.Match[bytes]) -> str:
    """Give the letters that a stretch shows."""
    meanings = read_meanings(pdf.pages[page].obj.Resources.Font[f"/{found['font'].decode()}"].ToUnicode.read_bytes())
    assert meanings is not None
    codes = (int(code, 16) for code in _CODE.findall(b"".join(_HEX.findall(found["codes"]))))
    return "".join(bytes.fromhex(meanings[1][code].decode()).decode("utf-16-be") for code in codes)


def content(pdf: Pdf, page: int) -> Stream:
    """Give the stream of a page's own words; its number has another."""
    return pdf.pages[page].obj.Contents[0]


def rewrite(pdf: Pdf, page: int, old: bytes, new: bytes) -> None:
    written = content(pdf, page).read_bytes()
    assert written.count(old) == 1
    content(pdf, page).write(written.replace(old, new))


def note_2(pdf: Pdf) -> bytes:
    """Give what draws note 2 of the first page."""
    lines = lines_of(pdf, FIRST)
    begins = next(at for at, line in enumerate(lines) if line.words.startswith("2."))
    ends = next(at for at, line in enumerate(lines) if line.words.startswith("3."))
    return b"".join(line.drawn for line in lines[begins:ends])


def lose_words(pdf: Pdf) -> None:
    rewrite(pdf, FIRST, lines_of(pdf, FIRST)[2].drawn, b"")


def swap_lines(pdf: Pdf) -> None:
    one, other = (line.drawn for line in lines_of(pdf, FIRST)[2:4])
    rewrite(pdf, FIRST, one + other, other + one)


def lose_a_note(pdf: Pdf) -> None:
    rewrite(pdf, FIRST, note_2(pdf), b"")


def double_a_note(pdf: Pdf) -> None:
    rewrite(pdf, FIRST, note_2(pdf), note_2(pdf) + moved_down(note_2(pdf)))


def double_a_note_in_another_chapter(pdf: Pdf) -> None:
    above = lines_of(pdf, NEXT)[0].drawn
    rewrite(pdf, NEXT, above, moved_down(note_2(pdf)) + above)


def move_a_note(pdf: Pdf) -> None:
    double_a_note_in_another_chapter(pdf)
    lose_a_note(pdf)


def moved_down(drawn: bytes) -> bytes:
    return _SHOWN.sub(lambda found: found[0].replace(found["height"] + b" Tm", b"8%b Tm" % found["height"]), drawn)


def swap_folios(pdf: Pdf) -> None:
    one, other = (pdf.pages[page].obj.Contents for page in (FIRST, FIRST + 1))
    one[1], other[1] = other[1], one[1]


def print_another_number_in_the_index(pdf: Pdf) -> None:
    """Print 3n51 for 3n15."""
    fifteen = next(each for each in _SHOWN.finditer(content(pdf, INDEX).read_bytes()) if said(pdf, INDEX, each) == "15")
    one, five = _HEX.findall(fifteen["codes"])
    rewrite(pdf, INDEX, fifteen[0], fifteen[0].replace(one, b"five").replace(five, one).replace(b"five", five))


def swap_pages(pdf: Pdf) -> None:
    pages = [pdf.pages[number].obj for number in (FIRST + 1, FIRST + 2)]
    pages[0].Contents, pages[1].Contents = pages[1].Contents, pages[0].Contents


def lose_a_page(pdf: Pdf) -> None:
    pdf.pages[FIRST + 1].obj.Contents = pdf.make_stream(b"")


def repeat_a_page(pdf: Pdf) -> None:
    pdf.pages[FIRST + 1].obj.Contents = pdf.pages[FIRST].obj.Contents


SPOILED: dict[Callable[[Pdf], None], set[str]] = {
    lose_words: {"P110", "P111"}, swap_lines: {"P110", "P111"}, lose_a_note: {"P112"}, double_a_note: {"P114"},
    double_a_note_in_another_chapter: {"P114"}, move_a_note: {"P112"}, swap_folios: {"P115"},
    print_another_number_in_the_index: {"P110"}, swap_pages: {"P110", "P111"}, lose_a_page: {"P110", "P111"},
    repeat_a_page: {"P110", "P111"},
}


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_file_that_is_spoiled_is_found_out(spoil: Callable[[Pdf], None], warm: Proof) -> None:
    with open_pdf(BytesIO(original())) as pdf:
        spoil(pdf)
        saved = BytesIO()
        pdf.save(saved)
    assert {each.code for each in warm.of(saved.getvalue())} >= SPOILED[spoil]
    assert warm.of(original()) == ()


def with_first_chapter(book: Book, **changes: object) -> Book:
    chapter, *others = book.chapters
    return replace(book, chapters=(replace(chapter, **changes), *others))  # type: ignore[arg-type]


def in_the_book(book: Book) -> ArrangedBook:
    return replace(arrange(book, PRINT), edition=laid().arranged.edition)


def test_a_paragraph_that_is_new_in_the_book_is_missed_in_the_file_of_before(warm: Proof) -> None:
    place = BOOK.chapters[0].blocks[0].place
    blocks = (*BOOK.chapters[0].blocks, Paragraph((Text("This is new."),), place))
    found = warm.of(original(), in_the_book(with_first_chapter(BOOK, blocks=blocks)))
    assert [(each.code, each.place) for each in found] == [("P110", place)]


def test_a_note_that_is_another_in_the_book_is_missed_in_the_file_of_before(warm: Proof) -> None:
    note, *others = BOOK.chapters[0].notes
    body = (Paragraph((Text("It is another note, of some length, than it was."),), note.place),)
    found = warm.of(original(), in_the_book(with_first_chapter(BOOK, notes=(edited(note, body), *others))))
    assert [(each.code, each.place) for each in found] == [("P112", note.place)]


def edited(note: Note, body: tuple[Paragraph, ...]) -> Note:
    return replace(note, content=body, spelled_out=body)


def with_leaves(arranged: ArrangedBook, **changes: object) -> ArrangedBook:
    """Give a book whose chapters are leaves with other settings."""
    leaves = (replace(leaf, **changes) if leaf.kind is LeafKind.CHAPTER else leaf  # type: ignore[arg-type]
              for leaf in arranged.leaves)
    return replace(arranged, leaves=tuple(leaves))


def in_german(arranged: ArrangedBook) -> ArrangedBook:
    return replace(arranged, book=replace(arranged.book, identity=replace(arranged.book.identity, lang="de")))


def parts() -> ArrangedBook:
    return arrange(with_first_chapter(BOOK, role="part"), PRINT)


def naming() -> ArrangedBook:
    place = BOOK.chapters[0].blocks[0].place
    mention = Indexed((Text("Kirov"),), (IndexKey("kirov"),), 1)
    return arrange(with_first_chapter(BOOK, blocks=(Paragraph((mention,), place),)), PRINT)


def handout(*, questions: bool) -> ArrangedBook:
    return arrange(BOOK, with_edition(sources=("s1",), questions=questions))


VARIANTS: dict[str, tuple[ArrangedBook, ArrangedBook]] = {
    "words": (naming(), arrange(BOOK, PRINT)),
    "unit": (naming(), with_leaves(naming(), unit="ch-9")),
    "kind": (naming(), with_leaves(naming(), kind=LeafKind.IMPRINT)),
    "language": (parts(), in_german(parts())),
    "questions": (handout(questions=False), handout(questions=True)),
    "handout": (handout(questions=False), arrange(BOOK, PRINT)),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_sought_of_a_leaf_is_remembered_by_all_that_it_depends_on(variant: str) -> None:
    memory = Memory(Cache(None, Recent()))
    sought: list[list[Sought]] = []
    for arranged in VARIANTS[variant]:
        sought.append([sought_of(leaf, arranged, nowhere, memory) for leaf in arranged.leaves])
        assert sought[-1] == [sought_of(leaf, arranged, nowhere, FORGETFUL) for leaf in arranged.leaves]
    assert sought[0] != sought[1]


def nowhere(_: object) -> str:
    return ""
