"""An edition set in gatherings is the book that it would be in one piece, whoever set it, and when."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from profiles import cmyk_profile
from same_book import differences
from small_books import PRINT, noted_book, sentence

from kirovbook import pipeline
from kirovbook.arrange.gatherings import gatherings_of, matter_of
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.export import pdf
from kirovbook.export.binding import Binder
from kirovbook.export.composing_room import ComposingRoom
from kirovbook.export.finish import PLAIN_FINISH, Finish
from kirovbook.export.inks import read_inks
from kirovbook.export.pdf import lay_out, may_be_divided, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.export.setting import Typesetter
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import Book
from kirovbook.model.edition import Edition
from kirovbook.model.inlines import Text

BOOKS = Path(__file__).parents[1] / "books"
SCREEN = replace(PRINT, name="screen", variant="pdf/ua-1")
X4 = replace(PRINT, name="x4", variant="pdf/x-4", bleed=9, marks=True, slug_line=True)


def book_of(paragraphs: int, chapters: int = 2) -> Book:
    return noted_book(chapters=chapters, paragraphs=paragraphs, notes_each=2, note_words=30)


def press_of(folder: Path, css: str = "") -> Press:
    own = (StyleSheet(css, folder, "styles/own.css"),) if css else ()
    return Press(folder, (house_style("book"), house_style("themes/garamond"), *own), PRINT.place)


def written(
    book: Book, folder: Path, edition: Edition = PRINT, css: str = "", finish: Finish = PLAIN_FINISH,
    room: ComposingRoom | None = None,
) -> bytes:
    room = room or ComposingRoom()
    laid, found = lay_out(arrange(book, edition), press_of(folder, css), PageNumbers({}), room, finish)
    assert laid is not None
    assert found == ()
    return write_pdf(laid, room)


@pytest.fixture
def in_one_piece(monkeypatch: pytest.MonkeyPatch):
    """Lay out in one piece from here on."""
    return lambda: monkeypatch.setattr(pdf, "may_be_divided", lambda _: False)


def test_the_gatherings_are_the_leaves_in_their_order() -> None:
    arranged = arrange(book_of(1), PRINT)
    preliminaries, first, second, sources, index = gatherings_of(arranged)
    assert (*preliminaries, *first, *second, *sources, *index) == arranged.leaves
    assert preliminaries[-1].kind == "list-of-sources"
    assert [first[0].unit, second[0].unit] == ["ch-1", "ch-2"]
    assert [leaf.kind for leaf in sources] == ["sources-opening", "source", "source"]
    assert index[0].kind == "source-index"
    assert [matter_of(each) for each in (preliminaries, first, index)] == [("front",), ("body",), ("body",)]


def test_a_handout_is_one_gathering() -> None:
    arranged = arrange(book_of(1), replace(PRINT, sources=("*",)))
    assert gatherings_of(arranged) == (arranged.leaves,)


@pytest.mark.parametrize("paragraphs", [3, 9, 12])
@pytest.mark.parametrize("edition", [PRINT, SCREEN, X4], ids=["print", "screen", "x-4"])
def test_it_is_the_book_in_one_piece(tmp_path: Path, in_one_piece, paragraphs: int, edition: Edition) -> None:
    inks = read_inks(cmyk_profile(), edition).value if edition is X4 else None
    finish = Finish("A slug line", inks)
    (tmp_path / "divided.pdf").write_bytes(written(book_of(paragraphs), tmp_path, edition, finish=finish))
    in_one_piece()
    (tmp_path / "whole.pdf").write_bytes(written(book_of(paragraphs), tmp_path, edition, finish=finish))
    assert differences(tmp_path / "divided.pdf", tmp_path / "whole.pdf") == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["everything", "parts"])
def test_whole_books_are_those_of_one_piece(tmp_path: Path, in_one_piece, name: str) -> None:
    order = pipeline.Order(only=("print", "screen"), out=tmp_path / "divided")
    divided = pipeline.build(BOOKS / name, order).artifacts
    in_one_piece()
    whole = pipeline.build(BOOKS / name, replace(order, out=tmp_path / "whole")).artifacts
    pdfs = [path.name for path in divided if path.suffix == ".pdf"]
    assert len(pdfs) == 2
    assert [path.name for path in whole] == [path.name for path in divided]
    assert {file: differences(tmp_path / "divided" / file, tmp_path / "whole" / file) for file in pdfs} == {
        file: [] for file in pdfs}


@pytest.mark.parametrize("edition", [PRINT, SCREEN, X4], ids=["print", "screen", "x-4"])
def test_what_is_bound_already_is_bound_on_or_left_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edition: Edition
) -> None:
    rooms = ComposingRoom(), ComposingRoom()
    whole, _ = (written(book_of(paragraphs), tmp_path, edition, room=room)
                for paragraphs, room in zip((3, 4), rooms, strict=True))
    ours, others = ([each for each in room.known.values() if each.pages[0].anchors] for room in rooms)
    put_in: list[object] = []
    put = Binder.put_in
    monkeypatch.setattr(Binder, "put_in", lambda self, each, *first: put_in.append(each) or put(self, each, *first))
    for begun, is_in_vain in (ours[:2], False), (others[:1], True), ([ours[1]], True):
        rooms[0].binder = Binder.begin(begun[0])
        for gathering in begun[1:]:
            rooms[0].binder.put_in(gathering)
        put_in.clear()
        assert written(book_of(3), tmp_path, edition, room=rooms[0]) == whole
        assert (ours[1] in put_in) is is_in_vain


def test_what_is_another_book_is_told(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(written(book_of(3), tmp_path, SCREEN))
    (tmp_path / "other.pdf").write_bytes(written(book_of(4), tmp_path, SCREEN))
    found = differences(tmp_path / "one.pdf", tmp_path / "other.pdf")
    assert {"links", "places", "tags"} <= set(found)
    with pikepdf.open(tmp_path / "one.pdf") as changed:
        changed.pages[0].obj.TrimBox[0] = 5
        changed.save(tmp_path / "moved.pdf")
    assert "boxes" in differences(tmp_path / "one.pdf", tmp_path / "moved.pdf")


@pytest.fixture
def set_units(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the first unit of each gathering that is set; page numbers have none."""
    seen: list[str] = []
    lay = Typesetter.lay_out

    def counting(self, copy, *rest):
        seen.extend(unit for unit, _ in copy.units[:1])
        return lay(self, copy, *rest)

    monkeypatch.setattr(Typesetter, "lay_out", counting)
    return seen


def test_each_gathering_is_set_once(tmp_path: Path, set_units: list[str]) -> None:
    written(book_of(12), tmp_path)
    assert sorted(set_units) == ["ch-1", "ch-2", "half-title", "source-index", "sources"]


def test_a_chapter_on_other_pages_is_not_set_again(tmp_path: Path, set_units: list[str]) -> None:
    room, book = ComposingRoom(), book_of(12)
    before = written(book, tmp_path, room=room)
    first, second = book.chapters
    place = first.blocks[0].place
    more = tuple(Paragraph((Text(f"One more paragraph. {sentence(random.Random(number), 90)}"),), place)
                 for number in range(9))
    longer = replace(book, chapters=(replace(first, blocks=(*first.blocks, *more)), second))
    set_units.clear()
    after = written(longer, tmp_path, room=room)
    assert sorted(set_units) == ["ch-1", "half-title", "source-index"]
    assert pages(after) > pages(before)
    assert written(longer, tmp_path) == after, "as if nothing had been known"


def pages(made: bytes) -> int:
    with pikepdf.open(BytesIO(made)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize(("css", "is_divided"), [
    ("p { color: black } td:nth-child(2) { white-space: nowrap }", True),
    (".chapter h1::first-letter { font-size: 2em }", True),
    ("@page :left { margin-left: 80pt }", True),
    ("@page :left { @bottom-left { content: counter(page) } @top-left { content: 'x' } }", True),
    (".chapter { break-before: page }", False),
    (".chapter + .chapter { margin: 0 }", False),
    ("section:first-of-type { margin: 0 }", False),
    ("h2 { counter-increment: part }", False),
    ("@page body:nth(2 of body) { margin: 0 }", False),
    ("a::after { content: target-counter(attr(href), page) }", False),
    ("@page :left { @bottom-left { content: counter(pages) } }", False),
])  # fmt: skip
def test_a_style_of_the_authors_that_reaches_over_gatherings_keeps_them_in_one_piece(
    tmp_path: Path, css: str, is_divided: bool
) -> None:
    assert may_be_divided(press_of(tmp_path, css)) is is_divided


@pytest.mark.parametrize("css", [
    "@page :left { @bottom-left { content: 'p. ' counter(page) ' of this book' } }",
    "@page :left { @bottom-left { content: string(book) ' ' counter(page) } }",
    "@page :left { @bottom-center { content: 'A Book of Proofs and of much else besides' } }",
])
def test_an_authors_own_page_numbers_are_those_of_one_piece(tmp_path: Path, in_one_piece, css: str) -> None:
    """Those that are set with other words depend on them, so that such a book is set in one piece after all."""
    (tmp_path / "divided.pdf").write_bytes(written(book_of(9), tmp_path, css=css))
    in_one_piece()
    (tmp_path / "whole.pdf").write_bytes(written(book_of(9), tmp_path, css=css))
    assert differences(tmp_path / "divided.pdf", tmp_path / "whole.pdf") == []


def test_chapters_on_any_page_are_still_there(tmp_path: Path) -> None:
    css = ".chapter { break-before: page }"
    assert len(written(book_of(6), tmp_path, css=css)) > 1000
