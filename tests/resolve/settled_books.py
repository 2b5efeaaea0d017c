"""Settle small books: chapters and sources in Markdown, a bibliography, a style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kirovbook.diagnostics import Outcome, Place
from kirovbook.model.apparatus import USUAL_APPARATUS, Apparatus
from kirovbook.model.blocks import Heading
from kirovbook.model.book import Book, Identity, Manuscript, MatterPart, WrittenChapter, WrittenSource
from kirovbook.model.inlines import Text
from kirovbook.model.plain import plain_blocks
from kirovbook.model.rights import Rights
from kirovbook.model.source import Note, SourceHeader, SourceKind, Work
from kirovbook.parse.bibliography import read_bibliography
from kirovbook.parse.markdown import parse_blocks
from kirovbook.project import ManuscriptFile
from kirovbook.resolve import resolve

IBID = "chicago-notes-bibliography-subsequent-ibid"
CSL_PLACE = Place("manuscript/book.toml", 3, 7)
HERE = Path(__file__).parent


@dataclass(frozen=True)
class SmallSource:
    """A primary source: its id, the key of its work, where in it, and the headnote."""

    id: str
    work: str
    locator: str = ""
    headnote: str = "Headnote."


def works_of(bib: str) -> tuple[Work, ...]:
    return read_bibliography((ManuscriptFile("bibliography.bib", bib),)).value


def chapter(text: str, number: int, part: MatterPart = MatterPart.BODY, lang: str = "en-US") -> WrittenChapter:
    file = f"manuscript/{part}/{number:02}.md"
    parsed = parse_blocks(text, file, 1, lang, frozenset()).value
    place = Place(file)
    blocks, title = parsed.blocks, (Text(f"Piece {number}"),)
    if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1:
        title, blocks = blocks[0].content, blocks[1:]
    return WrittenChapter(f"c{number}", part, "chapter", title, blocks, parsed.notes, place)


def source(small: SmallSource, number: int, lang: str = "en-US") -> WrittenSource:
    file = f"manuscript/sources/{number:02}.md"
    parsed = parse_blocks(small.headnote, file, 5, lang, frozenset()).value
    header = SourceHeader(
        small.id, small.work, small.locator, (Text(small.id),), "1934", SourceKind.EXTRACT, "", Rights(), (),
        Place(file), Place(file, 2, 7),
    )  # fmt: skip
    passage = parse_blocks("The passage.", file, 9, lang, frozenset()).value
    return WrittenSource(header, parsed.blocks, passage.blocks, parsed.notes, Place(file))


def manuscript(
    chapters: tuple[str, ...],
    bib: str,
    sources: tuple[SmallSource, ...] = (),
    lang: str = "en-US",
    back: tuple[str, ...] = (),
    apparatus: Apparatus = USUAL_APPARATUS,
) -> Manuscript:
    identity = Identity(
        "A Book", "", "book", (), lang, "", "", "", "", "", "", (), date(2026, 1, 1), "Source"
    )
    return Manuscript(
        identity,
        (),
        tuple(chapter(text, number, lang=lang) for number, text in enumerate(chapters, start=1)),
        tuple(source(one, number, lang) for number, one in enumerate(sources, start=1)),
        tuple(chapter(text, number, MatterPart.BACK, lang) for number, text in enumerate(back, start=50)),
        works_of(bib),
        (),
        apparatus,
    )


TWELVE = (HERE / "twelve.bib").read_text(encoding="utf-8")


def settle(*chapters: str, bib: str = TWELVE, csl: str = IBID, **more: object) -> Outcome[Book]:
    """Settle chapters of Markdown that cite the twelve works."""
    return resolve(manuscript(chapters, bib, **more), csl, CSL_PLACE)  # type: ignore[arg-type]


def words(note: Note, *, spelled_out: bool = False) -> str:
    """Give a note as it would be read."""
    return " / ".join(said for said, _ in plain_blocks(note.spelled_out if spelled_out else note.content))


def all_units(book: Book) -> Iterator[tuple[str, tuple[Note, ...]]]:
    for one in (*book.front_matter, *book.chapters, *book.sources, *book.back_matter):
        yield one.unit, one.notes


@dataclass(frozen=True)
class Case:
    """A case of a table: its title, its fenced blocks by name."""

    title: str
    blocks: dict[str, str]


def read_cases(file: Path) -> list[Case]:
    """Read a table: ``## title``, then fenced blocks that are called by what stands behind the fence."""
    cases = []
    for part in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        blocks = dict(re.findall(r"^~~~ (\w+)\n(.*?)^~~~$", part, re.MULTILINE | re.DOTALL))
        cases.append(Case(part.partition("\n")[0], blocks))
    return cases
