"""Validate what lies in ``dist``: that it is what was built, of the book as it is now, and sound.

Each file is read anew: a PDF goes through the preflight and the proof of its notes and paragraphs, an e-book through
its own proof and through EPUBCheck where Java is installed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers, settle_pages
from kirovbook.arrange.passages import settle_variants
from kirovbook.cache import open_cache
from kirovbook.check.epub_integrity import prove_epub
from kirovbook.check.epubcheck import is_epubcheck_here, run_epubcheck
from kirovbook.check.page_list_integrity import prove_page_order
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.check.preflight import UNSOUND, preflight
from kirovbook.diagnostics import ADVICE, ERROR, WARNING, CannotRunError, Diagnostic, Place, in_reading_order
from kirovbook.export.listed_works import called_units, recorded_pages
from kirovbook.memory import Memory
from kirovbook.model.book import Book
from kirovbook.model.edition import Edition, EditionKind
from kirovbook.model.names import NamesEntry
from kirovbook.model.source import Note
from kirovbook.pipeline import mark_of, settle, settling
from kirovbook.progress import NO_PROGRESS, Progress
from kirovbook.quick_dataclass import dataclass
from kirovbook.report import Report

_BUILD = "run 'kirovbook build'"


@dataclass(frozen=True, slots=True)
class _Made:
    """An edition as the record of its build has it, and its file."""

    edition: Edition
    file: Path
    recorded: Mapping[str, Any]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(str(label) for label in self.recorded.get("labels", ()))


def verify(root: Path, out: Path | None = None, progress: Progress = NO_PROGRESS) -> Report:
    """Look at every edition in ``dist`` (or ``out``) and give what is wrong with it.

    Raises ``CannotRunError`` where nothing was built yet, or where the record of the build can't be read.
    """
    progress.begins("reading the manuscript")
    with open_cache() as cache:
        memory = Memory(cache)
        project, manuscript, book, found = settle(root, memory, is_draft=False)
        if not project or not manuscript or not book:
            return Report((), tuple(in_reading_order(found)), {})
        again = settling(project, memory, is_draft=False).value
        variants = settle_variants(manuscript, book, project.settings.editions, again).value
    dist = out or root / "dist"
    record = _read_record(dist / f"{book.identity.slug}.json")
    files, seen = list[Path](), list[Diagnostic]()
    is_current = record.get("manuscript") == mark_of(project)
    if not is_current:
        message = "the book has changed since its editions were built; they are not held against it"
        seen.append(Diagnostic("P211", WARNING, project.home, message, _BUILD))
    for made in _made(project.settings.editions, record, dist, seen):
        progress.begins(f"verifying the edition {made.edition.name!r}")
        try:
            written = made.file.read_bytes()
        except OSError:
            message = f"{made.edition.name}: there is no file {made.file.name!r}"
            seen.append(Diagnostic("P212", ERROR, made.edition.place, message, _BUILD))
            continue
        files.append(made.file)
        of_edition = variants[made.edition.name].book
        # What a precis brings that stands in for a passage is not all in the record; its file was proved when built.
        seen += _verified(made, written, of_edition, _pages(record, book), _printed_pages(made, record),
                          is_proved=is_current and of_edition is book)
    seen += _verified_trade_record(record, dist, project.home)
    return Report(tuple(files), tuple(in_reading_order(seen)), {})


def _verified_trade_record(record: Mapping[str, Any], dist: Path, home: Place) -> Iterator[Diagnostic]:
    """Look whether the record for the trade is there, and the one that was built."""
    recorded = record.get("onix")
    if not isinstance(recorded, dict):
        return
    name = Path(str(recorded.get("file", ""))).name
    try:
        written = (dist / name).read_bytes()
    except OSError:
        yield Diagnostic("P212", ERROR, home, f"there is no file {name!r}", _BUILD)
        return
    if sha256(written).hexdigest() != recorded.get("sha256"):
        message = f"the file {name!r} is not the one that was built: its SHA-256 is another"
        yield Diagnostic("P213", WARNING, home, message, f"{_BUILD} again, unless you changed the file yourself")


def _read_record(path: Path) -> Mapping[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise CannotRunError(f"there is no record of a build: {path}", _BUILD) from trouble
    except ValueError:
        record = None
    editions = record.get("editions") if isinstance(record, dict) else None
    if isinstance(editions, dict) and all(isinstance(edition, dict) for edition in editions.values()):
        return dict(record)
    raise CannotRunError(f"the record of the build can't be read: {path}", f"{_BUILD} again")


def _made(
    editions: tuple[Edition, ...], record: Mapping[str, Any], dist: Path, seen: list[Diagnostic]
) -> Iterator[_Made]:
    recorded = record["editions"]
    for edition in editions:
        if edition.name in recorded:
            # Only the name counts: a record must not lead out of the folder.
            yield _Made(edition, dist / Path(str(recorded[edition.name].get("file", ""))).name, recorded[edition.name])
        else:
            message = f"{edition.name}: the edition was not built yet"
            seen.append(Diagnostic("P212", WARNING, edition.place, message, _BUILD))


def _verified(
    made: _Made, written: bytes, book: Book, pages: Mapping[str, Mapping[str, str]], printed: tuple[str, ...],
    *, is_proved: bool,
) -> Iterator[Diagnostic]:
    edition = made.edition
    if sha256(written).hexdigest() != made.recorded.get("sha256"):
        message = f"{edition.name}: the file is not the one that was built: its SHA-256 is another"
        hint = f"{_BUILD} again, unless you changed the file yourself"
        yield Diagnostic("P213", WARNING, edition.place, message, hint)
    arranged = arrange(book, edition)
    if edition.kind is EditionKind.EPUB:
        if is_proved:
            yield from prove_epub(made.file, settle_pages(arranged, None))
        if printed:
            yield from prove_page_order(made.file, printed, edition.place)
        if is_epubcheck_here():
            yield from run_epubcheck(made.file, edition.place)
        else:
            message = f"{edition.name}: EPUBCheck is not installed, so nothing has asked it"
            yield Diagnostic("E132", ADVICE, edition.place, message, "install Java and 'pip install kirovbook[verify]'")
        return
    labels = made.labels
    found = preflight(written, arranged, len(labels))
    yield from found
    if is_proved and not any(one.code == UNSOUND for one in found):
        folios = {anchor: of[edition.name] for anchor, of in pages.items() if edition.name in of}
        anchors = {anchor: labels.index(folio) for anchor, folio in folios.items() if folio in labels}
        spelled = frozenset(str(name) for name in made.recorded.get("spelled_out", ()))
        yield from prove_pdf(written, settle_pages(arranged, PageNumbers(folios, spelled)), labels, anchors)


def _printed_pages(made: _Made, record: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the labels of the pages that an e-book has the breaks of."""
    labels = record["editions"].get(made.recorded.get("pages_of") or "", {}).get("labels")
    return tuple(map(str, labels)) if isinstance(labels, list) else ()


def _pages(record: Mapping[str, Any], book: Book) -> dict[str, Mapping[str, str]]:
    """Give the page of each anchor by edition, as the record has them; nothing where it is not of this book."""
    try:
        notes = {
            note.anchor: dict(recorded["page"])
            for note, recorded in zip(_notes(book), _without_precis(record["notes"]), strict=True)
        }
        names = {
            place.anchor: dict(recorded["page"])
            for entry, of_entry in zip(_named(book.names.entries), record["names"], strict=True)
            for place, recorded in zip(entry.cited, of_entry["places"], strict=True)
        }
    except (KeyError, TypeError, ValueError):
        return {}
    return {**notes, **names, **recorded_pages(json.dumps(record), book)}


def _without_precis(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the notes of a precis that stands in for a passage."""
    return [note for note in notes if note.get("passage") != "precis"]


def _notes(book: Book) -> Iterator[Note]:
    for _, notes in called_units(book):
        yield from notes


def _named(entries: tuple[NamesEntry, ...]) -> Iterator[NamesEntry]:
    """Give the entries that have places, those below others among them, in the order of the record."""
    for entry in entries:
        if entry.cited:
            yield entry
        yield from _named(entry.under)
