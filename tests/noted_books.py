"""Books full of notes, written by chance in sentences that break into lines as a historian's do."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from small_books import IDENTITY

from kirovbook.diagnostics import Place
from kirovbook.model.blocks import Block, Paragraph, Quotation
from kirovbook.model.book import Book, Chapter, MatterPart
from kirovbook.model.index import SourceIndex
from kirovbook.model.inlines import Emphasis, Inline, NoteMark, Text
from kirovbook.model.source import Note

_WHO = (
    "the harbour board", "a travelling inspector", "the widow of the printer", "the committee of ratepayers",
    "an elderly schoolmaster", "the deputy for the eastern ward", "a correspondent of the evening paper",
    "the masters of the rope-walk", "the new commissioner", "one of the younger magistrates", "the lighthouse keeper",
    "the society for the relief of seamen", "her brother-in-law", "the secretary", "a clerk in the customs house",
)
_DID = (
    "declined to sign", "had long suspected", "remembered differently", "was unwilling to discuss", "published",
    "set aside", "described at length", "carried off", "put before the assembly", "never received", "quietly amended",
    "denounced in the strongest terms", "misunderstood", "asked the bishop to forward", "kept among his papers",
)
_WHAT = (
    "the petition of the ferrymen", "a memorandum on the drainage of the lower town", "the accounts for the winter",
    "an extraordinary proposal concerning the granary", "three letters without a date", "the minutes of the meeting",
    "the inquiry into the collapse of the footbridge", "a list of persons to be compensated", "the second resolution",
    "the correspondence with the provincial government", "an unsigned testimonial", "the plan for a covered market",
)
_WHEN = (
    "in the autumn of that year", "before the ice had broken", "on the following Thursday", "after the election",
    "some eighteen months later", "at the very moment when the subscriptions failed", "as the almanac for 1871 records",
    "without consulting his colleagues", "against the advice of everybody present", "in a very long speech",
)
_JOIN = ("although", "because", "while", "and", "but", "so that", "whereas", "until")
_BOOKS = (
    "A History of the Lower Harbour", "Letters of a Ratepayer", "The Ferrymen and Their Enemies", "Municipal Winters",
    "Rope, Tar and Politics", "An Unquiet Granary", "Recollections of the Evening Paper", "The Commissioner's Daughter",
)
_NAMES = (
    "A. Thornquist", "Beatrix Lindqvist-Moore", "Carel van Oost", "D. Applegarth", "E. M. Farquharson", "Ilse Brandt",
)


def sentence(rng: random.Random, words: int) -> str:
    """Give a sentence of about that many words."""
    said: list[str] = []
    while not said or len(" ".join(said).split()) < words:
        if said:
            said.append(f", {rng.choice(_JOIN)}")
        said.append(f" {rng.choice(_WHO)} {rng.choice(_DID)} {rng.choice(_WHAT)}")
        if rng.random() < 0.6:
            said.append(f" {rng.choice(_WHEN)}")
    return f"{''.join(said).strip().capitalize()}."


def prose(rng: random.Random, words: int) -> str:
    """Give sentences of about that many words together."""
    said: list[str] = []
    while (left := words - len(" ".join(said).split())) > 0:
        said.append(sentence(rng, min(left, rng.randint(8, 32))))
    return " ".join(said)


def reference(rng: random.Random) -> str:
    """Give a reference as most notes are."""
    page = rng.randint(2, 400)
    return f"{rng.choice(_NAMES)}, {rng.choice(_BOOKS)} (London, {rng.randint(1862, 1998)}), {page}–{page + 3}."


@dataclass
class Writer:
    """Writes one chapter: each block on a line of its own in its file, each note with words of its own."""

    unit: str = "ch-1"
    number: int = 1
    rng: random.Random = field(default_factory=lambda: random.Random(1))
    notes: list[Note] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def place(self) -> Place:
        return Place(f"chapters/{self.number:02}.md", len(self.blocks) + 1, 1)

    def note(self, *paragraphs: str, quoted: str = "") -> NoteMark:
        """Add a note of these paragraphs, the last of them a block quotation if asked for; give its mark."""
        place = self.place()
        count = len(self.notes) + 1
        first, *rest = paragraphs
        body: list[Block] = [Paragraph((Text(f"Note {count} of chapter {self.number}: {first}"),), place)]
        body += [Paragraph((Text(words),), place) for words in rest]
        if quoted:
            body.append(Quotation((Paragraph((Text(quoted),), place),), place))
        self.notes.append(Note(self.unit, count, tuple(body), tuple(body), (), place))
        return NoteMark(count, place)

    def long_note(self, words: int, paragraphs: int = 1) -> NoteMark:
        return self.note(*(prose(self.rng, words // paragraphs) for _ in range(paragraphs)))

    def paragraph(self, words: int, *marks: NoteMark) -> Paragraph:
        """Give a paragraph of about that many words, its marks spread over it."""
        content: list[Inline] = []
        for mark in marks:
            content += [Text(prose(self.rng, max(words // (len(marks) + 1), 6))), mark, Text(" ")]
        content += [Text(prose(self.rng, max(words // (len(marks) + 1), 6)) + " "), Emphasis((Text("So it was."),))]
        return Paragraph(tuple(content), self.place())

    def add(self, *blocks: Block) -> None:
        self.blocks.extend(blocks)

    def chapter(self) -> Chapter:
        title = (Text(f"The {('First', 'Second', 'Third', 'Fourth', 'Fifth')[self.number % 5]} Inquiry"),)
        return Chapter(self.unit, MatterPart.BODY, "chapter", self.number, title, tuple(self.blocks),
                       tuple(self.notes), Place(f"chapters/{self.number:02}.md"))


def book_of(*chapters: Chapter) -> Book:
    """Give a book of these chapters, without sources and index."""
    return Book(IDENTITY, (), chapters, (), (), SourceIndex(()))


def note_words(rng: random.Random) -> int:
    """Give a note's length in words as histories have them: most are references, some talk, a few go on and on."""
    chance = rng.random()
    if chance < 0.5:
        return 0
    if chance < 0.85:
        return rng.randint(15, 60)
    return rng.randint(60, 160) if chance < 0.97 else rng.randint(250, 600)


def scholarly_book(notes: int = 500, chapters: int = 5, seed: int = 11) -> Book:
    """Give a book of that many notes, about three to a page."""
    rng, made = random.Random(seed), []
    for number in range(1, chapters + 1):
        writer = Writer(f"ch-{number}", number, random.Random(seed * 100 + number))
        while len(writer.notes) < notes // chapters:
            marks = []
            for _ in range(min(rng.choice((0, 1, 1, 2, 2, 3)), notes // chapters - len(writer.notes))):
                length = note_words(rng)
                words = f"{reference(rng)} {prose(writer.rng, length)}" if length else reference(rng)
                marks.append(writer.note(words))
            block = writer.paragraph(rng.randint(60, 170), *marks)
            writer.add(Quotation((block,), block.place) if rng.random() < 0.08 else block)
        made.append(writer.chapter())
    return book_of(*made)
