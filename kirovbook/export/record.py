"""Write the record of a build: what was made, and where every note, work and source stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from kirovbook.diagnostics import Diagnostic
from kirovbook.export.listed_names import describe_names
from kirovbook.export.listed_works import called_units, describe_work, names_of_units
from kirovbook.export.made import MadeCover, MadeEdition, unit_of_anchor
from kirovbook.export.onix import TradeRecord
from kirovbook.model.book import Book
from kirovbook.model.edition import EditionKind
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.model.source import Note, PrimarySource

FORMAT = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def write_record(
    book: Book, made: tuple[MadeEdition, ...], diagnostics: tuple[Diagnostic, ...], manuscript: str = "",
    trade: TradeRecord | None = None,
) -> str:
    """Give the record as JSON: the editions, every note, every work, every source, every finding.

    ``book`` has the passage of every source. Where an edition prints a precis in its place, what the precis brings
    is told apart: its notes under ``"passage": "precis"``, what they cite under ``cited_in_precis``. ``manuscript``
    is the mark of all that the book was made from, by which a later change is known; ``trade`` the file for the trade.
    """
    retold = tuple(one for one in _retold_books(book, made))
    record = {
        "format": FORMAT,
        "title": book.identity.title,
        "date": book.identity.date.isoformat(),
        "manuscript": manuscript,
        "draft": book.is_draft,
        "editions": {edition.arranged.edition.name: _edition(edition) for edition in made},
        "onix": {"file": trade.file, "sha256": sha256(trade.written).hexdigest()} if trade else None,
        "notes": [_note(note, called, _pages(note.anchor, book, made))
                  for called, notes in called_units(book) for note in notes] + list(_retold_notes(retold, book, made)),
        "works": _works(book, retold, made),
        "names": describe_names(book, lambda anchor: _pages(anchor, book, made)),
        "sources": [_source(book, number, made) for number in range(len(book.sources))],
        "diagnostics": [_diagnostic(found) for found in diagnostics],
    }
    return _written(record)


def _written(record: Mapping[str, object]) -> str:
    """Write the record as JSON with a line for each note, each work, each source: many times faster than indented."""
    parts = (f" {_json(name)}: {_lines_of(value)}" for name, value in record.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines_of(value: object) -> str:
    if isinstance(value, dict) and value:
        return "{\n  " + ",\n  ".join(f"{_json(name)}: {_json(each)}" for name, each in value.items()) + "\n }"
    if not isinstance(value, list) or not value:
        return _json(value)
    return "[\n  " + ",\n  ".join(map(_json, value)) + "\n ]"


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _retold_books(book: Book, made: tuple[MadeEdition, ...]) -> Iterator[Book]:
    """Give each book that an edition printed and that is not the one with every passage."""
    yield from {id(one): one for one in (edition.arranged.book for edition in made) if one is not book}.values()


def _retold_units(one: Book, book: Book) -> frozenset[str]:
    pairs = zip(one.sources, book.sources, strict=True)
    return frozenset(source.unit for source, again in pairs if source.header.kind is not again.header.kind)


def _retold_notes(retold: tuple[Book, ...], book: Book, made: tuple[MadeEdition, ...]) -> Iterator[dict[str, object]]:
    """Give the notes of each source that an edition retells, once."""
    seen: set[str] = set()
    for one in retold:
        units = _retold_units(one, book) - seen
        seen |= units
        for source in one.sources:
            for note in source.notes if source.unit in units else ():
                pages = _pages(note.anchor, one, made)
                yield {**_note(note, source.called, pages), "passage": source.header.kind}


def _works(book: Book, retold: tuple[Book, ...], made: tuple[MadeEdition, ...]) -> list[dict[str, object]]:
    called = names_of_units(book)
    works = {
        entry.key: describe_work(entry, called, lambda anchor: _pages(anchor, book, made))
        for entry in book.index.entries
    }
    seen: set[str] = set()
    for one in retold:
        units = _retold_units(one, book) - seen
        seen |= units
        called = names_of_units(one)
        for entry in one.index.entries:
            work = works.setdefault(entry.key, describe_work(replace(entry, cited=()), called, lambda _: {}))
            cited = tuple(place for place in entry.cited if place.unit in units)
            if cited:
                told = describe_work(replace(entry, cited=cited), called, partial(_pages, book=one, made=made))
                work["cited_in_precis"] = [*_list(work.get("cited_in_precis")), *_list(told["cited"])]
    return list(works.values())


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _edition(made: MadeEdition) -> dict[str, object]:
    edition = made.arranged.edition
    return {
        "file": made.file,
        "sha256": sha256(made.written).hexdigest(),
        "pages": len(made.labels) or None,
        "labels": list(made.labels),
        "pages_of": made.pages_of or None,
        "picture_bytes": _picture_bytes(made),
        "spelled_out": sorted(made.spelled),
        "cover": _cover(made.cover) if made.cover else None,
        "settings": {
            "kind": edition.kind, "trim": [edition.trim.width, edition.trim.height], "bleed": edition.bleed,
            "marks": edition.marks, "variant": edition.variant, "sources": list(edition.sources),
            "questions": edition.questions, "fonts": edition.embeds_fonts, "signature": edition.signature,
            "gutter": "auto" if edition.gutter.grows else edition.gutter.width,
        },
    }


def _picture_bytes(made: MadeEdition) -> int | None:
    """Say how much of an e-book its pictures are, the cover aside."""
    if made.arranged.edition.kind is not EditionKind.EPUB:
        return None
    with ZipFile(BytesIO(made.written)) as archive:
        return sum(each.compress_size for each in archive.infolist() if each.filename.startswith("EPUB/pictures/"))


def _cover(made: MadeCover) -> dict[str, object]:
    trim = made.wrap.sheet.trim
    return {
        "file": made.file, "sha256": sha256(made.written).hexdigest(), "trim": [trim.width, trim.height],
        "spine": made.wrap.spine,
    }


def _pages(anchor: str, book: Book, made: tuple[MadeEdition, ...]) -> dict[str, str]:
    """Give the page of an anchor of a book in each edition that prints the same passage there."""
    unit = unit_of_anchor(anchor)
    folios = (
        (edition.arranged.edition.name, edition.folio(anchor)) for edition in made
        if edition.arranged.book is book or unit not in _retold_units(edition.arranged.book, book)
    )
    return {name: folio for name, folio in folios if folio is not None}


def _note(note: Note, called: str, pages: dict[str, str]) -> dict[str, object]:
    return {
        "unit": note.unit,
        "chapter": called,
        "number": note.number,
        "page": pages,
        "works": list(note.works),
        "text": " ".join(words for words, _ in plain_blocks(note.content)),
        "place": str(note.place),
    }


def _source(book: Book, number: int, made: tuple[MadeEdition, ...]) -> dict[str, object]:
    source = book.sources[number]
    holding = [one for one in made if any(leaf.unit == source.unit for leaf in one.arranged.leaves)]
    return {
        "number": source.number,
        "id": source.header.id,
        "title": plain_inlines(source.header.title),
        "work": source.header.work,
        "rights": source.header.rights.status,
        "printed": {one.arranged.edition.name: _printed(source, one) for one in holding},
        "lines": {one.arranged.edition.name: lines for one in holding if (lines := _lines(source.unit, one))},
        "pages": {edition.arranged.edition.name: pages for edition in made if (pages := _span(source.unit, edition))},
    }


def _lines(unit: str, made: MadeEdition) -> list[dict[str, object]]:
    """Give the first and the last line of a source's passage on each of its pages."""
    described, last = list[dict[str, object]](), 0
    for each in made.lines:
        for page, count in each.by_page if each.unit == unit else ():
            described.append({"page": made.labels[page], "first": last + 1, "last": last + count})
            last += count
    return described


def _printed(source: PrimarySource, made: MadeEdition) -> dict[str, str]:
    """Say which passage of a source an edition printed, and why that."""
    book = made.arranged.book
    kind = book.sources[source.number - 1].header.kind
    hindrance = source.header.rights.hindrance(made.arranged.edition.name, book.identity.date)
    if kind is not source.header.kind:
        return {"passage": kind, "why": hindrance}
    why = f"{hindrance}, and there is no precis" if hindrance else f"its rights allow it: {source.header.rights.status}"
    return {"passage": kind, "why": why}


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
