"""The proof of a PDF finds what was lost, and finds nothing where nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from small_books import PRINT, noted_book

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.check import pdf_integrity
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.check.printed_notes import NoteWords, Piece
from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.export.notes_mending import lost_notes_mended
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.book import ArrangedBook, Book

# Of the books that ``noted_book`` can make, this one loses note 27 to WeasyPrint 70.0 as it is.
LOSES_A_NOTE = noted_book(chapters=1, paragraphs=20, notes_each=2, note_words=50, seed=2)
SMALL = noted_book(chapters=1, paragraphs=4, notes_each=2, note_words=30)


Made = tuple[bytes, ArrangedBook, tuple[str, ...], Mapping[str, int]]


def made(book: Book, folder: Path, css: str = "", mending: object = lost_notes_mended) -> Made:
    arranged = arrange(book, PRINT)
    styles = (house_style("book"), house_style("print"), StyleSheet(css, folder, "styles/own.css"))
    laid, found = lay_out(arranged, Press(folder, styles, PRINT.place, mending), PageNumbers({}))  # type: ignore[arg-type]
    assert laid is not None
    assert not found
    return write_pdf(laid), arranged, laid.labels, laid.anchors


def codes(found: tuple[Diagnostic, ...]) -> set[str]:
    assert all(each.severity is ERROR for each in found)
    return {each.code for each in found}


@pytest.mark.slow
def test_no_note_is_lost_with_the_mending(tmp_path: Path) -> None:
    assert prove_pdf(*made(LOSES_A_NOTE, tmp_path)) == ()


@pytest.mark.slow
def test_without_the_mending_the_proof_names_the_lost_note_and_its_line(tmp_path: Path) -> None:
    found = prove_pdf(*made(LOSES_A_NOTE, tmp_path, mending=nullcontext))
    assert [(each.code, str(each.place)) for each in found] == [("P112", "chapters/01.md:14:1")]
    assert "note 27" in found[0].message


def test_a_paragraph_that_a_style_hides_is_missed(tmp_path: Path) -> None:
    found = prove_pdf(*made(SMALL, tmp_path, ".chapter p:nth-of-type(2) { display: none }"))
    assert "P110" in codes(found)
    assert {each.place.line for each in found} == {2}


def test_a_note_whose_words_a_style_hides_is_missed(tmp_path: Path) -> None:
    found = prove_pdf(*made(SMALL, tmp_path, "#note-ch-1-3 > p { display: none }"))
    assert [(each.code, each.place.line) for each in found] == [("P112", 2)]


def test_a_mark_that_a_style_hides_is_missed(tmp_path: Path) -> None:
    found = prove_pdf(*made(SMALL, tmp_path, "#note-ch-1-3::footnote-call { content: none }"))
    assert codes(found) >= {"P110"}


def test_words_that_a_style_repeats_are_noticed(tmp_path: Path) -> None:
    note = SMALL.chapters[0].notes[0]
    words = f"1. {note.content[0].content[0].words}"  # type: ignore[union-attr]
    found = prove_pdf(*made(SMALL, tmp_path, f'.index-note::after {{ content: " {words}" }}'))
    assert codes(found) == {"P114"}


def test_a_note_before_its_mark_is_noticed(tmp_path: Path) -> None:
    chapter = SMALL.chapters[0]
    first, *rest = chapter.blocks
    written, arranged, labels, anchors = made(SMALL, tmp_path)
    pages_later = tuple(replace(block, content=(*block.content,)) for block in (*rest, first))
    moved = replace(chapter, blocks=pages_later)
    leaves = tuple(
        replace(leaf, content=moved) if leaf.unit == chapter.unit else leaf for leaf in arranged.leaves
    )
    found = prove_pdf(written, replace(arranged, leaves=leaves), labels, anchors)
    assert codes(found), "the words are in another order than the book's, and that must not pass"


def test_a_source_left_out_is_missed(tmp_path: Path) -> None:
    found = prove_pdf(*made(SMALL, tmp_path, "#src-s2 { display: none }"))
    assert "P110" in codes(found)
    assert "sources/2.md" in {each.place.file for each in found}


def test_an_index_with_a_wrong_page_is_noticed(tmp_path: Path) -> None:
    written, arranged, labels, anchors = made(SMALL, tmp_path)
    wrong = tuple("99" if label == "1" else label for label in labels)
    found = prove_pdf(written, arranged, wrong, anchors)
    assert codes(found) == {"P110", "P115"}
    assert "index" in found[0].message


def test_a_note_on_another_page_than_the_layout_says_is_noticed(tmp_path: Path) -> None:
    written, arranged, labels, anchors = made(SMALL, tmp_path)
    moved = {**anchors, "note-ch-1-8": anchors["note-ch-1-8"] + 1}
    assert "P115" in codes(prove_pdf(written, arranged, labels, moved))


@pytest.mark.parametrize(("mark", "pages", "code"), [
    (1, ["1.thewordsofthenote", "amark", ""], "P113"),
    (0, ["amark", "", "", "1.thewordsofthenote"], "P112"),
    (0, ["amark", "1.thewordsofthenote"], None),
    (0, ["amark1.thewords12", "textofthenote13"], None),
    (0, ["amark1.thewordsof12", "texthenote13"], None),
    (0, ["amark1.thewords12", "textthenote13"], "P112"),
    (0, ["amark1.thewords12", "text13", "ofthenote14"], "P112"),
])
def test_a_note_belongs_on_its_marks_page_or_soon_after(mark: int, pages: list[str], code: str | None) -> None:
    note = SMALL.chapters[0].notes[0]
    words = NoteWords(note, "1.thewordsofthenote")
    reading = pdf_integrity._Reading(pages, marks={(note.unit, 1): mark})
    found = pdf_integrity._take_note(reading, words)
    assert (None if isinstance(found, tuple) else found.value[0]) == code


@pytest.mark.parametrize(("pages", "taken"), [
    (["before.therefrain.head", "headtherefrain."], [((0, 11),), ((1, 11),)]),
    (["before.there\0\0head1", "frain.averse.therefrain."], [((0, 5), (1, 6)), ((1, 11),)]),
    (["before.therefrain.there", "frain.therefrain.", "therefrain."],
     [((0, 11),), ((0, 5), (1, 6)), ((1, 11),), ((2, 11),)]),
])
def test_a_refrain_that_runs_over_the_foot_is_not_taken_for_the_next_one(
    pages: list[str], taken: list[tuple[tuple[int, int], ...] | None]
) -> None:
    reading = pdf_integrity._Reading(pages, offset=len("before."))
    assert [pdf_integrity._take_passage(reading, "therefrain.", within=True) for _ in taken] == taken


def test_a_note_is_read_over_three_pages_and_blotted_out() -> None:
    note = SMALL.chapters[0].notes[0]
    letters = "1." + "".join(f"word{number}" for number in range(40))
    first, second, third = letters[:60], letters[60:160], letters[160:]
    reading = pdf_integrity._Reading(
        [f"texta1{first}headone", f"textb{second}headtwo", f"textc{third}headthree"], marks={(note.unit, 1): 0})
    assert [piece.page for piece in pdf_integrity._take_note(reading, NoteWords(note, letters))] == [0, 1, 2]
    assert [page.replace("\0", "") for page in reading.pages] == ["texta1headone", "textbheadtwo", "textcheadthree"]


def test_a_note_that_begins_before_the_one_ahead_has_ended_is_noticed() -> None:
    first, second = (NoteWords(note, "") for note in SMALL.chapters[0].notes[:2])
    assert list(pdf_integrity._out_of_order({first: (Piece(0, 5, 9), Piece(1, 50, 9)), second: (Piece(1, 40, 5),)}))
    assert not list(pdf_integrity._out_of_order({first: (Piece(0, 5, 9), Piece(1, 50, 9)), second: (Piece(1, 59, 5),)}))
