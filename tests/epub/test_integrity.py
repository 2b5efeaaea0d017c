"""The proof that an e-book holds the book: it passes a whole one, and finds each thing that is broken in one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.arrange.matter import arrange
from kirovbook.check.epub_integrity import prove_epub
from kirovbook.diagnostics import Place
from kirovbook.export.cover import CoverPicture
from kirovbook.export.epub import write_epub
from kirovbook.model.blocks import Paragraph
from kirovbook.model.inlines import Emphasis, LineBreak, Link, Missing, NoteMark, Text
from kirovbook.model.source import Note
from kirovbook.render.epub import render_epub

MODIFIED = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHAPTER, LETTER, INDEX = "ch-one.xhtml", "src-letter.xhtml", "source-index.xhtml"


def test_a_whole_book_passes(made, with_endnotes):
    assert prove_epub(made.path, made.arranged) == ()
    assert prove_epub(with_endnotes.path, with_endnotes.arranged) == ()


def without(pattern: str) -> Callable[[str], str]:
    return putting(pattern, "")


def putting(pattern: str, instead: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        changed, count = re.subn(pattern, instead, text, count=1, flags=re.DOTALL)
        assert count, f"the page has no {pattern}"
        return changed

    return change


NOTE_2 = r'<li><div epub:type="footnote" role="doc-footnote" id="note-2">.*?</li>'
MARK_1 = r'<sup class="mark"><a [^>]*id="mark-1"[^>]*>1</a></sup>'

# What is done to which page, and the findings: code, line of the author's file, some words of the message.
BROKEN = {
    "a note taken out": (CHAPTER, without(NOTE_2),
        [("E114", 5, "note 2 is missing"), ("E113", 5, "does not lead"), ("E117", 1, "#note-2")]),
    "a note twice": (CHAPTER, putting(f"({NOTE_2})", r"\1\1"), [("E115", 5, "note 2 stands 2 times")]),
    "words of a note changed": (CHAPTER, putting(r"Work 3, p\.\s3", "Work 3"), [("E114", 14, "note 3 is not whole")]),
    "a second paragraph of a note taken out": (LETTER, without("<p>Second paragraph of the note.</p>"),
                                               [("E114", 4, "Second paragraph")]),
    "Ibid. for the note": (CHAPTER, putting(r"Writer, Work 4, p\.\s4 \(ch-one\)\.", "Ibid."), [("E114", 16, "note 4")]),
    "a mark taken out": (CHAPTER, without(MARK_1), [
        ("E112", 3, "not in its place"), ("E112", 3, "0 times"), ("E113", 3, "lead back"), ("E117", 1, "#mark-1"),
        ("E117", 1, "#mark-1")]),
    "a mark twice": (CHAPTER, putting(f"({MARK_1})", r"\1\1"), [("E112", 3, "2 times")]),
    "a mark before its word": (CHAPTER, putting(f"<em>nobody</em>(.*?)({MARK_1})", r"\2<em>nobody</em>\1"), [
        ("E112", 3, "not in its place"), ("E112", 3, "has none"), ("E116", 3, "white space")]),
    "a mark without its link": (CHAPTER, without(' href="#note-2"'), [("E113", 5, "does not lead to its note")]),
    "a mark with another's link": (CHAPTER, putting('href="#note-2"', 'href="#note-3"'),
        [("E113", 5, "mark of note 2")]),
    "a number without its way back": (CHAPTER, without(' href="#mark-3"'), [("E113", 14, "lead back")]),
    "a space before a mark": (CHAPTER, putting(f"({MARK_1})", r" \1"), [
        ("E110", 3, "The harbour froze"), ("E111", 1, "The harbour froze"), ("E116", 3, "white space")]),
    "a paragraph taken out": (CHAPTER, without("<p>Said the harbour master.</p>"), [("E110", 7, "Said the harbour")]),
    "a paragraph twice": (CHAPTER, putting("(<p>And his clerk.</p>)", r"\1\1"), [("E111", 8, "And his clerk.")]),
    "two paragraphs in the other order": (LETTER, putting(r"(<p>“The ice.*?</p>)\s*(<p>It is late.</p>)", r"\2\1"),
                                          [("E111", 8, "It is late"), ("E110", 8, "It is late")]),
    "a heading taken out": (CHAPTER, without('<h3 id="the-second".*?</h3>'), [
        ("E110", 10, "Lower"), ("E117", 1, "#the-second")]),
    "a cell taken out": (CHAPTER, without("1917"), [("E110", 21, "1917")]),
    "a caption taken out": (CHAPTER, putting("<figcaption>The harbour", "<figcaption>"),
                            [("E110", 24, "The harbour")]),
    "a term taken out": (CHAPTER, putting("<dt>Cheka", "<dt>Che"), [("E110", 16, "Cheka"), ("E111", 1, "Che")]),
    "a line of verse taken out": (CHAPTER, without('<p class="line">the ice.*?</p>'),
        [("E110", 26, "the ice is thin.")]),
    "an item that stands there more often": (CHAPTER, putting("(<li><p>ice</p></li>)", r"\1\1"),
        [("E111", 36, "'ice'")]),
    "code changed": (CHAPTER, putting("another", "any"), [("E110", 28, "another"), ("E111", 1, "any")]),
    "a picture taken out": (CHAPTER, without('<img src="pictures/manuscript/pictures/plan.svg"[^>]*>'),
                            [("E120", 34, "plan.svg")]),
    "the title of a source": (LETTER, putting("A letter to the clerk</span>", "A letter</span>"), [
        ("E110", 1, "title of the source"), ("E111", 1, "A letter")]),
    "the number of a source": (LETTER, putting(">Source 1<", ">Source 9<"),
        [("E110", 1, "Source 1"), ("E111", 1, "9")]),
    "the headnote": (LETTER, putting("The clerk wrote.", "The clerk."), [
        ("E110", 1, "The clerk wrote."), ("E111", 1, "The clerk.")]),
    "the provenance": (LETTER, without(r", p\.\s3\."), [("E110", 1, "provenance"), ("E111", 1, "Writer, Work")]),
    "the credit": (LETTER, without('<p class="credit".*?</p>'), [("E110", 1, "credit")]),
    "a question": (LETTER, without("<li><p><span class=.question.>Why.*?</li>"), [("E110", 1, "Why?")]),
    "an entry of the index": (INDEX, without('<li[^>]*><span class="entry">Other.*?</li>'), [
        ("E110", 1, "Other, A. Nothing"), ("E119", 1, "ch-one.xhtml#mark-3")]),
    "a link of the index that lies": (INDEX, putting('#mark-8"', '#mark-9"'), [
        ("E119", 1, "no link"), ("E119", 1, "does not cite")]),
    "the way from a note to the index": (CHAPTER, without('<a class="to-index".*?</a>'), [("E122", 3, "'work'")]),
    "a place of the index": (INDEX, without('<a href="ch-one.xhtml#mark-8".*?</a>'), [("E119", 1, "#mark-8")]),
    "a source of the index": (INDEX, without('<a href="src-letter.xhtml" .*?</a>'), [("E119", 1, "src-letter.xhtml")]),
    "a link to nowhere": (CHAPTER, putting('href="src-letter.xhtml"', 'href="src-nobody.xhtml"'),
                          [("E117", 1, "src-nobody")]),
    "a page under another's title": (CHAPTER, putting("<title>1. The Harbour", "<title>2. Two"),
        [("E124", 1, "2. Two")]),
    "a page under its file's name": (LETTER, putting("<title>[^<]*", "<title>src-letter.xhtml"),
        [("E124", 1, "src-letter.xhtml")]),
    "a page without a title": (INDEX, putting("<title>[^<]*", "<title> "),
        [("E124", 1, "does not name it: 'Source Index'")]),
    "a source that the contents lack": ("nav.xhtml", without(r'<li><a href="src-letter.xhtml".*?</li>'),
        [("E125", 1, "the contents of the e-book has 'src-letter.xhtml' 0 times")]),
    "contents in another order": (
        "nav.xhtml", putting(r'(<li><a href="front-preface.*?</li>)\s*(<li><a href="ch-one.*?</li>)', r"\2\1"),
        [("E125", 1, "not in the order")]),
    "a source that the list of sources lacks": (
        "sources.xhtml", putting('href="src-letter.xhtml"', 'href="ch-one.xhtml"'), [
        ("E125", 1, "the list of sources of the e-book has 'src-letter.xhtml' 0 times")]),
    "a landmark of our own making": ("nav.xhtml", putting('epub:type="bodymatter"', 'epub:type="begin"'),
        [("E126", 1, "'begin'")]),
    "a page that is not well-formed": (LETTER, without("</section>"), [("E109", 1, "can't be read")]),
    "something missing in a finished book": (
        LETTER, putting("It is late.", 'It is late.<mark class="missing"></mark>'), [("E121", 1, "missing")]),
}


def named(unit, number):
    return f'<li><div epub:type="footnote" role="doc-footnote" id="note-{unit}-{number}">.*?</li>'


NOTES = "notes.xhtml"
BROKEN_AT_THE_END = {
    "a note taken out": (NOTES, without(named("ch-one", 2)),
        [("E114", 5, "note 2 is missing"), ("E113", 5, "does not lead"), ("E117", 1, "#note-ch-one-2")]),
    "the note of a source taken out": (NOTES, without(named("src-letter", 2)),
        [("E114", 6, "note 2 is missing"), ("E113", 6, "does not lead"), ("E117", 1, "#note-src-letter-2")]),
    "a note twice": (NOTES, putting(f"({named('ch-one', 2)})", r"\1\1"), [("E115", 5, "note 2 stands 2 times")]),
    "words of a note changed": (NOTES, putting(r"Work 3, p\.\s3", "Work 3"), [("E114", 14, "note 3 is not whole")]),
    "a mark with another chapter's link": (
        LETTER, putting("notes.xhtml#note-src-letter-1", "notes.xhtml#note-ch-one-1"), [("E113", 4, "mark of note 1")]),
    "a number that leads back to another chapter": (NOTES, putting("src-letter.xhtml#mark-1", "ch-one.xhtml#mark-1"),
        [("E113", 4, "lead back")]),
    "a mark taken out": (CHAPTER, without(r'<sup class="mark"><a [^>]*id="mark-1"[^>]*>1</a></sup>'), [
        ("E112", 3, "not in its place"), ("E112", 3, "0 times"), ("E113", 3, "lead back"), ("E117", 1, "#mark-1"),
        ("E117", 1, "#mark-1")]),
    "two notes in the other order": (NOTES, putting(f"({named('ch-one', 2)})(.*?)({named('ch-one', 3)})", r"\3\2\1"),
        [("E123", 5, "note 2")]),
    "a note under another's title": (NOTES, putting(f"({named('ch-one', 9)})(.*?<ol>)", r"\2\1"), [
        ("E123", 3, "note 9 stands under the title of another")]),
    "the way from a note to the index": (NOTES, without('<a class="to-index".*?</a>'), [("E122", 3, "'work'")]),
    "a page of the index": (INDEX, putting("ch-one.xhtml#mark-8", "notes.xhtml#note-ch-one-8"), [
        ("E119", 1, "no link"), ("E119", 1, "does not cite")]),
}


@pytest.mark.parametrize("what", BROKEN_AT_THE_END)
def test_what_is_broken_in_notes_at_the_end_is_found(with_endnotes, tmp_path, what):
    hold(with_endnotes, tmp_path, *BROKEN_AT_THE_END[what])


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_found_with_the_authors_place(made, tmp_path, what):
    hold(made, tmp_path, *BROKEN[what])


def hold(made, tmp_path, page, change, expected):
    """Break a page, and find what is expected and nothing else."""
    broken = tmp_path / "broken.epub"
    with ZipFile(made.path) as whole, ZipFile(broken, "w") as archive:
        for info in whole.infolist():
            written = whole.read(info)
            archive.writestr(info, change(written.decode()).encode() if info.filename == f"EPUB/{page}" else written)
    found = sorted((each.code, each.place.line, each.message) for each in prove_epub(broken, made.arranged))
    assert [each[:2] for each in found] == sorted(each[:2] for each in expected), found
    for code, line, words in expected:
        assert any(each[:2] == (code, line) and words in each[2] for each in found), (words, found)


def test_a_page_that_is_not_in_the_spine_is_found(made, tmp_path):
    broken = tmp_path / "broken.epub"
    with ZipFile(made.path) as whole, ZipFile(broken, "w") as archive:
        for info in whole.infolist():
            written = whole.read(info)
            archive.writestr(info, written.replace(b'<itemref idref="item-src-letter.xhtml"/>', b""))
    found = prove_epub(broken, made.arranged)
    assert ("E118", "manuscript/sources/01-letter.md") in {(each.code, each.place.file) for each in found}


def test_a_file_that_is_no_e_book_is_found(made, tmp_path):
    (tmp_path / "no.epub").write_bytes(b"no")
    for path in (tmp_path / "no.epub", tmp_path / "nowhere.epub"):
        assert [each.code for each in prove_epub(path, made.arranged)] == ["E109"]


def test_what_is_missing_may_stand_in_a_draft(book, maker, tmp_path):
    blocks = (Paragraph((Text("He says "), Missing("kirov1943", Place("a.md"))), Place("a.md")),)
    lacking = replace(book, chapters=(book.chapters[0], replace(book.chapters[1], blocks=blocks)))
    assert [each.code for each in prove_epub(*paths(maker(tmp_path, lacking)))] == ["E121"]
    assert prove_epub(*paths(maker(tmp_path, replace(lacking, is_draft=True)))) == ()


def paths(made):
    return made.path, made.arranged


def test_a_relative_link_that_the_author_wrote_is_an_error(book, maker, tmp_path):
    place = Place("manuscript/chapters/02-two.md", 5, 3)
    blocks = (Paragraph((Link((Text("the map"),), "map.html", "", place),), place),)
    linked = replace(book, chapters=(book.chapters[0], replace(book.chapters[1], blocks=blocks)))
    assert [(each.code, each.place) for each in prove_epub(*paths(maker(tmp_path, linked)))] == [("E117", place)]


WORDS = st.text(st.characters(exclude_characters="\ue000\ue001", exclude_categories=("Cs",)), max_size=30)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("any-words")


@given(lines=st.lists(st.lists(WORDS, max_size=3), max_size=6), title=WORDS)
def test_any_words_at_all_are_proved(book, edition, folder, lines, title):
    place, marks, blocks = Place("manuscript/chapters/02-two.md"), 0, []
    for line in lines:
        content = []
        for words in line:
            marks += 1
            content += [Text(words), Emphasis((Text(words.rstrip() + "."),)), NoteMark(marks, place), LineBreak()]
        blocks.append(Paragraph(tuple(content), place))
    said = tuple(Paragraph((Text(f"{title} x"),), place) for _ in range(2))
    notes = tuple(Note("ch-two", number, said, said, (), place) for number in range(1, marks + 1))
    chapter = replace(book.chapters[1], title=(Text(title),), blocks=tuple(blocks), notes=notes)
    arranged = arrange(replace(book, front_matter=(), chapters=(chapter,), sources=(), back_matter=(),
                               index=type(book.index)()), edition)
    target = folder / "any.epub"
    # The proof does not look at fonts: without them a book is written in no time.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kirovbook.export.epub.embedded_faces", lambda *_: ())
        write_epub(render_epub(arranged), folder, CoverPicture(b"", ()), target, MODIFIED)
    assert prove_epub(target, arranged) == ()
