"""A book in parts: each has its title page, its place in contents and outline, and its chapters under it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pikepdf
import pytest
from accessibility import ace_findings
from small_books import sentence

from kirovbook import pipeline
from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.check.pdf_text import read_pages, read_tags
from kirovbook.diagnostics import Place
from kirovbook.pipeline import Order
from kirovbook.verify import verify

BOOK = Path(__file__).parent.parent / "books" / "parts"
NAME = "the-river-in-two-parts"
XHTML, OPS = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
HEAD = "TheRiverinTwoParts"
PART_ONE = "manuscript/chapters/01-part-one.md"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("parts")
    report = pipeline.build(BOOK, Order(out=out))
    assert report.diagnostics == ()
    return out


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BOOK, tmp_path / "book"))


def pages_of(folder: Path, edition: str = "print") -> dict[str, list[str]]:
    """Give the lines of each page by its label, without spaces: letters that are set apart are read with some."""
    written = (folder / f"{NAME}-{edition}.pdf").read_bytes()
    labels = record_of(folder)["editions"][edition]["labels"]
    lines = ([tight for line in words.splitlines() if (tight := tight_of(line))] for words in read_pages(written))
    return dict(zip(labels, lines, strict=True))


def tight_of(words: str) -> str:
    return "".join(words.split())


def record_of(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / f"{NAME}.json").read_text(encoding="utf-8")))


def epub_page(folder: Path, name: str) -> ET.Element:
    with ZipFile(folder / f"{NAME}.epub") as archive:
        return ET.fromstring(archive.read(f"EPUB/{name}"))


def words_in(element: ET.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("edition", ["print", "screen"])
def test_a_part_has_a_recto_without_head_and_folio_and_a_blank_verso(built: Path, edition: str) -> None:
    pages = pages_of(built, edition)
    assert pages["1"][:2] == ["PartI", "TheUpperRiver"]
    assert pages["1"][-1] == "2.Ittookthemninedays."
    assert pages["2"] == []
    assert {"1", "3", "Thespring"} <= set(pages["3"])
    assert pages["7"] == ["PartII", "TheLowerRiver,withIts", "MillsandWeirs"]
    assert pages["8"] == []
    assert {"3", "9", "Themill"} <= set(pages["9"])
    assert pages["11"] == ["TheSources"]


def test_the_contents_group_the_chapters_under_their_parts(built: Path) -> None:
    lines = [line.replace(".", "") for line in pages_of(built)["v"]]
    assert lines[:9] == ["Contents", "Prefacevii", "PartITheUpperRiver1", "1Thespring3", "2Thefalls5",
                         "PartIITheLowerRiver,withItsMillsandWeirs7", "3Themill9", "TheSources11", "Chronology13"]


def test_the_outline_is_nested_as_the_book_is(built: Path) -> None:
    def titles(items: Iterable[Any]) -> list[Any]:
        return [
            (" ".join(item.title.split()), titles(item.children)) if item.children else item.title for item in items
        ]

    with pikepdf.open(built / f"{NAME}-screen.pdf") as pdf, pdf.open_outline() as outline:
        assert titles(outline.root)[3:6] == [
            ("Part I. The Upper River",
             [("1. The spring", [("The hollow", ["The stones in the hollow"])]), "2. The falls"]),
            ("Part II. The Lower River, with Its Mills and Weirs", ["3. The mill"]),
            ("The Sources", ["Source 1. A letter on the mill"]),
        ]


def test_the_tags_hold_a_part_with_its_chapters_a_level_lower(built: Path) -> None:
    tree = read_tags((built / f"{NAME}-screen.pdf").read_bytes())
    headings = {
        "".join(words.split()): (tree.tags[path[:-1]].kind, [tree.tags[path[:length]].kind for length in range(1, 5)])
        for path, words in tree.words.items() if tree.tags[path[:-1]].kind in {"H1", "H2", "H3", "H4"}
    }
    assert headings["TheUpperRiver"] == ("H1", ["Document", "Part", "Part", "Sect"])
    assert headings["Thespring"] == ("H2", ["Document", "Part", "Part", "Sect"])
    assert headings["Thehollow"][0] == "H3"
    assert headings["Thestonesinthehollow"][0] == "H4"
    assert headings["TheSources"] == ("H1", ["Document", "Part", "Sect", "H1"])
    assert headings["Chronology"][0] == "H1"
    assert any(tree.tags[path].kind == "TOC" and tree.tags[path[:-1]].kind == "TOCI" for path in tree.tags if path[1:])


def test_a_reference_says_how_the_part_is_called(built: Path) -> None:
    pages = {label: "".join(lines) for label, lines in pages_of(built).items()}
    assert "toldinpartI,howitwasputtoworkinpartII." in pages["vii"]
    assert "chapter3ofpartII." in pages["3"]
    assert "seepartI,note2(p.1)." in pages["3"]
    assert "readwithchapter3" in pages["12"]


def test_the_indexes_name_the_part(built: Path) -> None:
    pages = pages_of(built)
    assert any("Rivers" in line and "1n1,3n1" in line for line in pages["17"])
    assert "Marsh,Peter,1,9,12" in pages["19"]
    assert "part I, n. 1 (p. 1); ch. 1, n. 1 (p. 3)" in words_in(epub_page(built, "source-index.xhtml"))
    names = words_in(epub_page(built, "names-index.xhtml"))
    assert "Marsh, Peter, part I; ch. 3; Source 1" in names


def test_the_record_has_the_notes_of_a_part(built: Path) -> None:
    notes = [note for note in record_of(built)["notes"] if note["unit"] == "part-upper"]
    assert [(note["chapter"], note["number"], note["page"]["print"]) for note in notes] == [
        ("The Upper River", 1, "1"), ("The Upper River", 2, "1"),
    ]


def test_the_page_of_a_part_in_the_e_book(built: Path) -> None:
    page = epub_page(built, "part-upper.xhtml")
    section = page.find(f".//{XHTML}section")
    assert section is not None
    assert (section.get(f"{OPS}type"), section.get("role")) == ("part", "doc-part")
    assert words_in(section.find(f".//{XHTML}h1")) == "Part I The Upper River"
    assert words_in(page.find(f".//{XHTML}title")) == "Part I: The Upper River"
    chapter = epub_page(built, "ch-mill.xhtml")
    assert words_in(chapter.find(f".//{XHTML}h1")) == "3 The mill"


def test_the_navigation_of_the_e_book_is_nested(built: Path) -> None:
    page = epub_page(built, "nav.xhtml")
    contents = page.find(f".//{XHTML}nav[@id='toc']/{XHTML}ol")
    assert contents is not None
    lines = {
        words_in(item.find(f"{XHTML}a")): [words_in(each) for each in item.findall(f"{XHTML}ol/{XHTML}li/{XHTML}a")]
        for item in contents
    }
    assert lines["Part I. The Upper River"] == ["1. The spring", "2. The falls"]
    assert lines["Part II. The Lower River, with Its Mills and Weirs"] == ["3. The mill"]
    assert lines["The Sources"] == ["1. A letter on the mill"]
    landmarks = {a.get(f"{OPS}type"): a.get("href") for a in page.iter(f"{XHTML}a") if a.get(f"{OPS}type")}
    assert landmarks["bodymatter"] == "part-upper.xhtml"


def test_the_navigation_of_epub_2_is_as_deep_as_it_says(built: Path) -> None:
    ncx = epub_page(built, "toc.ncx")

    def depth(element: ET.Element) -> int:
        return max((1 + depth(point) for point in element.findall(f"{NCX}navPoint")), default=0)

    points = ncx.find(f"{NCX}navMap")
    said = next(meta.get("content") for meta in ncx.iter(f"{NCX}meta") if meta.get("name") == "dtb:depth")
    assert points is not None
    assert said == str(depth(points)) == "2"
    under = [words_in(each.find(f"{NCX}navLabel")) for each in points.findall(f"{NCX}navPoint/{NCX}navPoint")]
    assert under == ["1. The spring", "2. The falls", "3. The mill", "1. A letter on the mill"]


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_what_lies_in_dist_is_verified(built: Path) -> None:
    assert verify(BOOK, out=built).diagnostics == ()


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing(built: Path) -> None:
    assert run_epubcheck(built / f"{NAME}.epub", Place("manuscript/book.toml")) == ()


@pytest.mark.browser
def test_ace_finds_nothing(built: Path, tmp_path: Path, ace: str) -> None:
    assert ace_findings(ace, built / f"{NAME}.epub", tmp_path / "ace") == []


def long_text(paragraphs: int, seed: int = 5) -> str:
    rng = random.Random(seed)
    return "\n\n".join(sentence(rng, 70) for _ in range(paragraphs))


def test_a_long_introduction_goes_on_with_head_and_folio(book: Path) -> None:
    (book / PART_ONE).write_text(f"---\nrole: part\n---\n# The Upper River {{#upper}}\n\n{long_text(12, seed=9)}\n\n"
                                 "Peter Marsh says so.[@hill1912][^walk]\n\n[^walk]: On foot.\n", encoding="utf-8")
    assert all(each.code == "L117" for each in pipeline.build(book, Order(only=("print",))).diagnostics)
    pages = pages_of(book / "dist")
    assert pages["1"][:2] == ["PartI", "TheUpperRiver"]
    assert "1" not in pages["1"]
    assert {"2", HEAD} <= set(pages["2"])
    assert {"3", "TheUpperRiver"} <= set(pages["3"])


def test_the_heads_of_a_long_chapter_name_its_part_and_itself(book: Path) -> None:
    (book / "manuscript/chapters/03-falls.md").write_text(f"# The falls {{#falls}}\n\n{long_text(14)}\n")
    (book / "manuscript/back/01-chronology.md").write_text(f"# Chronology\n\n{long_text(14)}\n")
    assert pipeline.build(book, Order(only=("print",))).diagnostics == ()
    pages = pages_of(book / "dist")
    assert "TheUpperRiver" in pages["6"]
    assert "Thefalls" in pages["7"]
    opening = next(int(label) for label, lines in pages.items() if label.isdigit() and "Chronology" in lines)
    assert HEAD in pages[str(opening + 1)]
    assert HEAD not in pages["6"]


def test_a_chapter_before_the_first_part_stands_in_none(book: Path) -> None:
    (book / "manuscript/chapters/00-prologue.md").write_text("# The sea {#sea}\n\nAll rivers end there.\n")
    assert pipeline.build(book, Order()).diagnostics == ()
    pages = pages_of(book / "dist")
    assert {"Thesea", "1"} <= set(pages["1"])
    assert pages["3"][:2] == ["PartI", "TheUpperRiver"]
    assert "3" not in pages["3"]
    assert {"2", "5", "Thespring"} <= set(pages["5"])
    assert pages["9"][0] == "PartII"
    assert {"4", "11", "Themill"} <= set(pages["11"])
    contents = epub_page(book / "dist", "nav.xhtml").find(f".//{XHTML}nav[@id='toc']/{XHTML}ol")
    assert contents is not None
    assert [words_in(item.find(f"{XHTML}a")) for item in contents][:3] == [
        "Preface", "1. The sea", "Part I. The Upper River",
    ]


@pytest.mark.parametrize("lost", ["#part-lower .part-number", ".part h1", ".part-text", ".part .note", ".contents-part",
                                  ".to-part .contents-list"])
def test_what_a_style_hides_of_a_part_stops_the_build(book: Path, lost: str) -> None:
    (book / "styles").mkdir()
    (book / "styles/own.css").write_text(f"{lost} {{ display: none }}\n")
    report = pipeline.build(book, Order(only=("print",)))
    assert report.artifacts == ()
    assert {found.code[0] for found in report.diagnostics} & {"P"}


def test_the_number_of_a_part_is_proved_by_the_next_page_that_bears_one(book: Path) -> None:
    (book / "styles").mkdir()
    (book / "styles/own.css").write_text("@page :right { @bottom-right { content: none } }\n")
    report = pipeline.build(book, Order(only=("print",)))
    assert ("P115", PART_ONE) in {(found.code, found.place.file) for found in report.diagnostics}


@pytest.mark.parametrize(("lang", "called", "short"), [
    ("de", "Teil II", "Teil I, Anm. 1"), ("fr", "Deuxième partie", "partie I, n. 1"),
    ("ru", "Часть II", "ч. I, прим. 1"),
])
def test_a_part_is_called_as_its_language_does(book: Path, lang: str, called: str, short: str) -> None:
    settings = book / "manuscript/book.toml"
    settings.write_text(settings.read_text().replace("en-GB", lang))
    assert pipeline.build(book, Order(only=("print", "epub"))).artifacts
    assert pages_of(book / "dist")["7"][0] == tight_of(called)
    assert words_in(epub_page(book / "dist", "part-lower.xhtml").find(f".//{XHTML}h1")).startswith(called)
    assert short in words_in(epub_page(book / "dist", "source-index.xhtml"))
