"""Books made for the tests of a page: long enough to break notes over pages, the same every time."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

from kirovbook.diagnostics import Place
from kirovbook.export.press import Press
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import Book, Chapter, Contributor, Identity, MatterPart
from kirovbook.model.edition import Edition, EditionKind, Trim
from kirovbook.model.index import CitedIn, IndexEntry, SourceIndex
from kirovbook.model.inlines import Emphasis, Inline, NoteMark, Text
from kirovbook.model.rights import Rights
from kirovbook.model.source import Note, PrimarySource, Question, SourceHeader, SourceKind, Standing

WORDS = (  # noqa: SIM905 - words are read more easily than their quotation marks
    "archive winter delegate harbour ministry railway petition telegram winter factory committee evening witness "
    "province letter protocol corridor steamer chairman bakery session archive printer meeting district river "
    "congress document signature resolution workshop apartment newspaper inquiry statement bridge garrison"
).split()
IDENTITY = Identity(
    title="A Book of Proofs", subtitle="With Its Notes", slug="proofs", contributors=(Contributor("The Printers"),),
    lang="en-GB", publisher="Press", isbn_print="", isbn_epub="",
    identifier="urn:uuid:00000000-0000-4000-8000-000000000001",
    rights="Free to copy", description="", subjects=(), date=date(2026, 1, 1), source_label="Source",
)
PRINT = Edition("print", EditionKind.PDF, Trim(432, 648), 0, marks=False, variant="", sources=(), questions=False,
                place=Place("manuscript/book.toml", 1, 1))


def press(root: Path) -> Press:
    """Give what a book in this folder is made with that has no styles of its own."""
    return Press(root, (), PRINT.place)


def sentence(rng: random.Random, length: int) -> str:
    """Give that many words as a sentence."""
    return " ".join(rng.choice(WORDS) for _ in range(length)).capitalize() + "."


def noted_chapter(rng: random.Random, number: int, paragraphs: int, notes_each: int, note_words: int) -> Chapter:
    """Give a chapter whose paragraphs each call some notes; every note's text is its own."""
    unit, notes, blocks = f"ch-{number}", [], []
    for line in range(1, paragraphs + 1):
        content: list[Inline] = []
        for _ in range(notes_each):
            place = Place(f"chapters/{number:02}.md", line, 1)
            content += [Text(sentence(rng, rng.randint(14, 40))), NoteMark(len(notes) + 1, place), Text(" ")]
            words = f"Note {number} of {len(notes) + 1}: {sentence(rng, rng.randint(note_words // 2, note_words))}"
            body = (Paragraph((Text(words),), place),)
            notes.append(Note(unit, len(notes) + 1, body, body, ("work",), place))
        content += [Text(sentence(rng, 20)), Emphasis((Text(" So it was."),))]
        blocks.append(Paragraph(tuple(content), Place(f"chapters/{number:02}.md", line, 1)))
    return Chapter(unit, MatterPart.BODY, "chapter", number, (Text(f"Chapter of {WORDS[number]}"),), tuple(blocks),
                   tuple(notes), Place(f"chapters/{number:02}.md"))


def source(number: int) -> PrimarySource:
    """Give a short primary source with a note and two questions."""
    rng, place = random.Random(number), Place(f"sources/{number}.md")
    header = SourceHeader(
        f"s{number}", "work", "", (Text(f"Letter of {WORDS[number]}"),), "1934", SourceKind.EXTRACT, str(number),
        Rights(credit="By leave of nobody"), (Question((Text("Who wrote this letter?"),), 2, 3),
                                              Question((Text("Why should we doubt it?"),), 1, 2)), place, place,
    )
    body = (Paragraph((Text("A note of the letter."),), place),)
    note = Note(f"src-s{number}", 1, body, body, ("work",), place)
    headnote = (Paragraph((Text(sentence(rng, 30)), NoteMark(1, place)), place),)
    return PrimarySource(f"src-s{number}", number, f"Source {number}", header, headnote,
                         (Paragraph((Text(sentence(rng, 90)),), place),), (Text("Work, 1934."),), (), (note,))


def noted_book(
    chapters: int = 3, paragraphs: int = 30, notes_each: int = 3, note_words: int = 40, seed: int = 7,
) -> Book:
    """Give a book of that many chapters, with two sources and an index of one work cited everywhere."""
    rng = random.Random(seed)
    made = tuple(noted_chapter(rng, number, paragraphs, notes_each, note_words) for number in range(1, chapters + 1))
    sources = (source(1), source(2))
    cited = tuple(CitedIn(note.unit, note.number) for chapter in made for note in chapter.notes[::7])
    index = SourceIndex((IndexEntry("work", (), (Text("Nobody, A. "), Emphasis((Text("Work"),)), Text(". 1934.")),
                                    "nobody", Standing.PRIMARY, cited, (1, 2)),))
    return Book(IDENTITY, (), made, sources, (), index)


def with_edition(**changes: object) -> Edition:
    """Give the print edition with some of its settings changed."""
    return replace(PRINT, **changes)  # type: ignore[arg-type]
