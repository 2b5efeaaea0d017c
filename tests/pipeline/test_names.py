"""A small book with an index of names and subjects, built in all editions."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kirovbook import pipeline
from kirovbook.check import names_integrity
from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.check.pdf_text import read_pages
from kirovbook.diagnostics import Place
from kirovbook.pipeline import Order
from kirovbook.render import pages as pdf_pages
from kirovbook.render.epub import pages as epub_pages

pytestmark = pytest.mark.slow

SETTINGS = """
[book]
title = "Proofs"
lang = "en-US"
date = 2026-01-01
bibliography = ["bibliography.bib"]
{more}
[editions.print]
kind = "pdf"
trim = "A6"
[editions.screen]
kind = "pdf"
trim = "A6"
variant = "pdf/ua-1"
[editions.handout]
kind = "pdf"
sources = ["letter"]
[editions.epub]
kind = "epub"
"""
PEOPLE = """
[kirov]
preferred = "Kirov, Sergei Mironovich"
variants = ["Kostrikov"]
dates = "1886–1934"
[orlov]
preferred = "Orlov, Alexander"
"""
BIB = "@book{orlov1953, author = {Orlov, Alexander}, title = {The Crimes of Kirov}, publisher = {R}, date = {1953}}\n"
FILLING = "The committee met in the evening and sent a telegram to the factory, which nobody there has kept. "
OTHER = "A steamer lay at the quay, and its captain waited until the ice had closed the harbour behind him. "
LONG = " ".join(f"On day {day} the bakers of the district sent a petition to the meeting." for day in range(9))
CHAPTER = f"""# The Rise of Kirov

S. M. Kirov came.[@orlov1953, p. 3] [The Congress]{{index="Congress; Party!congresses"
see-also="Kirov, Sergei Mironovich"}} met. [OGPU]{{index="OGPU" see="Congress"}} men.[^a]

{LONG}

{FILLING} Kirov[^b] again. []{{index="The very end"}}

[^a]: So Kostrikov; compare [@orlov1953] on Kirov.
[^b]: [The defector]{{person=orlov}} of Kirov. {OTHER}
"""
SOURCE = """---
id: letter
work: orlov1953
title: A letter of Kirov
kind: extract
rights: {status: public-domain, basis: it was never registered}
questions: ["Who was Kirov?"]
---
Kirov wrote it.

::: extract
Orlov kept it.
:::
"""


def write_book(folder: Path, more: str = "") -> Path:
    manuscript = folder / "manuscript"
    for name in ("chapters", "sources", "back"):
        (manuscript / name).mkdir(parents=True)
    for name, text in {
        "book.toml": SETTINGS.format(more=more), "people.toml": PEOPLE, "bibliography.bib": BIB,
        "chapters/01-one.md": CHAPTER,
        "chapters/02-two.md": f"# Two\n\n[@src:letter] Kirov. {OTHER}\n",
        "sources/01-letter.md": SOURCE,
        "back/01-dates.md": "# Dates\n\n| Kirov | 1934 |\n|---|---|\n| Orlov | 1953 |\n",
    }.items():
        (manuscript / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_book(tmp_path_factory.mktemp("names"))
    report = pipeline.build(folder, Order(is_strict=True))
    assert report.diagnostics == ()
    return folder / "dist"


@pytest.fixture(scope="module")
def record(book: Path) -> dict[str, Any]:
    return dict(json.loads((book / "proofs.json").read_text(encoding="utf-8")))


def words_of(file: Path) -> list[str]:
    return [" ".join(page.split()) for page in read_pages(file.read_bytes())]


def page_of(book: Path, name: str) -> str:
    with zipfile.ZipFile(book / "proofs.epub") as epub:
        return epub.read(f"EPUB/{name}").decode()


def test_the_printed_index_says_what_the_record_says(book: Path, record: dict[str, Any]) -> None:
    names = {entry["preferred"]: entry for entry in record["names"]}
    assert list(names) == ["Congress", "Kirov, Sergei Mironovich", "Orlov, Alexander", "Party: congresses",
                           "The very end"]
    kirov = names["Kirov, Sergei Mironovich"]
    assert kirov["id"] == "kirov"
    assert kirov["variants"] == ["Kirov", "S. M. Kirov", "Kostrikov"]
    places = [(place["unit"], place["note"]) for place in kirov["places"]]
    assert places == [("ch-one", 0), ("ch-one", 0), ("ch-one", 2), ("ch-one", 2), ("ch-one", 0), ("ch-one", 3),
                      ("ch-two", 0), ("src-letter", 0), ("src-letter", 0), ("back-dates", 0)]
    assert set(kirov["places"][0]["page"]) == {"print", "screen"}
    first = kirov["places"][0]["page"]["print"]
    for edition in ("print", "screen"):
        index = words_of(book / f"proofs-{edition}.pdf")[-1]
        assert index.startswith("Index Congress, 1. See also Kirov, Sergei Mironovich Kirov, Sergei Mironovich")
        assert f"(1886–1934), {first}" in index
        assert "1n2" in index
        assert "Kostrikov. See Kirov, Sergei Mironovich" in index
        assert "OGPU. See Congress" in index
        assert "Party congresses, 1. See also" in index


def test_the_index_is_in_the_contents_and_not_in_the_handout(book: Path) -> None:
    assert any(re.search(r"Contents .*Index ?(\. )+ ?\d+", page) for page in words_of(book / "proofs-print.pdf"))
    assert not any("Index" in page for page in words_of(book / "proofs-handout.pdf"))
    assert 'href="names-index.xhtml">' in page_of(book, "nav.xhtml")


def test_the_links_of_the_e_book_lead_to_the_very_words(book: Path) -> None:
    index = page_of(book, "names-index.xhtml")
    (line,) = [line for line in index.split("\n") if ">Kirov, Sergei Mironovich (1886–1934)<" in line]
    links = re.findall(r'href="([\w.-]+)#([\w-]+)"[^>]*>([^<]*)</a>', line)
    assert [words.replace("\u00a0", " ") for *_, words in links] == [
        "ch. 1", "ch. 1, n. 2", "3", "ch. 2", "Source 1", "Dates",
    ]
    for file, name, _ in links:
        assert re.search(rf'id="{name}">[^<]{{0,6}}(Kirov|Kostrikov)', page_of(book, file))


def test_ids_stand_once_and_repeated_titles_have_none(book: Path) -> None:
    ids = re.findall(r'id="([^"]*)"', page_of(book, "ch-one.xhtml"))
    assert len(ids) == len(set(ids))
    assert "name-" not in page_of(book, "nav.xhtml")


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing(book: Path) -> None:
    assert run_epubcheck(book / "proofs.epub", Place("manuscript/book.toml")) == ()


def test_an_author_may_go_without_the_index(tmp_path: Path) -> None:
    folder = write_book(tmp_path, "names_index = false")
    assert pipeline.build(folder, Order(only=("epub",))).diagnostics == ()
    with zipfile.ZipFile(folder / "dist" / "proofs.epub") as epub:
        assert not any("names-index" in name for name in epub.namelist())


def test_a_wrong_page_in_print_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = pdf_pages.print_places
    monkeypatch.setattr(pdf_pages, "print_places", lambda *all_of: printed(*all_of).replace("</span>2", "</span>7"))
    report = pipeline.build(write_book(tmp_path), Order(only=("print",)))
    assert "P110" in {one.code for one in report.diagnostics}
    assert not (tmp_path / "dist" / "proofs-print.pdf").exists()


def test_pages_that_are_not_those_of_the_file_fail_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stands = names_integrity._stands_at
    other = {"name-ch-two-1": "name-ch-one-1"}
    monkeypatch.setattr(names_integrity, "_stands_at", lambda one: other.get(stands(one), stands(one)))
    report = pipeline.build(write_book(tmp_path), Order(only=("print",)))
    assert [one.code for one in report.diagnostics] == ["P117"]
    assert report.artifacts == ()


def test_a_wrong_link_in_an_e_book_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    links = epub_pages.mention_links

    def all_but_one(*all_of):
        first, *rest = links(*all_of)
        return (replace(first, href=first.href.replace("name-1", "name-2")), *rest)

    monkeypatch.setattr(epub_pages, "mention_links", all_but_one)
    report = pipeline.build(write_book(tmp_path), Order(only=("epub",)))
    assert {one.code for one in report.diagnostics} == {"E131"}
    assert report.artifacts == ()
