"""The proof finds every word that is lost, doubled or moved; without it a lost word would go unseen."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from importer.pages import as_html, as_text, make_page

from kirovbook.diagnostics import ERROR
from kirovbook.importer import Wishes, import_pages, importing, plain_text, proof, write
from kirovbook.importer.page import Kind, Page, Piece
from kirovbook.importer.proof import Parts, prove
from kirovbook.importer.signs import drop, words, words_of_lines
from kirovbook.importer.write import WrittenFile

BODY = "The river rose in the spring and carried away the mill."


def parts(arranged: tuple[Piece, ...], body: str, pieces: tuple[Piece, ...] | None = None) -> Parts:
    text = f"The River\n\n{BODY}\n"
    read = pieces or (Piece(Kind.HEADING, "The River", 1), Piece(Kind.PARAGRAPH, BODY, 3))
    page = Page("page.txt", read, lambda: words_of_lines(text), text)
    file = WrittenFile("manuscript/chapters/01-a.md", f"---\nid: a\n---\n\n# The River\n\n{body}\n", ())
    return Parts(page, arranged, (file,), (), "")


ALL = (Piece(Kind.HEADING, "The River", 1), Piece(Kind.PARAGRAPH, BODY, 3))


def said(given: Parts) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in prove(given, "en").found]


def test_a_true_book_is_proved() -> None:
    proved = prove(parts(ALL, BODY), "en")
    assert (proved.page, proved.book, proved.dropped, proved.found) == (13, 13, 0, ())


@pytest.mark.parametrize(("given", "code", "message"), [
    (parts(ALL, BODY.replace(" spring", "")), "I110", "after 'River The river rose in the'"[:6]),
    (parts(ALL, BODY + " Once."), "I110", "added: 'Once'"),
    (parts(ALL, BODY.replace("spring and", "and spring")), "I111", "another order"),
    (parts(ALL[:1], BODY), "I110", "lost while arranging"),
    (parts((*ALL, ALL[1]), BODY), "I110", "added: 'The'"),
    (parts(ALL, BODY, (ALL[0], replace(ALL[1], text=BODY[4:]))), "I110", "not all read"),
])  # fmt: skip
def test_a_book_that_is_not_true_is_found_out(given: Parts, code: str, message: str) -> None:
    found = said(given)
    assert code in {one for one, _ in found}
    assert any(message in text for _, text in found)


def test_what_a_repair_drops_is_counted() -> None:
    arranged = (ALL[0], replace(ALL[1], text=BODY.replace("spring", drop("spring"))))
    proved = prove(parts(arranged, BODY.replace("spring ", "")), "en")
    assert (proved.page, proved.book, proved.dropped, proved.found) == (13, 12, 1, ())


@pytest.mark.parametrize("module", ["reading", "writing", "recognising"])
def test_an_import_that_loses_a_word_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    text = as_text(make_page(2))
    (tmp_path / "page.txt").write_text(text, "utf-8")
    if module == "reading":
        whole = plain_text._marked
        monkeypatch.setattr(plain_text, "_marked", lambda words: whole(words.replace(" mill", "", 1)))
    elif module == "writing":
        rendered = write.render
        monkeypatch.setattr(write, "render", lambda *given, **more: re.sub(r"^\w+ ", "", rendered(*given, **more)))
    else:
        given_drafts = importing._drafts
        monkeypatch.setattr(importing, "_drafts", lambda *given: [
            replace(one, sources=one.sources[1:]) for one in given_drafts(*given)
        ])  # fmt: skip
    report = import_pages([tmp_path / "page.txt"], tmp_path / "book", Wishes())
    assert "I110" in {found.code for found in report.diagnostics if found.severity is ERROR}
    assert report.artifacts == ()
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


@pytest.mark.parametrize("seed", range(0, 12, 2))
def test_the_plainer_reader_of_large_books_reads_as_the_parser_does(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "PARSED", 0)
    page = make_page(seed)
    name, text = ("page.html", as_html(make_page(seed, faults=False))) if seed % 4 else ("page.txt", as_text(page))
    (tmp_path / name).write_text(text, "utf-8")
    report = import_pages([tmp_path / name], tmp_path / "book", Wishes())
    assert [found.message for found in report.diagnostics if found.severity is ERROR or found.code == "I111"] == []
    assert report.artifacts


def test_words_are_compared_without_what_the_eye_does_not_see() -> None:
    assert words("The ﬁrst com\u00admittee, 1\u200b5 cafe\u0301") == ["The", "first", "committee", "15", "café"]
