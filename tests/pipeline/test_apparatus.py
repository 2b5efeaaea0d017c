"""What only the pages can tell is right in every edition: where "Ibid." may stand, and on which page a note is."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from kirovbook import pipeline
from kirovbook.check.pdf_text import read_pages
from kirovbook.export import pdf
from kirovbook.pipeline import Order

pytestmark = pytest.mark.slow

SETTINGS = """
[book]
title = "Proofs"
lang = "en-US"
ibid = "{ibid}"
date = 2026-01-01
bibliography = ["bibliography.bib"]
source_index = "{grouping}"
[editions.print]
kind = "pdf"
trim = "A6"
[editions.screen]
kind = "pdf"
trim = "A6"
variant = "pdf/ua-1"
[editions.epub]
kind = "epub"
"""
BIB = """@book{knight, author = {Knight, Amy}, title = {Who Killed {Kirov}?}, publisher = {Hill}, date = {1999}}
@book{getty, author = {Getty, J. Arch}, title = {The Road to Terror}, publisher = {Yale}, date = {1999}}
"""
WORDS = "The committee met in the evening and sent a telegram to the factory, which nobody there has kept. " * 2


def write_book(folder: Path, ibid: str, grouping: str = "kind") -> Path:
    (folder / "manuscript" / "chapters").mkdir(parents=True)
    (folder / "manuscript" / "book.toml").write_text(SETTINGS.format(ibid=ibid, grouping=grouping), encoding="utf-8")
    (folder / "manuscript" / "bibliography.bib").write_text(BIB, encoding="utf-8")
    lines = [f"{WORDS}[@knight, p. {page}]" for page in range(1, 40)]
    lines[20] += " So it was.[^letter]"
    first = "# One\n\n" + "\n\n".join(lines) + "\n\n[^letter]: The letter is lost.\n"
    second = (
        "# Two\n\nAs [@note:letter] says.[^a] Again [@getty].\n\n"
        "[^a]: Compare [@note:letter], and [@getty, p. 2].\n"
    )
    (folder / "manuscript" / "chapters" / "01.md").write_text(first, encoding="utf-8")
    (folder / "manuscript" / "chapters" / "02.md").write_text(second, encoding="utf-8")
    return folder


def build(folder: Path) -> dict[str, object]:
    report = pipeline.build(folder, Order())
    assert report.diagnostics == ()
    return dict(json.loads((folder / "dist" / "proofs.json").read_text(encoding="utf-8")))


def first_notes(folder: Path, edition: str) -> list[str]:
    """Give what the first note of each page says, as far as its first word."""
    found = []
    for page in read_pages((folder / "dist" / f"proofs-{edition}.pdf").read_bytes()):
        notes = re.findall(r"^\d+\.? ?(Ibid|Knight|Amy|The letter|Compare|Getty|J\.)", page, re.MULTILINE)
        found += notes[:1]
    return found


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the edition of each layout that is made."""
    layouts: list[str] = []
    lay_out = pdf._Layout._laid

    def counting(layout, *rest):
        layouts.append(layout.arranged.edition.name)
        return lay_out(layout, *rest)

    monkeypatch.setattr(pdf._Layout, "_laid", counting)
    return layouts


def test_ibid_is_never_the_first_note_of_a_page(tmp_path: Path, counted: list[str]) -> None:
    record = build(write_book(tmp_path, "page"))
    for edition in ("print", "screen"):
        firsts = first_notes(tmp_path, edition)
        assert len(firsts) > 9
        assert "Ibid" not in firsts
    # The text, the index and the contents of the first edition are set one after the other; then the notes that begin a
    # page are spelled out. The next edition begins with its pages.
    assert counted == ["print"] * 4 + ["screen"]
    spelled = record["editions"]["print"]["spelled_out"]
    assert spelled == record["editions"]["screen"]["spelled_out"]
    assert 5 < len(spelled) < 30
    every_page = "".join(read_pages((tmp_path / "dist" / "proofs-print.pdf").read_bytes()))
    assert "Ibid." in every_page


def test_the_style_alone_begins_pages_with_ibid(tmp_path: Path, counted: list[str]) -> None:
    record = build(write_book(tmp_path, "style"))
    assert "Ibid" in first_notes(tmp_path, "print")
    assert record["editions"]["print"]["spelled_out"] == []
    assert counted == ["print"] * 3 + ["screen"]


def test_ibid_may_be_shut_out(tmp_path: Path) -> None:
    build(write_book(tmp_path, "never", "chapter"))
    assert not any("Ibid" in page for page in read_pages((tmp_path / "dist" / "proofs-print.pdf").read_bytes()))


def test_a_reference_to_a_note_gives_its_page(tmp_path: Path) -> None:
    record = build(write_book(tmp_path, "page", "one"))
    (letter,) = [note for note in record["notes"] if note["text"].startswith("The letter is lost")]
    page = letter["page"]["print"]
    said = " ".join("".join(read_pages((tmp_path / "dist" / "proofs-print.pdf").read_bytes())).split())
    assert said.count(f"chapter 1, note {letter['number']} (p. {page})") == 2
    with zipfile.ZipFile(tmp_path / "dist" / "proofs.epub") as epub:
        (chapter,) = [epub.read(name).decode() for name in epub.namelist() if name.endswith("ch-02.xhtml")]
    assert chapter.count(f'href="ch-01.xhtml#note-{letter["number"]}"') == 2
    assert "(p." not in chapter
    assert "Ibid" not in "".join(chapter)


@pytest.mark.parametrize("csl", ["chicago-author-date", "ieee"])
def test_styles_without_notes_have_their_places_in_every_edition(tmp_path: Path, csl: str) -> None:
    folder = write_book(tmp_path, "style", "one")
    toml = folder / "manuscript" / "book.toml"
    settings = toml.read_text(encoding="utf-8").replace("[book]", f'[book]\ncsl = "{csl}"')
    toml.write_text(settings, encoding="utf-8")
    record = build(folder)
    knight = next(work for work in record["works"] if work["key"] == "knight")
    pages = [int(place["page"]["print"]) for place in knight["cited"]]
    assert len(pages) == 39
    said = " ".join(read_pages((folder / "dist" / "proofs-print.pdf").read_bytes())[-1].split())
    assert f"{pages[0]}–{pages[-1]}" in said
    with zipfile.ZipFile(folder / "dist" / "proofs.epub") as epub:
        (index,) = [epub.read(name).decode() for name in epub.namelist() if name.endswith("source-index.xhtml")]
        (chapter,) = [epub.read(name).decode() for name in epub.namelist() if name.endswith("ch-01.xhtml")]
    assert index.count('href="ch-01.xhtml#cite-') == 39
    assert 'id="cite-39"' in chapter


def test_the_index_of_the_e_book_names_the_printed_page(tmp_path: Path) -> None:
    record = build(write_book(tmp_path, "page"))
    getty = next(work for work in record["works"] if work["key"] == "getty")
    first = getty["cited"][0]
    with zipfile.ZipFile(tmp_path / "dist" / "proofs.epub") as epub:
        (index,) = [epub.read(name).decode() for name in epub.namelist() if name.endswith("source-index.xhtml")]
        (chapter,) = [epub.read(name).decode() for name in epub.namelist() if name.endswith("ch-02.xhtml")]
    assert f"ch.\u00a02, n.\u00a0{first['note']} (p.\u00a0{first['page']['print']})</a>" in index
    (name,) = re.findall(r'<li id="(work-\d+)"><span class="entry">Getty', index)
    assert f'class="to-index" href="source-index.xhtml#{name}"' in chapter


@pytest.mark.parametrize("places", ["pages", "locators"])
def test_both_indexes_keep_to_the_places_that_the_author_wants(tmp_path: Path, places: str) -> None:
    folder = write_book(tmp_path, "page")
    toml = folder / "manuscript" / "book.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("[book]", f'[book]\nindex_places = "{places}"'), "utf-8")
    people = '[stone]\npreferred = "Stone, Peter"\nvariants = ["Peter Stone"]\n'
    (folder / "manuscript" / "people.toml").write_text(people, encoding="utf-8")
    chapter = folder / "manuscript" / "chapters" / "02.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text + "\nPeter Stone said so.[^s]\n\n[^s]: Peter Stone was there.\n", encoding="utf-8")
    build(folder)
    pages = read_pages((folder / "dist" / "proofs-print.pdf").read_bytes())
    said = " ".join(" ".join(pages).split())
    assert ("[p. 2]" in said) == (places == "locators")
    assert bool(re.search(r"Stone, Peter, \d+, \d+n\d", said)) == (places == "locators")
