"""A small book that holds every kind of block, note and reference, arranged as an e-book, and written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image

from kirovbook.arrange.matter import arrange
from kirovbook.diagnostics import Place
from kirovbook.export.cover import draw_cover
from kirovbook.export.epub import write_epub
from kirovbook.export.press import Press
from kirovbook.model import blocks as b
from kirovbook.model import inlines as i
from kirovbook.model.book import ArrangedBook, Book, Chapter, Contributor, Identity, MatterPart
from kirovbook.model.catalogue import AccessClaim, Series, SubjectCode, SubjectScheme
from kirovbook.model.edition import Edition, EditionKind, NotesAt, Trim
from kirovbook.model.index import CitedIn, IndexEntry, SourceIndex
from kirovbook.model.rights import Rights
from kirovbook.model.source import (
    Mention,
    Note,
    PrimarySource,
    Question,
    SourceHeader,
    SourceKind,
    Standing,
)
from kirovbook.render.epub import render_epub

MODIFIED = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETTINGS = Place("manuscript/book.toml", 1, 1)
EDITION = Edition("epub", EditionKind.EPUB, Trim(432, 648), 0, marks=False, variant="", sources=(), questions=True,
                  place=SETTINGS)
IDENTITY = Identity(
    title="The Harbour & the <Archive>", subtitle="A Book of Everything", slug="everything",
    contributors=(Contributor("Ada Writer", "aut", "Writer, Ada"), Contributor("Ed Itor", "edt", "Itor, Ed")),
    lang="en-GB", publisher="Press", isbn_print="", isbn_epub="978-3-16-148410-0", identifier="", rights="Free to copy",
    description="Every kind of block.", subjects=("Harbours", "Archives"), date=date(2026, 1, 2), source_label="Source",
)
ONE = Place("manuscript/chapters/01-one.md", 1, 1)


def at(line: int, column: int = 1) -> Place:
    return replace(ONE, line=line, column=column)


def words(text: str) -> tuple[i.Inline, ...]:
    return (i.Text(text),)


def paragraph(text: str, line: int) -> b.Paragraph:
    return b.Paragraph(words(text), at(line))


def mark(number: int, line: int) -> i.NoteMark:
    return i.NoteMark(number, at(line, 9))


def note(unit: str, number: int, line: int, *content: b.Block) -> Note:
    blocks = content or (paragraph(f"Writer, Work {number}, p. {number} ({unit}).", line),)
    ibid = (paragraph("Ibid.", line),)
    return Note(unit, number, ibid, blocks, ("work",), at(line, 9))


def opening() -> tuple[b.Block, ...]:
    return (
        b.Paragraph(
            (i.Text("The harbour froze early; "), i.Emphasis(words("nobody")), i.Strong(words(" knew why.")),
             mark(1, 3), i.Text(" See "), i.ReferenceText("Source 1", "src-letter", at(3)), i.Text(" and "),
             i.Link(words("below"), "#the-second", "", at(3)), i.Text(" or "),
             i.Link(words("the web"), "https://example.org/a?b=1&c=2", "a site", at(3)),
             i.Text("; a < b & c > d. "), i.Span(words("Николаев"), i.Attributes(pairs=(("lang", "ru"),))), i.Text(" "),
             i.Link((i.Text("a "), i.Emphasis((i.Text("noted"), mark(9, 3), i.Text(" link")))), "https://example.org",
                    "", at(3)),
             i.Span(words("x"), i.Attributes(pairs=(("lang", "foo_bar"), ("dir", "up")))),
             i.Span(words("שלום"), i.Attributes("hebrew", (), (("lang", "he"), ("dir", "rtl"))))), at(3)),
        b.Heading(2, (i.Text("A heading"), mark(2, 5)), i.Attributes("the second"), at(5)),
        b.Quotation((paragraph("Said the harbour master.", 7), b.Quotation((paragraph("And his clerk.", 8),), at(8))),
                    at(7)),
        b.Heading(3, words("Lower"), i.Attributes("the-second"), at(10)),
        b.ListBlock(ordered=False, start=1, tight=True, items=(
            (paragraph("ice", 12),),
            (paragraph("snow", 13), b.ListBlock(ordered=True, start=4, tight=False, items=(
                (b.Paragraph((i.Text("wind"), mark(3, 14)), at(14)),),), place=at(14))),
        ), place=at(12)),
        b.DefinitionList((b.Definition((i.Text("Cheka"), mark(4, 16)), ((paragraph("A commission.", 17),),), at(16)),),
                         at(16)),
        b.Table((i.Text("Ships"), mark(5, 19)), (b.Alignment.LEFT, b.Alignment.RIGHT),
                (b.Cell(words("Ship"), at(20)), b.Cell(words("Year"), at(20))),
                ((b.Cell((i.Text("Krasin"), mark(6, 21)), at(21)), b.Cell(words("1917"), at(21))),
                 (b.Cell(words("Yermak"), at(22)), b.Cell((), at(22)))), at(19), i.Attributes("ships")),
        b.Figure(i.Picture("manuscript/pictures/map.png", "A map of the harbour", "", at(24)),
                 (i.Text("The harbour"), mark(7, 24)), at(24)),
        b.Verse((words("\u00a0\u00a0The ice is thick,"), (i.Text("the ice"), i.LineBreak(), i.Text("is thin."))),
                at(26)),
        b.CodeBlock("a  line\n  another & <one>", "", at(28)),
        b.Division("letter", (paragraph("Dear clerk,", 31),), i.Attributes("notes", ("indented",)), at(30)),
        b.Rule(at(33)),
        b.Paragraph((i.SmallCaps(words("nkvd")), i.Superscript(words("2")), i.Subscript(words("3")),
                     i.Strikeout(words("no")), i.Code("x = 1"), i.CitationText(words(" (Writer 1934)"), None),  # type: ignore[arg-type]
                     i.Picture("manuscript/pictures/plan.svg", "A plan", "", at(34))), at(34)),
        paragraph("ice", 36),
        paragraph("Verylongwordwithoutanybreak" * 8, 37),
    )


def chapter_one() -> Chapter:
    unit = "ch-one"
    notes = (
        *(note(unit, number, line) for number, line in ((1, 3), (2, 5), (3, 14), (4, 16), (5, 19), (6, 21), (7, 24))),
        note(unit, 8, 1, b.Quotation((paragraph("A note that opens with a quotation.", 40),), at(40)),
             paragraph("And goes on.", 41)),
        note(unit, 9, 3),
    )
    return Chapter(unit, MatterPart.BODY, "chapter", 1, (i.Text("The "), i.Emphasis(words("Harbour")), mark(8, 1)),
                   opening(), notes, ONE)


def letter() -> PrimarySource:
    place = Place("manuscript/sources/01-letter.md", 1, 1)
    header = SourceHeader(
        "letter", "work", "p. 3", words("A letter to the clerk"), "1934-12-01", SourceKind.EXTRACT, "7",
        Rights(credit="By leave of the harbour."),
        (Question(words("Who wrote it?"), 2, 3), Question(words("Why?"), 1)), place, place,
    )
    long_note = (paragraph("First paragraph of the note.", 4), paragraph("Second paragraph of the note.", 5))
    return PrimarySource(
        "src-letter", 1, "Source 1", header, (b.Paragraph((i.Text("The clerk wrote."), mark(1, 4)), place),),
        (b.Paragraph((i.Text("“The ice,” he wrote."), mark(2, 6)), place), paragraph("It is late.", 8)),
        (i.Text("Writer, "), i.Emphasis(words("Work")), i.Text(", p. 3.")), (Mention("ch-one", "chapter 1"),),
        (note("src-letter", 1, 4, *long_note), note("src-letter", 2, 6)),
    )


def piece(unit: str, part: MatterPart, role: str, title: str, *blocks: b.Block) -> Chapter:
    return Chapter(unit, part, role, 0, words(title), blocks or (paragraph(f"{title}: words of it.", 2),), (),
                   Place(f"manuscript/{part}/{unit}.md"))


def everything() -> Book:
    front, back = MatterPart.FRONT, MatterPart.BACK
    retold = replace(letter(), unit="src-Николаев", number=2, called="Source 2", notes=(), mentions=(), header=replace(
        letter().header, id="Николаев", kind=SourceKind.PRECIS, title=words("Retold"), date="192X"),
        headnote=(paragraph("Head.", 3),), passage=(paragraph("It was told.", 5),))
    index = SourceIndex((
        IndexEntry("work", (), (i.Text("Writer, Ada. "), i.Emphasis(words("Work")), i.Text(". 1934.")), "writer",
                   Standing.PRIMARY, (CitedIn("ch-one", 1), CitedIn("ch-one", 8), CitedIn("src-letter", 2)), (1, 2)),
        IndexEntry("other", (), words("Other, A. Nothing. 1935."), "other", Standing.SECONDARY,
                   (CitedIn("ch-one", 3, "p. 4"),), ()),
    ))
    return Book(
        IDENTITY,
        (piece("front-imprint", front, "imprint", "Imprint"), piece("front-preface", front, "preface", "Preface")),
        (chapter_one(), piece("ch-two", MatterPart.BODY, "chapter", "Two")),
        (letter(), retold),
        (piece("back-afterword", back, "afterword", "Afterword"), piece("back-chronology", back, "chronology", "Dates"),
         piece("back-colophon", back, "colophon", "Colophon")),
        index,
    )


@dataclass(frozen=True)
class Made:
    """A written e-book, the book in it, and the folder that its pictures come from."""

    path: Path
    arranged: ArrangedBook
    root: Path


def draw_pictures(root: Path) -> None:
    folder = root / "manuscript/pictures"
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (300, 200), "teal").save(folder / "map.png")
    (folder / "plan.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="20" height="20">'
        '<circle cx="5" cy="5" r="4"/></svg>'
    )


def make(root: Path, book: Book | None = None, name: str = "everything.epub", edition: Edition = EDITION) -> Made:
    draw_pictures(root)
    arranged = arrange(book or everything(), edition)
    target = root / name
    cover = draw_cover(arranged.book.identity, arranged.book.typography.theme, edition, Press(root, (), SETTINGS))
    assert cover.found == ()
    assert write_epub(render_epub(arranged), root, cover, target, MODIFIED) == ()
    return Made(target, arranged, root)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="session")
def with_endnotes(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same book with its notes all together at its end."""
    return make(tmp_path_factory.mktemp("endnotes"), edition=replace(EDITION, notes=NotesAt.END))


@pytest.fixture(scope="session")
def book() -> Book:
    return everything()


def catalogued() -> Book:
    """The same book with all that a catalogue wants to know of one."""
    subjects = (
        SubjectCode(SubjectScheme.BISAC, "HIS032000", "HISTORY / Russia / General"),
        SubjectCode(SubjectScheme.THEMA, "NHD"), SubjectCode(SubjectScheme.THEMA, "1DTA", "Russia"),
    )
    identity = replace(
        IDENTITY, isbn_print="0-306-40615-2", series=Series("Lives & Sources", "3", "0317-8471"),
        subject_codes=subjects, languages=("ru", "he"), source="urn:isbn:9780804429573",
        access=AccessClaim("EPUB Accessibility 1.1 - WCAG 2.1 Level AA", "A Certifier"),
    )
    return replace(everything(), identity=identity)


@pytest.fixture(scope="session")
def catalogued_book() -> Book:
    return catalogued()


@pytest.fixture(scope="session")
def edition() -> Edition:
    return EDITION


@pytest.fixture(scope="session")
def maker():
    """The function that makes an e-book of a book in a folder."""
    return make
