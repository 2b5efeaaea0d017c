"""A chapter that is set again from the page where it changed is the chapter that is set from its beginning."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from noted_books import prose, scholarly_book
from small_books import PRINT, source

from kirovbook.arrange.gatherings import gatherings_of
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers, settle_pages
from kirovbook.diagnostics import Place
from kirovbook.export import setting_again
from kirovbook.export.finish import PLAIN_FINISH
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.export.set_gathering import SetGathering
from kirovbook.export.setting import Typesetter
from kirovbook.export.specification import Copy, Specification
from kirovbook.model.blocks import Alignment, Block, Cell, Heading, Paragraph, Quotation, Table
from kirovbook.model.book import Book
from kirovbook.model.inlines import Attributes, Emphasis, NoteMark, Text
from kirovbook.render.pages import render_pages

HERE = Place("chapters/01.md", 5, 1)
NOTES = 60


def copy_of(book: Book, number: int = 1) -> Copy:
    """Give the copy of a gathering of a book, by its place among them."""
    arranged = settle_pages(arrange(book, PRINT), PageNumbers({}))
    gatherings = gatherings_of(arranged)
    rendering = render_pages(arranged, {}, 0, gatherings)[number]
    units = tuple((leaf.unit, arranged.place_of(leaf)) for leaf in gatherings[number])
    return Copy(rendering.markup, rendering.styles, units, is_followed=True)


def typesetter_of(folder: Path, css: str = "") -> Typesetter:
    own = (StyleSheet(css, folder, "styles/own.css"),) if css else ()
    house = map(house_style, ("book", "print", "themes/garamond"))
    press = Press(folder, (*house, *own), PRINT.place)
    return Typesetter(Specification(press, PRINT, "en-GB", (), 5, PLAIN_FINISH))


@dataclass
class Desk:
    """A chapter that is edited: its blocks now, and chance."""

    book: Book
    blocks: list[Block]
    rng: random.Random

    @classmethod
    def of(cls, seed: int) -> Desk:
        book = scholarly_book(NOTES, 2, seed)
        return cls(book, list(book.chapters[0].blocks), random.Random(seed))

    def copy(self) -> Copy:
        first, *others = self.book.chapters
        return copy_of(replace(self.book, chapters=(replace(first, blocks=tuple(self.blocks)), *others)))

    def paragraph(self, words: int) -> Paragraph:
        return Paragraph((Text(prose(self.rng, words)),), HERE)

    def edit(self) -> None:
        """Change something somewhere: words, a length, what stands there."""
        at = self.rng.randrange(len(self.blocks))
        block = self.blocks[at]
        match self.rng.choice(("word", "longer", "shorter", "insert", "insert heading", "insert table", "drop")):
            case "word" if isinstance(block, Paragraph):
                words = [replace(each, words=each.words.replace(" the ", " a ", 1)) if isinstance(each, Text) else each
                         for each in block.content]
                self.blocks[at] = replace(block, content=tuple(words))
            case "longer" if isinstance(block, Paragraph):
                more = Text(f" {prose(self.rng, self.rng.randint(5, 80))}")
                self.blocks[at] = replace(block, content=(*block.content, more))
            case "shorter" if isinstance(block, Paragraph):
                kept = tuple(each for each in block.content if not isinstance(each, Emphasis))
                self.blocks[at] = replace(block, content=kept)
            case "insert heading":
                self.blocks[at:at] = [Heading(2, (Text("A heading"),), Attributes(), HERE),
                                      Heading(3, (Text("One below it"),), Attributes(), HERE)]
            case "insert table":
                rows = tuple((Cell((Text(prose(self.rng, 30)),), HERE), Cell((Text("7"),), HERE)) for _ in range(9))
                self.blocks.insert(at, Table((), (Alignment.DEFAULT,) * 2, rows[0], rows[1:], HERE))
            case "drop" if not _has_notes(block):
                del self.blocks[at]
            case _:
                self.blocks.insert(at, Quotation((self.paragraph(self.rng.randint(20, 160)),), HERE))


def _has_notes(block: Block) -> bool:
    return not isinstance(block, Paragraph) or any(isinstance(each, NoteMark) for each in block.content)


def without_lines(gathering: SetGathering) -> SetGathering:
    return replace(gathering, printed=())


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many pages each layout has."""
    seen: list[int] = []
    lay = Typesetter.lay_out

    def counting(self, copy, *rest):
        outcome = lay(self, copy, *rest)
        seen.append(len(outcome[0].pages))
        return outcome

    monkeypatch.setattr(Typesetter, "lay_out", counting)
    return seen


def in_a_row(desk: Desk, folder: Path, edits: int, css: str = "") -> Sequence[bool]:
    """Edit and set again; answer each time whether that is what is set from the beginning."""
    typesetter = typesetter_of(folder, css)
    old = typesetter.set(desk.copy())
    same = []
    for _ in range(edits):
        desk.edit()
        copy = desk.copy()
        again = typesetter.set(copy, old)
        same.append(without_lines(again) == without_lines(typesetter.set(copy)))
        old = again
    return same


@pytest.mark.parametrize("seed", range(1, 4))
def test_edits_in_a_row_come_out_as_from_the_beginning(tmp_path: Path, seed: int) -> None:
    assert in_a_row(Desk.of(seed), tmp_path, 5) == [True] * 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4, 16))
def test_many_edits_in_a_row_come_out_as_from_the_beginning(tmp_path: Path, seed: int) -> None:
    assert in_a_row(Desk.of(seed), tmp_path, 8) == [True] * 8


def test_few_pages_are_set_for_a_word(tmp_path: Path, laid: list[int]) -> None:
    desk, typesetter = Desk.of(2), typesetter_of(tmp_path)
    old = typesetter.set(desk.copy())
    assert len(old.pages) >= 10
    middle = len(desk.blocks) // 2
    block = desk.blocks[middle]
    assert isinstance(block, Paragraph)
    first = block.content[0]
    assert isinstance(first, Text)
    desk.blocks[middle] = replace(block, content=(replace(first, words=first.words[:-1] + "!"), *block.content[1:]))
    laid.clear()
    again = typesetter.set(desk.copy(), old)
    assert laid[0] <= len(old.pages) / 2
    assert len(again.pages) == len(old.pages)
    assert again.pages != old.pages


@pytest.mark.parametrize(("css", "is_whole"), [
    ("p { color: #111 }", False), ("p:nth-child(even) { color: #111 }", True), ("h2 ~ p { color: #111 }", True),
    (".x { float: left }", True),
])
def test_a_style_that_reaches_far_has_the_whole_chapter_set(tmp_path: Path, css: str, is_whole: bool) -> None:
    gathering = typesetter_of(tmp_path, css).set(Desk.of(1).copy())
    assert (gathering.beginnings is None) is is_whole


def test_another_heading_has_the_whole_chapter_set(tmp_path: Path, laid: list[int]) -> None:
    """It stands at the head of every page."""
    desk, typesetter = Desk.of(2), typesetter_of(tmp_path)
    old = typesetter.set(desk.copy())
    first, *others = desk.book.chapters
    desk.book = replace(desk.book, chapters=(replace(first, title=(Text("Another"),)), *others))
    laid.clear()
    again = typesetter.set(desk.copy(), old)
    assert laid[0] > len(old.pages)
    assert without_lines(again) == without_lines(typesetter.set(desk.copy()))


def test_sources_are_set_whole(tmp_path: Path) -> None:
    """Their lines are counted from the first on."""
    book = replace(scholarly_book(6, 1), sources=(source(1), source(2)))
    assert typesetter_of(tmp_path).set(copy_of(book, 2)).beginnings is None


def test_the_proof_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a change is looked for in too few blocks, a page is taken for an old one that is not."""
    monkeypatch.setattr(setting_again, "_alike", lambda one, other: min(len(one), len(other)))
    assert not all(in_a_row(Desk.of(2), tmp_path, 4))
