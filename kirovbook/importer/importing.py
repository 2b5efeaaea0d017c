"""Make a book of pages: read, repair, recognise, describe, link, write, prove, shelve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kirovbook.diagnostics import ADVICE, CannotRunError, Diagnostic, Place, has_errors, in_reading_order
from kirovbook.importer import signs
from kirovbook.importer.draft import FoundSource, PageDraft
from kirovbook.importer.page import REPAIRS, Kind, Log, Page, Piece, Repaired
from kirovbook.importer.people import Person, find_people, render_people
from kirovbook.importer.proof import Parts, Proof, prove
from kirovbook.importer.quotations import Links, Target
from kirovbook.importer.reading import FORMS, read_pages
from kirovbook.importer.recognise import recognise
from kirovbook.importer.repair import repair_page
from kirovbook.importer.report import Telling, render_report
from kirovbook.importer.shelve import may_write, shelve
from kirovbook.importer.suspects import find_suspects
from kirovbook.importer.works import Draft, Named, family, gather, render_bibliography
from kirovbook.importer.write import (
    Names,
    ReadSource,
    WrittenFile,
    read_source,
    render_settings,
    sections_of,
    source_id,
    write_section,
    write_source,
)
from kirovbook.progress import NO_PROGRESS, Progress
from kirovbook.quick_dataclass import dataclass
from kirovbook.report import Report
from kirovbook.resolve.likeness import nearest


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the author asked for: repairs to leave undone, the language, the format where names don't tell it."""

    skipped: frozenset[str] = frozenset()
    lang: str = "en-GB"
    form: str = ""
    is_update: bool = False


def read_wishes(no_repair: Iterable[str], lang: str, form: str, *, is_update: bool) -> Wishes:
    """Make wishes of what was typed.

    :raises CannotRunError: no repair or no format has such a name.
    """
    for name in no_repair:
        if name not in REPAIRS:
            near = nearest(name, REPAIRS)
            hint = f"did you mean {near!r}?" if near else f"use one of: {', '.join(REPAIRS)}"
            raise CannotRunError(f"no repair is called {name!r}", hint)
    if form and form not in FORMS:
        raise CannotRunError(f"no format of text is called {form!r}", f"use one of: {', '.join(FORMS)}")
    if not re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", lang):
        raise CannotRunError(f"{lang!r} is no language", "write a tag as in 'en-GB' or 'de'")
    return Wishes(frozenset(no_repair), lang, form, is_update)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A source on its way into the book: whose page it is of, how it was read, its id and its work's key."""

    draft: PageDraft
    source: ReadSource
    id: str
    key: str


def import_pages(paths: Sequence[Path], folder: Path, wishes: Wishes, progress: Progress = NO_PROGRESS) -> Report:
    """Make a book of pages in ``folder``, which must be new or empty, or with ``is_update`` an imported book.

    Nothing is written where a page cannot be read or the proof fails.

    :raises CannotRunError: a page is missing, the folder holds something, or Pandoc is missing.
    """
    may_write(folder, is_update=wishes.is_update)
    log = Log(wishes.skipped)
    progress.begins("reading the pages")
    pages = read_pages(paths, wishes.form, log)
    texts = {page.file: page.text for page in pages}
    if has_errors(log.found) or not pages:
        return Report((), tuple(in_reading_order(log.found)), texts)
    drafts, entries, works = _recognised(pages, log, progress)
    progress.begins("writing the book")
    written = _write(drafts, entries, pages, log)
    people = _people(drafts, works)
    progress.begins("proving that no word is lost")
    proofs = _prove(drafts, pages, written, wishes.lang)
    log.found += [found for proof in proofs for found in proof.found]
    if has_errors(log.found):
        return Report((), tuple(in_reading_order(log.found)), texts)
    _advise_of_repairs(log)
    files = {file.path: file.text for some in written for file in some}
    files["manuscript/book.toml"] = render_settings(_plain(drafts[0].title.text), wishes.lang)
    files["manuscript/people.toml"] = render_people(people)
    files["bibliography.bib"] = render_bibliography(works, "\n".join(page.bibliography for page in pages))
    sources = tuple((one.source, one.id, one.key) for one in entries)
    files["import.md"] = render_report(Telling(tuple(drafts), sources, works, people, proofs, log))
    artifacts, edited = shelve(folder, files)
    log.found += _left_alone(edited, Place(pages[0].file))
    return Report(artifacts, tuple(in_reading_order(log.found)), texts)


def _recognised(
    pages: Sequence[Page], log: Log, progress: Progress
) -> tuple[list[PageDraft], tuple[_Entry, ...], tuple[Draft, ...]]:
    progress.begins("recognising chapters and sources")
    drafts = _drafts(pages, log)
    entries, works = _entries(drafts, pages, log)
    progress.begins("linking quotations")
    return _linked(drafts, entries, works, log), entries, works


def _left_alone(edited: Iterable[str], place: Place) -> list[Diagnostic]:
    hint = "compare it with the file beside it that ends in '.new', if there is one"
    return [
        Diagnostic("I140", ADVICE, place, f"'{path}' was edited after the last import, and left alone", hint)
        for path in edited
    ]


def _plain(text: str) -> str:
    return signs.line(text)


def _drafts(pages: Sequence[Page], log: Log) -> list[PageDraft]:
    drafts = []
    for number, page in enumerate(pages):
        pieces = repair_page(page, log)
        find_suspects(pieces, page.file, log)
        drafts.append(recognise(page, pieces, log, is_first=number == 0))
    if len(pages) > 1:
        message = f"the book is called '{_plain(drafts[0].title.text)}' after the first of {len(pages)} pages"
        log.ask(
            "I118",
            Place(pages[0].file, drafts[0].title.line),
            message,
            "write the book's title in manuscript/book.toml",
        )
    return drafts


def _entries(
    drafts: Sequence[PageDraft], pages: Sequence[Page], log: Log
) -> tuple[tuple[_Entry, ...], tuple[Draft, ...]]:
    """Read the sources' headings, describe their works, and give them ids."""
    read = [(draft, read_source(found, draft.page.file, log)) for draft in drafts for found in _in_order(draft, log)]
    named = [Named(one.heading.description, Place(draft.page.file, one.found.heading.line)) for draft, one in read]
    taken = {key for page in pages for key in re.findall(r"^@\w+\{([^,\s]+),", page.bibliography, re.MULTILINE)}
    keys, works = gather(named, log, taken)
    names = Names()
    for work in works:
        if work.description.gaps:
            message = f"the entry {work.key!r} lacks {', '.join(work.description.gaps)}"
            log.advise("I115", work.place, message, "look it up, and complete it in bibliography.bib")
    return tuple(
        _Entry(draft, one, source_id(one, key, names), key) for (draft, one), key in zip(read, keys, strict=True)
    ), works


def _in_order(draft: PageDraft, log: Log) -> Sequence[FoundSource]:
    """Note numbers that are out of order; without the repair the sources take the order of their numbers."""
    numbers = [found.number for found in draft.sources]
    if not numbers or not all(number.isdigit() for number in numbers):
        return draft.sources
    if numbers == [str(number) for number in range(1, len(numbers) + 1)]:
        return draft.sources
    if not log.does("numbers"):
        return sorted(draft.sources, key=lambda found: int(found.number))
    place = Place(draft.page.file, draft.sources[0].heading.line)
    shown = ", ".join(numbers[:30]) + ("…" if len(numbers) > 30 else "")  # noqa: PLR2004 - enough to see the disorder
    log.repaired(
        "numbers", place, f"the page numbers its sources {shown}; they are numbered in order, and keep these as labels"
    )
    return draft.sources


def _linked(
    drafts: Sequence[PageDraft], entries: Sequence[_Entry], works: Sequence[Draft], log: Log
) -> list[PageDraft]:
    targets = [
        Target(
            one.id,
            one.key,
            "\n".join(signs.kept(piece.text) for piece in one.source.passage if piece.kind is not Kind.DROPPED),
        )
        for one in entries
    ]
    authors: dict[str, list[str]] = {}
    for work in works:
        if name := family(work.description):
            authors.setdefault(name.split()[-1], []).append(work.key)
    links = Links(targets, authors, log)
    return [
        replace(draft, chapters=tuple(
            replace(section, pieces=tuple(links.link(section.pieces, draft.page.file))) for section in draft.chapters
        ))
        for draft in drafts
    ]  # fmt: skip


def _write(
    drafts: Sequence[PageDraft], entries: Sequence[_Entry], pages: Sequence[Page], log: Log
) -> list[list[WrittenFile]]:
    """Write each page's files: chapters, then sources, then what follows them."""
    names, written = Names(), []
    counts = {"chapters": 0, "sources": 0, "back": 0}
    for draft in drafts:
        notes: dict[str, list[Piece]] = {}
        for note in draft.notes:
            if note.kind is Kind.NOTE:
                notes.setdefault(note.label, []).append(note)
        files = []
        is_one_of_many = len(pages) > 1
        sections = sections_of(draft, is_one_of_many=is_one_of_many)
        for section in sections[1:] if _is_title_alone(draft) and not is_one_of_many else sections:
            counts["chapters"] += 1
            files.append(write_section(section, "chapters", counts["chapters"], names, notes, is_nested=is_one_of_many))
        for entry in entries:
            if entry.draft.page is draft.page:
                counts["sources"] += 1
                files.append(
                    write_source(
                        entry.source, entry.id, entry.key, counts["sources"], notes, keeps_label=log.does("numbers")
                    )
                )
        for section in draft.back:
            counts["back"] += 1
            files.append(write_section(section, "back", counts["back"], names, notes))
        written.append(files)
    return written


def _is_title_alone(draft: PageDraft) -> bool:
    """Answer whether nothing stands between the title and the first heading, so that it needs no chapter."""
    first = draft.chapters[0]
    has_text = any(signs.printed(piece.text).strip() and piece.kind is not Kind.DROPPED for piece in first.pieces)
    return len(draft.chapters) > 1 and not has_text


def _people(drafts: Sequence[PageDraft], works: Sequence[Draft]) -> tuple[Person, ...]:
    pieces = (
        piece for draft in drafts
        for part in (*(one.pieces for one in draft.chapters), *((one.heading, *one.body) for one in draft.sources))
        for piece in part
    )  # fmt: skip
    texts = (signs.all_of(piece.text) for piece in pieces if piece.kind is not Kind.DROPPED or piece.label == "picture")
    known = [_natural(name) for work in works for name in work.description.get("author").split(" and ") if ", " in name]
    return find_people(texts, known)


def _natural(name: str) -> str:
    last, _, given = name.partition(", ")
    return f"{given} {last}"


def _prove(
    drafts: Sequence[PageDraft], pages: Sequence[Page], written: Sequence[Sequence[WrittenFile]], lang: str
) -> tuple[Proof, ...]:
    """Prove each page against its own files."""
    proofs = []
    for draft, page, files in zip(drafts, pages, written, strict=True):
        is_apart = _is_title_alone(draft) and len(pages) == 1
        title = (draft.title,) if is_apart and not draft.is_title_added else ()
        arranged = (
            *draft.head, *title, *(draft.chapters[0].pieces if is_apart else ()),
            *(piece for file in files for piece in file.pieces), *draft.notes,
        )  # fmt: skip
        words = signs.kept(draft.title.text) if title else ""
        proofs.append(prove(Parts(page, arranged, tuple(files), draft.notes, words), lang))
    return tuple(proofs)


_IN_LETTERS = frozenset({"soft-hyphens", "ligatures", "backticks", "dashes"})


def _advise_of_repairs(log: Log) -> None:
    """Make a diagnostic of each repair; of those in the letters one for a page, since there may be hundreds."""
    first: dict[tuple[str, str], list[Repaired]] = {}
    for repair in log.repairs:
        if repair.name in _IN_LETTERS:
            first.setdefault((repair.name, repair.place.file), []).append(repair)
        elif repair.name != "links":
            log.advise("I130", repair.place, repair.what, f"leave it as it was with '--no-repair {repair.name}'")
    for (name, _), repairs in first.items():
        more = f", and in {len(repairs) - 1} more places" if len(repairs) > 1 else ""
        log.advise(
            "I130", repairs[0].place, repairs[0].what + more, f"leave them as they were with '--no-repair {name}'"
        )
