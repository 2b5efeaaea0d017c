"""Take a book from its folder to its editions, one stage after another.

    project -> parse -> resolve -> arrange -> render -> export -> check

The book is settled once; the last stages run once for each edition. Nothing in ``dist`` is replaced before
every edition is made and proved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kirovbook.ahead import Ahead
from kirovbook.arrange.matter import EVERY_SOURCE, arrange
from kirovbook.arrange.passages import Variant, look_into_precis, settle_variants, unknown_editions
from kirovbook.cache import NO_CACHE, Cache, Recent, open_cache
from kirovbook.check.line_locators import compare_lines, prove_lines
from kirovbook.cores import count_cores
from kirovbook.diagnostics import (
    ERROR,
    CannotRunError,
    Diagnostic,
    Outcome,
    Place,
    Severity,
    has_errors,
    in_reading_order,
)
from kirovbook.export.made import MadeEdition, printed_book
from kirovbook.export.onix import make_trade_record
from kirovbook.export.record import write_record
from kirovbook.fork_server import LONG
from kirovbook.making import begin_ahead, begin_folios, make_composers_ready, make_epub, make_pdf
from kirovbook.memory import Memory
from kirovbook.model.book import Book, Identity, Manuscript
from kirovbook.model.edition import Edition, EditionKind
from kirovbook.order import Order
from kirovbook.parse import parse
from kirovbook.progress import NO_PROGRESS, Progress
from kirovbook.project import Project, load, read_text
from kirovbook.proving import prove_variants
from kirovbook.quick_dataclass import dataclass
from kirovbook.replacing import replace_files
from kirovbook.report import Report
from kirovbook.resolve import resolve
from kirovbook.resolve.collation import begin_to_collate
from kirovbook.resolve.pandoc import Ask, program_mark, run_pandoc
from kirovbook.workers import open_composers

if TYPE_CHECKING:
    from kirovbook.export.composing_room import ComposingRoom


def now() -> datetime:
    """Give the time of the build: SOURCE_DATE_EPOCH where it is set (reproducible-builds.org), else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def check(root: Path) -> Report:
    """Read and settle the book at ``root`` and lint it, without making anything."""
    from kirovbook.lint.runner import lint  # noqa: PLC0415 - it loads every rule

    with open_cache() as cache:
        project, manuscript, book, found = settle(root, Memory(cache), is_draft=False)
    if project and manuscript and book:
        found = (*found, *lint(project, manuscript, book))
    return Report((), tuple(in_reading_order(found)), _texts(project))


def citations(root: Path, *, as_json: bool) -> tuple[str, Report]:
    """List the citations of the book at ``root`` in reading order; the report has what was seen while reading."""
    from kirovbook.parse.citation_list import (  # noqa: PLC0415 - a build lists none
        list_citations,
        render_citations_json,
        render_citations_text,
    )

    render = render_citations_json if as_json else render_citations_text
    loaded = load(root, now().date())
    if loaded.value is None:
        return render(()), Report((), tuple(in_reading_order(loaded.diagnostics)), {})
    parsed = parse(loaded.value)
    found = tuple(in_reading_order((*loaded.diagnostics, *parsed.diagnostics)))
    return render(list_citations(parsed.value)), Report((), found, _texts(loaded.value))


def sources(root: Path, *, as_json: bool) -> tuple[str, Report]:
    """List the source index of the book at ``root``, with the pages of the last build if they are still true."""
    from kirovbook.export.listed_works import (  # noqa: PLC0415 - a build lists none
        recorded_pages,
        render_works_json,
        render_works_text,
    )

    with open_cache() as cache:
        project, _, book, found = settle(root, Memory(cache), is_draft=False)
    report = Report((), tuple(in_reading_order(found)), _texts(project))
    if project is None or book is None:
        return "", report
    record = project.root / "dist" / f"{book.identity.slug}.json"
    try:
        pages = recorded_pages(record.read_text(encoding="utf-8"), book)
    except (OSError, UnicodeDecodeError):
        pages = {}
    render = render_works_json if as_json else render_works_text
    return render(book, lambda anchor: pages.get(anchor, {})), report


def rights(root: Path) -> tuple[str, Report]:
    """List the rights of the sources of the book at ``root``, for a table of figures."""
    with open_cache() as cache:
        project, manuscript, book, found = settle(root, Memory(cache), is_draft=False)
    report = Report((), tuple(in_reading_order(found)), _texts(project))
    if not project or not manuscript or not book:
        return "", report
    from kirovbook.export.listed_rights import render_rights_csv  # noqa: PLC0415 - a build lists none

    return render_rights_csv(manuscript, book, project.settings.editions), report


def build(
    root: Path, order: Order, progress: Progress = NO_PROGRESS, recent: Recent | None = None,
    composers: Executor | None = None,
) -> Report:
    """Make the editions of the book at ``root``, all of them or none.

    A process that builds again and again hands in ``recent``, where it has at hand what it has made before, and its
    ``composers``, the processes that set pages.
    Raises ``CannotRunError`` where a tool is missing or an edition is asked for that the book does not have.
    """
    with ExitStack() as opened:
        hired = _Hired(order, opened, composers)
        return _build(root, order, progress, Recent() if recent is None else recent, hired)


@dataclass(slots=True)
class _Hired:
    """The composers of a build: none for a short book, which is set before they could begin."""

    order: Order
    opened: ExitStack
    composers: Executor | None

    def look_at(self, project: Project) -> Executor | None:
        """Have composers for a long book; they come while it is read."""
        count = self.order.workers or count_cores()
        if self.composers is None and count > 1 and sum(map(len, _texts(project).values())) > LONG:
            self.composers = self.opened.enter_context(open_composers(count))
            make_composers_ready(project, self.order.only, self.composers, count)
        return self.composers


def _build(root: Path, order: Order, progress: Progress, recent: Recent, hired: _Hired) -> Report:
    from kirovbook.export.composing_room import ComposingRoom  # noqa: PLC0415 - no other command sets pages

    progress.begins("reading the manuscript")
    ahead = Ahead()

    def meanwhile(project: Project, identity: Identity) -> None:
        progress.begins("settling the citations")
        begin_ahead(project, identity, order.only, ahead)
        begin_folios(project, identity, order, room)
        begin_to_collate()

    def hire(project: Project) -> None:
        room.composers = hired.look_at(project)

    with open_cache(recent) if order.uses_cache else nullcontext(Cache(None, Recent())) as cache:
        memory = Memory(cache)
        room = ComposingRoom(memory, progress=progress, keeps_lines=False)
        project, manuscript, book, found = settle(
            root, memory, is_draft=order.is_draft, meanwhile=meanwhile, when_loaded=hire)
        ahead.end()
        if not project or not manuscript or not book:
            return Report((), tuple(in_reading_order(found)), _texts(project))
        editions = _chosen(project.settings.editions, order.only)
        again = settling(project, memory, is_draft=order.is_draft).value
        variants = settle_variants(manuscript, book, editions, again)
        found = (*found, *variants.diagnostics, *prove_variants(variants.value, memory),
                 *_look_at_rights(project, manuscript, book, editions))
        if _must_stop(found, order):
            return Report((), tuple(in_reading_order(found)), _texts(project))
        run = _Run(order, progress, ahead, memory, room)
        try:
            artifacts, seen = _make(project, book, variants.value, editions, run, found)
        except OSError as trouble:
            artifacts, seen = (), (*found, _cannot_write(trouble, project.home))
    return Report(artifacts, tuple(in_reading_order(seen)), _texts(project))


def _look_at_rights(
    project: Project, manuscript: Manuscript, book: Book, editions: tuple[Edition, ...]
) -> tuple[Diagnostic, ...]:
    if not book.sources:
        return ()
    from kirovbook.lint.runner import lint_rights  # noqa: PLC0415 - it loads every rule

    return lint_rights(project, manuscript, book, editions)


def settle(
    root: Path, memory: Memory, *, is_draft: bool, meanwhile: Callable[[Project, Identity], None] = lambda *_: None,
    when_loaded: Callable[[Project], None] = lambda _: None,
) -> tuple[Project | None, Manuscript | None, Book | None, tuple[Diagnostic, ...]]:
    """Read and settle the book at ``root``: what each stage made, as far as it came, and what was seen.

    ``when_loaded`` is called before anything is read, ``meanwhile`` while Pandoc is waited for.
    """
    loaded = load(root, now().date())
    project = loaded.value
    if project is None:
        return None, None, None, loaded.diagnostics
    when_loaded(project)
    parsed = parse(project, memory)
    begin = partial(meanwhile, project, parsed.value.identity)
    settle_again = settling(project, memory, is_draft=is_draft, meanwhile=begin)
    settled = settle_again.value(parsed.value)
    editions = project.settings.editions
    found = (
        *loaded.diagnostics, *parsed.diagnostics, *settle_again.diagnostics,
        *look_into_precis(parsed.value, settled.diagnostics, settle_again.value),
        *unknown_editions(parsed.value, editions), *_unknown_sources(settled.value, editions),
    )
    return project, parsed.value, settled.value, found


def settling(
    project: Project, memory: Memory, *, is_draft: bool, meanwhile: Callable[[], None] = lambda: None
) -> Outcome[Callable[[Manuscript], Outcome[Book]]]:
    """Give the function that settles a manuscript of the project in its citation style."""
    style = _style_of(project)

    def settle(manuscript: Manuscript) -> Outcome[Book]:
        ask = _asking(memory.cache or NO_CACHE, meanwhile)
        return resolve(manuscript, style.value, project.settings.csl_place, is_draft, ask, memory)

    return Outcome(settle, style.diagnostics)


def _asking(cache: Cache, meanwhile: Callable[[], None]) -> Ask:
    """Ask Pandoc, but not a second time: the same citations in the same style were answered by an earlier build."""
    def ask(options: Sequence[str], text: str) -> str:
        def asked() -> str:
            with ThreadPoolExecutor(1, "Pandoc") as waiting:
                answer = waiting.submit(run_pandoc, options, text)
                meanwhile()
                return answer.result()

        return cache.made(("pandoc", program_mark(), *options, text), asked)

    return ask


def _style_of(project: Project) -> Outcome[str]:
    """Give the name of a CSL style, or the text of the author's own style file."""
    csl = project.settings.csl
    if not csl.endswith(".csl"):
        return Outcome(csl)
    text = read_text(project.root, csl)
    return Outcome(text.value or csl, text.diagnostics)


def _texts(project: Project | None) -> dict[str, str]:
    if project is None:
        return {}
    files = (*project.front, *project.chapters, *project.sources, *project.back, *project.bibliographies,
             *project.styles)
    return {file.path: file.text for file in files}


def _must_stop(found: tuple[Diagnostic, ...], order: Order) -> bool:
    if order.is_draft:
        return False
    warned = order.is_strict and any(each.severity is Severity.WARNING for each in found)
    return warned or has_errors(found)


def _chosen(editions: tuple[Edition, ...], only: tuple[str, ...]) -> tuple[Edition, ...]:
    names = {edition.name for edition in editions}
    for name in only:
        if name not in names:
            message = f"the book has no edition {name!r}"
            raise CannotRunError(message, f"choose from: {', '.join(sorted(names))}")
    return tuple(edition for edition in editions if not only or edition.name in only)


def _unknown_sources(book: Book, editions: tuple[Edition, ...]) -> Iterator[Diagnostic]:
    known = {source.header.id for source in book.sources} | {EVERY_SOURCE}
    for edition in editions:
        for name in edition.sources:
            if name not in known:
                yield Diagnostic("K130", ERROR, edition.place,
                                 f"the edition {edition.name!r} asks for a source {name!r} that the book does not have",
                                 f"choose from: {', '.join(sorted(known - {EVERY_SOURCE}))}" if book.sources
                                 else "write the source, or take it out of the list")


def mark_of(project: Project) -> str:
    """Give a mark (SHA-256) of all texts that a book is made from; it changes when one of them does."""
    mark = sha256()
    for path, text in sorted({**_texts(project), **{file.path: file.text for file in project.people}}.items()):
        mark.update(f"{path}\0{text}\0".encode("utf-8", "surrogatepass"))
    mark.update(repr(project.settings).encode("utf-8", "surrogatepass"))
    return mark.hexdigest()


@dataclass(frozen=True, slots=True)
class _Made:
    edition: MadeEdition
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """One build: what was asked for, whom to tell what is being done, what was begun already, and what is known."""

    order: Order
    progress: Progress
    ahead: Ahead
    memory: Memory
    room: ComposingRoom


def _make(
    project: Project, book: Book, variants: Mapping[str, Variant], editions: tuple[Edition, ...], run: _Run,
    found: tuple[Diagnostic, ...],
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    made: list[MadeEdition] = []
    # The e-book prints the pages of the print edition, so it is made when they are known.
    for edition in sorted(editions, key=lambda edition: edition.kind is EditionKind.EPUB):
        run.progress.begins(f"making the edition {edition.name!r}")
        arranged = arrange(variants[edition.name].book, edition)
        if edition.kind is EditionKind.EPUB:
            outcome = make_epub(project, arranged, now(), printed_book(made), run.ahead, run.memory)
        else:
            outcome = make_pdf(project, arranged, made, run.room)
        found = (*found, *outcome.diagnostics)
        if outcome.value is not None:
            made.append(outcome.value)
    found = (*found, *_prove_line_locators(made))
    if _must_stop(found, run.order):
        return (), found
    made.sort(key=lambda one: editions.index(one.arranged.edition))
    trade = make_trade_record(book, made, now())
    record = write_record(book, tuple(made), tuple(in_reading_order(found)), mark_of(project), trade)
    covers = {edition.cover.file: edition.cover.written for edition in made if edition.cover}
    files = {edition.file: edition.written for edition in made} | covers
    files |= {trade.file: trade.written} if trade else {}
    files |= {f"{book.identity.slug}.json": record.encode()}
    return replace_files(run.order.out or project.root / "dist", files), found


def _prove_line_locators(made: Sequence[MadeEdition]) -> Iterator[Diagnostic]:
    """Hold the lines that are named against those of the first PDF of the whole book, and that against the others."""
    laid = [one for one in made if one.lines]
    first = next((one for one in laid if not one.arranged.edition.is_handout), None)
    if first is None:
        return
    book, name, counts = first.arranged.book, first.arranged.edition.name, first.line_counts
    yield from prove_lines(book, counts, name)
    for other in laid:
        if other is not first:
            yield from compare_lines(book, counts, name, other.line_counts, other.arranged.edition.name)


def _cannot_write(trouble: OSError, home: Place) -> Diagnostic:
    what = trouble.strerror.lower() if trouble.strerror else str(trouble)
    where = f" {trouble.filename!r}" if trouble.filename else ""
    return Diagnostic("K131", ERROR, home, f"the editions can't be written to{where}: {what}",
                      "make room or give yourself leave to write there, or choose another folder with -o")
