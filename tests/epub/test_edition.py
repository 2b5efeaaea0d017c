"""What is in a written e-book: its container, its metadata, its pages and their links."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_books import press

from kirovbook.arrange.matter import arrange
from kirovbook.check.epub_integrity import prove_epub
from kirovbook.diagnostics import ERROR, WARNING, Place
from kirovbook.export.cover import CoverPicture, draw_cover
from kirovbook.export.epub import write_epub
from kirovbook.export.zipped import FixedZip
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import LeafKind
from kirovbook.model.edition import NotesAt
from kirovbook.model.inlines import Picture, Text
from kirovbook.render.epub import render_epub
from kirovbook.render.epub.addresses import anchor_of, file_name, picture_href

HERE = Path(__file__).parent
MODIFIED = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPF, DC, XHTML, EPUB = (
    "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/xhtml}",
    "{http://www.idpf.org/2007/ops}",
)


def read(made, name):
    with ZipFile(made.path) as archive:
        return archive.read(f"EPUB/{name}").decode()


def package(made):
    return ET.fromstring(read(made, "content.opf"))


def properties(made, name):
    return [meta.text for meta in package(made).iter(f"{OPF}meta") if meta.get("property") == name]


def changed(book, **changes):
    return replace(book, identity=replace(book.identity, **changes))


def one_paragraph(book, *content, **changes):
    chapter = replace(book.chapters[1], blocks=(Paragraph(content, book.chapters[1].place),), **changes)
    return replace(book, chapters=(book.chapters[0], chapter))


def test_the_type_comes_first_and_is_not_compressed(made):
    with ZipFile(made.path) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 23, 12, 0, 0)}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o100644}


SCRIPT = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
spec = spec_from_file_location("everything", sys.argv[1])
sys.modules["everything"] = module_from_spec(spec)
spec.loader.exec_module(sys.modules["everything"])
sys.modules["everything"].make(Path(sys.argv[2]), name=sys.argv[3])
"""


@pytest.mark.slow
def test_the_same_bytes_under_another_clock_zone_and_hash_seed(made, tmp_path):
    for number, surroundings in enumerate(({"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
                                           {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2"})):
        command = [sys.executable, "-c", SCRIPT, str(HERE / "conftest.py"), str(tmp_path), f"{number}.epub"]
        subprocess.run(command, check=True, env=os.environ | surroundings | {"PYTHONPATH": str(HERE.parent.parent)})
        assert (tmp_path / f"{number}.epub").read_bytes() == made.path.read_bytes()


def test_dates_that_a_zip_file_cannot_hold_are_kept_within_its_years(tmp_path):
    for moment, year in ((datetime(1970, 1, 1, tzinfo=UTC), 1980), (datetime(2200, 1, 1, tzinfo=UTC), 2107)):
        with FixedZip(tmp_path / "x.zip", moment) as archive:
            archive.writestr("a", "b")
        with ZipFile(tmp_path / "x.zip") as archive:
            assert archive.infolist()[0].date_time[0] == year


def test_metadata_names_the_book_its_people_and_its_access(made):
    opf = package(made)
    assert opf.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert [title.text for title in opf.iter(f"{DC}title")] == ["The Harbour & the <Archive>", "A Book of Everything"]
    assert properties(made, "title-type") == ["main", "subtitle"]
    assert [creator.text for creator in opf.iter(f"{DC}creator")] == ["Ada Writer"]
    assert [person.text for person in opf.iter(f"{DC}contributor")] == ["Ed Itor"]
    assert properties(made, "role") == ["aut", "edt"]
    assert properties(made, "file-as") == ["Writer, Ada", "Itor, Ed"]
    assert opf.find(f".//{DC}identifier").text == "urn:isbn:9783161484100"
    assert properties(made, "dcterms:modified") == ["2026-11-23T12:00:00Z"]
    assert properties(made, "schema:accessMode") == ["textual", "visual"]
    assert properties(made, "schema:accessibilityHazard") == ["none"]
    assert "alternativeText" in properties(made, "schema:accessibilityFeature")
    assert "prefix" not in opf.attrib


@pytest.mark.parametrize(("isbn", "identifier", "expected"), [
    ("978-3-16-148410-0", "urn:uuid:1", "urn:isbn:9783161484100"),
    ("", "urn:uuid:72924913-bc01-47c0-829d-14cd68194efd", "urn:uuid:72924913-bc01-47c0-829d-14cd68194efd"),
    ("", "", "urn:uuid:"),
])
def test_an_isbn_comes_first_and_a_made_identifier_is_always_the_same(book, isbn, identifier, expected, edition):
    arranged = arrange(changed(book, isbn_epub=isbn, identifier=identifier), edition)
    first, second = render_epub(arranged).identifier, render_epub(arranged).identifier
    assert first.startswith(expected)
    assert first == second


def test_a_picture_without_words_is_not_called_described(book, edition):
    bare = one_paragraph(book, Picture("manuscript/pictures/map.png", "", "", book.chapters[1].place))
    entries = render_epub(arrange(bare, edition)).metadata
    said = [entry.value for entry in entries if entry.name.startswith("schema:")]
    assert "alternativeText" not in said
    assert "textual,visual" in said


def test_every_page_has_its_own_title_and_language(made):
    rendering = render_epub(made.arranged)
    titles = [page.title for page in rendering.pages]
    assert len(set(titles)) == len(titles)
    assert "1. The Harbour" in titles
    for page in rendering.pages:
        root = ET.fromstring(page.text)
        assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
        assert root.find(f"{XHTML}head/{XHTML}title").text == page.title


def test_contents_and_landmarks_lead_to_the_parts(made):
    nav = ET.fromstring(read(made, "nav.xhtml"))
    toc, landmarks = nav.iter(f"{XHTML}nav")
    assert ["".join(a.itertext()) for a in toc.iter(f"{XHTML}a")] == [
        "Preface", "1. The Harbour", "Two", "The Sources", "1. A letter to the clerk", "2. Retold", "Afterword",
        "Dates", "Source Index",
    ]
    assert landmarks.get("hidden") == "hidden"
    assert [a.get(f"{EPUB}type") for a in landmarks.iter(f"{XHTML}a")] == [
        "cover", "titlepage", "toc", "bodymatter", "part", "index"]
    ncx = ET.fromstring(read(made, "toc.ncx"))
    points = ncx.iter("{http://www.daisy.org/z3986/2005/ncx/}navPoint")
    assert [point.get("playOrder") for point in points] == list("123456789")


def test_the_spine_holds_the_leaves_in_order_and_the_contents_after_the_imprint(made):
    opf = package(made)
    hrefs = {item.get("id"): item.get("href") for item in opf.iter(f"{OPF}item")}
    spine = [hrefs[ref.get("idref")] for ref in opf.iter(f"{OPF}itemref")]
    assert spine[:4] == ["cover.xhtml", "title-page.xhtml", "imprint.xhtml", "nav.xhtml"]
    assert [href for href in spine if href != "nav.xhtml"] == [file_name(leaf.unit) for leaf in made.arranged.leaves]


def test_notes_are_spelled_out_and_no_space_stands_before_a_mark(made):
    page = read(made, "ch-one.xhtml")
    assert "Ibid." not in page
    assert "Writer, Work 2, p.\N{NO-BREAK SPACE}2 (ch-one)." in page
    assert ' <sup class="mark">' not in page
    assert '<a epub:type="noteref" role="doc-noteref" id="mark-1" href="#note-1">1</a>' in page
    assert 'role="doc-backlink" href="#mark-1" aria-label="Note 1: Back to the text">1</a>' in page


def test_notes_at_the_end_stand_under_the_titles_of_their_chapters(with_endnotes):
    page, notes = read(with_endnotes, "ch-one.xhtml"), ET.fromstring(read(with_endnotes, "notes.xhtml"))
    assert 'id="mark-1" href="notes.xhtml#note-ch-one-1">1</a>' in page
    assert "doc-endnotes" not in page
    assert [("".join(a.itertext()), a.get("href")) for a in notes.iterfind(f".//{XHTML}h2/{XHTML}a")] == [
        ("1. The Harbour", "ch-one.xhtml"), ("Source 1: A letter to the clerk", "src-letter.xhtml")]
    first = notes.find(f".//{XHTML}div[@id='note-src-letter-1']")
    assert (first.get(f"{EPUB}type"), first.get("role")) == ("footnote", "doc-footnote")
    assert first.find(f".//{XHTML}a[@role='doc-backlink']").get("href") == "src-letter.xhtml#mark-1"
    assert first.find(f".//{XHTML}a[@class='to-index']").get("href") == "source-index.xhtml#work-1"
    nav = ET.fromstring(read(with_endnotes, "nav.xhtml"))
    assert [a.get("href") for a in nav.iter(f"{XHTML}a") if "".join(a.itertext()) == "Notes"] == ["notes.xhtml"] * 2
    assert nav.find(f".//{XHTML}a[@{EPUB}type='endnotes']").get("href") == "notes.xhtml"
    kinds = [leaf.kind for leaf in with_endnotes.arranged.leaves]
    assert kinds[-3:] == [LeafKind.NOTES, LeafKind.SOURCE_INDEX, LeafKind.COLOPHON]


def test_a_book_without_notes_has_no_page_for_them(book, edition):
    bare = replace(book, chapters=book.chapters[1:], sources=())
    assert LeafKind.NOTES not in {leaf.kind for leaf in arrange(bare, replace(edition, notes=NotesAt.END)).leaves}


def test_the_index_leads_to_each_mark_and_each_source(made):
    index = ET.fromstring(read(made, "source-index.xhtml"))
    assert [(a.get("href"), "".join(a.itertext())) for a in index.iter(f"{XHTML}a")] == [
        ("src-letter.xhtml", "1"), (file_name("src-Николаев"), "2"), ("ch-one.xhtml#mark-1", "ch.\xa01, n.\xa01"),
        ("ch-one.xhtml#mark-8", "8"), ("src-letter.xhtml#mark-2", "Source 1, n.\xa02"),
        ("ch-one.xhtml#mark-3", "ch.\xa01, n.\xa03"),
    ]


def test_a_source_has_all_that_belongs_to_it(made):
    page = read(made, "src-letter.xhtml")
    for words in ("Source 1", "A letter to the clerk", "1 December 1934", "The clerk wrote.",
                  "By leave of the harbour.", '<a href="ch-one.xhtml">chapter 1</a>', "[2 marks]", "[1 mark]",
                  "Second paragraph of the note."):
        assert words in page
    assert "Retold from" in read(made, file_name("src-Николаев"))
    assert "1920s" in read(made, file_name("src-Николаев"))


@pytest.mark.parametrize(("title", "called"), [
    ((Picture("manuscript/pictures/map.png", "A map", "", Place("a.md")),), "A map"),
    ((), "ch-two"), ((Text(" "),), "ch-two"),
])
def test_a_title_without_words_is_called_by_what_it_shows(book, maker, tmp_path, title, called):
    made = maker(tmp_path, one_paragraph(book, Text("words"), title=title))
    assert prove_epub(made.path, made.arranged) == ()
    assert f"<title>{called}</title>" in read(made, "ch-two.xhtml")
    assert f'<a href="ch-two.xhtml">{called}</a>' in read(made, "nav.xhtml")


def test_a_source_leads_to_its_neighbours(made, maker, book, tmp_path, edition):
    second = file_name("src-Николаев")
    ways = {}
    for name in ("src-letter.xhtml", second):
        foot = ET.fromstring(read(made, name)).find(f".//{XHTML}nav")
        assert foot.get("aria-label") == "Sources before and after"
        ways[name] = [(a.get("rel"), a.get("href"), a.text) for a in foot.iter(f"{XHTML}a")]
    assert ways == {"src-letter.xhtml": [("next", second, "Next: Source 2")],
                    second: [("prev", "src-letter.xhtml", "Previous: Source 1")]}
    alone = maker(tmp_path, book, "handout.epub", replace(edition, name="handout", sources=("letter",)))
    assert "<nav" not in read(alone, "src-letter.xhtml")


def test_questions_are_a_list_without_room_for_answers(made):
    page = ET.fromstring(read(made, "src-letter.xhtml"))
    questions = page.find(f".//{XHTML}section[@class='questions']")
    assert questions.get(f"{EPUB}type") == "assessment"
    assert [child.tag for child in questions.find(f"{XHTML}ol")] == [f"{XHTML}li"] * 2
    assert "answer" not in ET.tostring(questions, "unicode")


def test_a_draft_says_so_on_every_page(book, edition):
    rendering = render_epub(arrange(replace(book, is_draft=True), edition))
    assert all('<p class="draft">Draft</p>' in page.text for page in rendering.pages)


def test_a_book_that_runs_from_right_to_left_says_so(book, maker, tmp_path):
    made = maker(tmp_path, changed(book, lang="he"))
    assert package(made).find(f"{OPF}spine").get("page-progression-direction") == "rtl"
    assert 'dir="rtl"' in read(made, "ch-one.xhtml")


def test_a_handout_is_an_e_book_of_its_sources_alone(book, maker, tmp_path, edition):
    chosen = replace(edition, name="handout", sources=("letter",), questions=False)
    made = maker(tmp_path, book, "handout.epub", chosen)
    assert prove_epub(made.path, made.arranged) == ()
    page = read(made, "src-letter.xhtml")
    assert "Who wrote it?" not in page
    assert "ch-one.xhtml" not in page


def test_own_styles_are_laid_over_the_house_style_and_may_not_fetch(tmp_path, maker):
    arranged = maker(tmp_path).arranged
    assert render_epub(arranged, ("p { color: red }",)).pages[0].text.count('rel="stylesheet"') == 2
    rendering = render_epub(arranged, ("p {}\n @import 'x.css';",))
    found = write_epub(rendering, tmp_path, CoverPicture(b"", ()), tmp_path / "no.epub", MODIFIED)
    assert [(each.code, each.severity, str(each.place)) for each in found] == [("E103", ERROR, "styles/epub.css:2:2")]
    assert not (tmp_path / "no.epub").exists()


def test_words_that_the_cover_cannot_show_are_told(book, tmp_path, maker):
    arranged = maker(tmp_path).arranged
    chinese = changed(book, subtitle="李")
    cover = draw_cover(chinese.identity, chinese.typography.theme, arranged.edition, press(tmp_path))
    assert [(each.code, each.severity) for each in cover.found] == [("E106", WARNING)]


@pytest.mark.parametrize(("unit", "name"), [
    ("ch-smolny", "ch-smolny.xhtml"),
    ("src-Orlov", "src-orlov-"),
    ("../../etc/passwd", "etc-passwd-"),
    ("", ""),
])
def test_files_are_named_by_their_unit_in_safe_letters(unit, name):
    assert file_name(unit).startswith(name[:10])
    assert "/" not in file_name(unit)
    assert file_name(unit).isascii()


def test_names_that_differ_in_case_alone_do_not_fall_together():
    assert len({file_name(unit).lower() for unit in ("src-orlov", "src-Orlov", "src-ORLOV")}) == 3
    assert len({picture_href(path).lower() for path in ("a/b.png", "a/B.png", "a/b.PNG", "a-b.png", "a/b.jpg")}) == 5
    assert ".." not in picture_href("../../x.png")


@pytest.mark.parametrize("name", ["1917", "the second", "note-1", "mark-1", "title", "улица", "a:b", ""])
def test_an_id_that_xml_or_we_cannot_use_gets_another(name):
    assert anchor_of(name) != name
    assert anchor_of(name)[:3] == "id-"


@given(words=st.text())
def test_any_words_at_all_make_a_well_formed_page(book, edition, words):
    rendering = render_epub(arrange(one_paragraph(book, Text(words), title=(Text(words),)), edition))
    for page in rendering.pages:
        ET.fromstring(page.text)
    ET.fromstring(rendering.ncx)
