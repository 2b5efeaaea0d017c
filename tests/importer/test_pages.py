"""What comes out of generated pages is held against what was put into them."""

from __future__ import annotations

from pathlib import Path

import pytest
from importer.pages import TruePage, as_html, as_text, as_wrapped_text, make_page
from importer.reading_back import ReadBook, read_book

from kirovbook.diagnostics import ERROR
from kirovbook.importer import Wishes, import_pages
from kirovbook.pipeline import check
from kirovbook.report import Report

SEEDS = range(24)


def imported(tmp_path: Path, text: str | bytes, name: str = "page.txt", **wishes: object) -> tuple[ReadBook, Report]:
    page = tmp_path / name
    page.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = import_pages([page], tmp_path / "book", Wishes(**wishes))
    assert report.artifacts, [found.message for found in report.diagnostics if found.severity is ERROR]
    return read_book(tmp_path / "book"), report


def hold_against_truth(page: TruePage, book: ReadBook) -> None:
    assert book.title == page.title
    assert [heading for heading, _ in book.chapters] == [chapter.heading or page.title for chapter in page.chapters]
    assert [one.label for one in book.sources] == [one.number for one in page.sources]
    for one, true in zip(book.sources, page.sources, strict=True):
        assert bool(one.work) == bool(true.type), true.heading
        if true.type:
            assert (one.title, one.headnote) == (true.heading, "")
            assert book.types[one.work] == true.type
            assert book.dates[one.work] == true.date
            assert book.authors[one.work] == true.author
        else:
            assert one.headnote == true.heading
        assert len(one.passage.split("\n\n")) == len(true.paragraphs)
    assert len(book.types) == page.works
    text = "\n".join(words for _, words in book.chapters)
    assert text.count("[@src:") == page.links
    assert len({call for call in range(1, 99) if f"[^{call}]:" in text}) == len(page.notes)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_of_text(tmp_path: Path, seed: int) -> None:
    page = make_page(seed)
    book, report = imported(tmp_path, as_text(page))
    hold_against_truth(page, book)
    repaired = {
        name for name in page.faults if f"no-repair {name}" in " ".join(found.hint for found in report.diagnostics)
    }
    assert repaired == page.faults
    assert [found for found in check(tmp_path / "book").diagnostics if found.severity is ERROR] == []


@pytest.mark.parametrize("seed", range(0, 24, 3))
def test_a_wrapped_page_in_project_gutenbergs_frame(tmp_path: Path, seed: int) -> None:
    page = make_page(seed, faults=False)
    book, _ = imported(tmp_path, as_wrapped_text(page))
    hold_against_truth(page, book)


@pytest.mark.parametrize("seed", range(1, 24, 3))
def test_a_web_page(tmp_path: Path, seed: int) -> None:
    page = make_page(seed, faults=False)
    book, _ = imported(tmp_path, as_html(page), "page.html")
    for one in book.sources:
        assert "*" not in one.label
    hold_against_truth(page, without_stars(book))


def without_stars(book: ReadBook) -> ReadBook:
    sources = [
        type(one)(one.id, one.label, one.work, one.title.replace("*", ""), one.headnote.replace("*", ""), one.passage)
        for one in book.sources
    ]
    return type(book)(book.title, book.chapters, sources, book.types, book.dates, book.authors, book.report)
