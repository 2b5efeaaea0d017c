"""The proof that settling lost no word finds a paragraph, a note and a source's passage that are gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kirovbook.check.settled_integrity import prove_settled
from kirovbook.model.book import Book, Manuscript
from kirovbook.parse import parse
from kirovbook.project import load
from kirovbook.resolve import resolve

EVERYTHING = Path(__file__).parent.parent / "books" / "everything"


@pytest.fixture(scope="module")
def read() -> tuple[Manuscript, Book]:
    project = load(EVERYTHING, date(2026, 1, 1)).value
    assert project is not None
    manuscript = parse(project).value
    return manuscript, resolve(manuscript, project.settings.csl, project.settings.csl_place).value


def test_a_whole_book_has_lost_nothing(read: tuple[Manuscript, Book]) -> None:
    assert prove_settled(*read) == ()


def test_a_lost_paragraph_is_named_with_its_line(read: tuple[Manuscript, Book]) -> None:
    manuscript, book = read
    chapter = book.chapters[0]
    lost = replace(book, chapters=(replace(chapter, blocks=chapter.blocks[1:]), *book.chapters[1:]))
    found = prove_settled(manuscript, lost)
    assert [(each.code, str(each.place)) for each in found] == [("M190", "manuscript/chapters/01-blocks.md:3:1")]


def test_a_lost_note_is_named(read: tuple[Manuscript, Book]) -> None:
    manuscript, book = read
    chapter = book.chapters[0]
    lost = replace(book, chapters=(replace(chapter, notes=chapter.notes[:-1]), *book.chapters[1:]))
    found = prove_settled(manuscript, lost)
    assert {each.code for each in found} == {"M190"}
    assert "The first paragraph of a note" in found[0].message


def test_a_lost_passage_is_named(read: tuple[Manuscript, Book]) -> None:
    manuscript, book = read
    lost = replace(book, sources=(replace(book.sources[0], passage=()), *book.sources[1:]))
    found = prove_settled(manuscript, lost)
    assert {each.place.file for each in found} == {"manuscript/sources/01-letter.md"}
