"""What a PDF of a book is, as the file itself tells: its pages, where its chapters stand, which notes it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2

from speed.watch import FailedError


@dataclass(frozen=True, slots=True)
class Stretch:
    """A chapter's place: the index of its first page, from 0, and how many pages hold something of it."""

    first: int
    filled: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A PDF of a book: its pages, its bytes, its chapters, and how many notes it says it holds."""

    pages: int
    size: int
    chapters: tuple[Stretch, ...]
    notes: int


def read_facts(file: Path) -> Facts:
    """Read a PDF, made by kirovbook or by WeasyPrint on what it renders."""
    with pypdfium2.PdfDocument(file) as document:
        pages = len(document)
        filled = [document[page].get_textpage().count_chars() > 0 for page in range(pages)]
        outline = [(each.get_title(), each.get_dest().get_index()) for each in document.get_toc()]
    openings = [*outline, ("", pages)]
    chapters = tuple(
        Stretch(page, sum(filled[page:end])) for (title, page), (_, end) in pairwise(openings) if "Inquiry" in title)
    with pikepdf.open(file) as document:
        names = document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        notes = sum(name.startswith("note-") for name in pikepdf.NameTree(names)) if names else 0
    return Facts(pages, file.stat().st_size, chapters, notes)


def read_record(dist: Path) -> dict[str, object]:
    """Read the record of a build."""
    files = list(dist.glob("*.json"))
    if len(files) != 1:
        raise FailedError(f"{dist} has {len(files)} records")
    record: dict[str, object] = json.loads(files[0].read_text(encoding="utf-8"))
    return record


def read_edition(dist: Path) -> Facts:
    """Read the print edition that a build wrote, held against its record.

    Raises ``FailedError`` where the two differ in pages or notes.
    """
    record = read_record(dist)
    edition = record["editions"]["print"]
    facts = read_facts(dist / edition["file"])
    if (facts.pages, facts.notes) != (edition["pages"], len(record["notes"])):
        raise FailedError(f"the record has {edition['pages']} pages and {len(record['notes'])} notes, "
                          f"its file {facts.pages} and {facts.notes}")
    return facts
