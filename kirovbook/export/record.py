"""Write the record of a build: what was made, and where every note, work and source stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from kirovbook.diagnostics import Diagnostic
from kirovbook.export.listed_names import describe_names
from kirovbook.export.listed_works import called_units, describe_work
from kirovbook.model.book import ArrangedBook, Book
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.model.source import Note
from kirovbook.render.wrap import Wrap

FORMAT = 1


@dataclass(frozen=True, slots=True)
class MadeCover:
    """A printed cover that was made: its file's name and bytes, and the page and paper that it was made to."""

    file: str
    written: bytes
    wrap: Wrap


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """An edition that was made: its words as printed, its file's name and bytes.

    For a PDF besides its page labels, the page of each anchor, and the notes spelled out in the place of "Ibid.".
    """

    arranged: ArrangedBook
    file: str
    written: bytes
    labels: tuple[str, ...]
    anchors: Mapping[str, int]
    spelled: frozenset[str] = frozenset()
    cover: MadeCover | None = None

    def folio(self, anchor: str) -> str | None:
        """Give the label of the page where an anchor stands, if this edition has pages and holds it."""
        page = self.anchors.get(anchor)
        return None if page is None else self.labels[page]


def write_record(book: Book, made: tuple[MadeEdition, ...], diagnostics: tuple[Diagnostic, ...]) -> str:
    """Give the record as JSON: the editions, every note, every work, every source, every finding."""
    record = {
        "format": FORMAT,
        "title": book.identity.title,
        "date": book.identity.date.isoformat(),
        "draft": book.is_draft,
        "editions": {edition.arranged.edition.name: _edition(edition) for edition in made},
        "notes": [_note(note, called, made) for called, notes in called_units(book) for note in notes],
        "works": [describe_work(entry, book, lambda anchor: _pages(anchor, made)) for entry in book.index.entries],
        "names": describe_names(book, lambda anchor: _pages(anchor, made)),
        "sources": [_source(book, number, made) for number in range(len(book.sources))],
        "diagnostics": [_diagnostic(found) for found in diagnostics],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _edition(made: MadeEdition) -> dict[str, object]:
    edition = made.arranged.edition
    return {
        "file": made.file,
        "sha256": sha256(made.written).hexdigest(),
        "pages": len(made.labels) or None,
        "spelled_out": sorted(made.spelled),
        "cover": _cover(made.cover) if made.cover else None,
        "settings": {
            "kind": edition.kind, "trim": [edition.trim.width, edition.trim.height], "bleed": edition.bleed,
            "marks": edition.marks, "variant": edition.variant, "sources": list(edition.sources),
            "questions": edition.questions, "signature": edition.signature,
            "gutter": "auto" if edition.gutter.grows else edition.gutter.width,
        },
    }


def _cover(made: MadeCover) -> dict[str, object]:
    trim = made.wrap.trim
    return {
        "file": made.file, "sha256": sha256(made.written).hexdigest(), "trim": [trim.width, trim.height],
        "spine": made.wrap.spine,
    }


def _pages(anchor: str, made: tuple[MadeEdition, ...]) -> dict[str, str]:
    folios = ((edition.arranged.edition.name, edition.folio(anchor)) for edition in made)
    return {name: folio for name, folio in folios if folio is not None}


def _note(note: Note, called: str, made: tuple[MadeEdition, ...]) -> dict[str, object]:
    return {
        "unit": note.unit,
        "chapter": called,
        "number": note.number,
        "page": _pages(note.anchor, made),
        "works": list(note.works),
        "text": " ".join(words for words, _ in plain_blocks(note.content)),
        "place": str(note.place),
    }


def _source(book: Book, number: int, made: tuple[MadeEdition, ...]) -> dict[str, object]:
    source = book.sources[number]
    return {
        "number": source.number,
        "id": source.header.id,
        "title": plain_inlines(source.header.title),
        "work": source.header.work,
        "pages": {edition.arranged.edition.name: pages for edition in made if (pages := _span(source.unit, edition))},
    }


def _span(unit: str, made: MadeEdition) -> list[str]:
    """Give the labels of the pages from a unit's opening to the next unit's."""
    openings = [made.anchors[leaf.unit] for leaf in made.arranged.leaves if leaf.unit in made.anchors]
    if unit not in made.anchors:
        return []
    first = made.anchors[unit]
    after = next((page for page in openings if page > first), len(made.labels))
    return list(made.labels[first:after])


def _diagnostic(found: Diagnostic) -> dict[str, object]:
    place = found.place
    return {
        "code": found.code, "severity": found.severity, "file": place.file, "line": place.line,
        "column": place.column, "message": found.message,
    }
