"""Make one edition of a settled book: render it, export it, prove it.

What costs time to load is loaded when an edition needs it: WeasyPrint takes a second.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kirovbook.ahead import Ahead
from kirovbook.arrange.pages import settle_pages
from kirovbook.diagnostics import Outcome, has_errors
from kirovbook.export.made import MadeCover, MadeEdition, known_pages, known_to_e_book, printed_folios
from kirovbook.memory import FORGETFUL, Memory
from kirovbook.model.book import ArrangedBook, Identity
from kirovbook.model.edition import Edition, EditionKind
from kirovbook.order import Order
from kirovbook.project import Project
from kirovbook.render.direction import is_right_to_left

if TYPE_CHECKING:
    from kirovbook.check.page_memory import PageMemory
    from kirovbook.check.page_words import PageWords
    from kirovbook.export.composing_room import ComposingRoom
    from kirovbook.export.finish import Finish
    from kirovbook.export.inks import Inks
    from kirovbook.export.pdf import LaidOut
    from kirovbook.export.press import Press
    from kirovbook.export.specification import Specification

_MOST_LETTERS_OF_A_PAGE = 2_000
"""A page has fewer, notes and all: so many pages a book will have at least."""


def make_pdf(
    project: Project, arranged: ArrangedBook, before: list[MadeEdition], room: ComposingRoom
) -> Outcome[MadeEdition | None]:
    """Lay out, write, finish and prove a PDF, and its cover; ``before`` has the editions whose pages may be the same.

    Raises ``CannotRunError`` where WeasyPrint cannot load Pango.
    """
    from kirovbook.export import pdf  # noqa: PLC0415
    from kirovbook.export.finish import Finish  # noqa: PLC0415

    edition = arranged.edition
    room.errands += (partial(_recall_pages, project, edition, room), _load_what_follows)
    inks = _read_press(project, edition)
    if has_errors(inks.diagnostics):
        return Outcome(None, inks.diagnostics)
    finish = Finish(_slug(arranged.book.identity, edition), inks.value)
    laid, found = pdf.lay_out(arranged, _press(project, edition), known_pages(arranged, before), room, finish,
                             partial(_read_ahead, project, edition, room))
    if laid is None:
        return Outcome(None, found)
    from kirovbook.check.letters import find_unset_letters  # noqa: PLC0415 - see _load_what_follows
    from kirovbook.check.pdf_integrity import prove_pdf  # noqa: PLC0415
    from kirovbook.check.tags_integrity import prove_tags  # noqa: PLC0415
    from kirovbook.export.covered import lay_before  # noqa: PLC0415
    from kirovbook.export.standards import prove_standard  # noqa: PLC0415

    covered = lay_before(laid, room)
    laid, found = covered.value, (*found, *covered.diagnostics)
    arranged = laid.arranged
    written = pdf.write_pdf(laid, room)
    cover = _make_cover(project, laid, finish)
    found = (*found, *laid.faults(), *prove_standard(edition, written), *cover.diagnostics)
    made = MadeEdition(
        arranged, _file_name(arranged), written, laid.labels, laid.anchors, laid.spelled, cover.value, laid.lines,
        laid.texts, filled=laid.filled,
    )
    if not any("@font-face" in sheet.text for sheet in project.styles):
        letters = room.memory.made(frozenset, _covered_letters, "letters that the fonts have")
        found = (*found, *find_unset_letters(arranged, letters, room.memory))
    if has_errors(found):
        # A draft is made with what was found; a picture that can't be read lacks words, and that is known.
        return Outcome(made, found)
    room.progress.begins(f"proving the edition {edition.name!r}")
    proved = prove_pdf(written, arranged, laid.labels, laid.anchors, _reader(project, edition, room), room.memory)
    if edition.is_tagged and not proved:
        proved = prove_tags(written, arranged)
    return Outcome(made, (*found, *proved))


def _load_what_follows() -> None:
    """Load what binds and proves a PDF: that takes a fifth of a second, in which composers would only be waited for."""
    from kirovbook.check import letters, page_memory, pdf_integrity, tags_integrity  # noqa: F401, PLC0415
    from kirovbook.export import binding, covered, standards  # noqa: F401, PLC0415


def _read_press(project: Project, edition: Edition) -> Outcome[Inks | None]:
    """Read the profile of an edition's press, if it is for one."""
    if not edition.is_for_press:
        return Outcome(None)
    from kirovbook.export.standards import read_press  # noqa: PLC0415 - few editions name a press

    return read_press(project.root, edition)


def make_composers_ready(project: Project, only: tuple[str, ...], composers: Executor, count: int) -> None:
    """Let each of so many composers read the style sheets and the fonts of the first PDF that will be made."""
    from kirovbook.export.composing import make_ready  # noqa: PLC0415
    from kirovbook.export.finish import PLAIN_FINISH  # noqa: PLC0415

    edition = _first_pdf(project, only)
    if edition is not None:
        specification = _specification(project, edition, PLAIN_FINISH)
        for _ in range(count):
            composers.submit(make_ready, specification)


def begin_folios(project: Project, identity: Identity, order: Order, room: ComposingRoom) -> None:
    """Let composers draw page numbers of the first PDF that will be made, if it prints all of the book."""
    edition = _first_pdf(project, order.only)
    if edition is None or edition.is_handout or room.composers is None:
        return
    from kirovbook.export.finish import Finish  # noqa: PLC0415
    from kirovbook.export.pdf import begin_folios  # noqa: PLC0415
    from kirovbook.render.pages import Frame  # noqa: PLC0415

    inks = _read_press(project, edition)
    letters = sum(len(file.text) for file in (*project.chapters, *project.sources))
    if not has_errors(inks.diagnostics):
        specification = _specification(project, edition, Finish(_slug(identity, edition), inks.value))
        begin_folios(Frame(identity, edition, order.is_draft), specification, letters // _MOST_LETTERS_OF_A_PAGE, room)


def _first_pdf(project: Project, only: tuple[str, ...]) -> Edition | None:
    wanted = (each for each in project.settings.editions
              if each.kind is EditionKind.PDF and (not only or each.name in only))
    return next(wanted, None)


def _specification(project: Project, edition: Edition, finish: Finish) -> Specification:
    from kirovbook.export.specification import Specification  # noqa: PLC0415

    settings = project.settings
    return Specification(
        _press(project, edition), edition, settings.identity.lang, settings.typography.divisions,
        settings.apparatus.line_numbers, finish,
    )


def _covered_letters() -> frozenset[int]:
    from kirovbook.export.fonts import covered_letters  # noqa: PLC0415 - it loads fontTools

    return covered_letters()


def _reader(project: Project, edition: Edition, room: ComposingRoom) -> Callable[[bytes], Sequence[PageWords]]:
    """Give what reads a finished PDF; where the next build can know its pages again, it remembers them."""
    from kirovbook.check.page_words import read_words  # noqa: PLC0415

    pages = _page_memory(project, edition, room)
    return pages.read if pages is not None else partial(read_words, another=room.composers)


def _recall_pages(project: Project, edition: Edition, room: ComposingRoom) -> None:
    """Fetch what was read of the last PDF, which then is at hand."""
    if (pages := _page_memory(project, edition, room)) is not None:
        pages.recall()


def _read_ahead(project: Project, edition: Edition, room: ComposingRoom, text: LaidOut) -> None:
    """Read the pages of the text back while the index is set, where none is known.

    They are bound for it as they will be in the finished file, whose pages then are known by their marks.
    """
    pages = _page_memory(project, edition, room)
    if pages is not None and not pages.recall().all.texts:
        from kirovbook.export.pdf import write_pdf  # noqa: PLC0415 - see make_pdf

        pages.read(write_pdf(text, room))


def _page_memory(project: Project, edition: Edition, room: ComposingRoom) -> PageMemory | None:
    from kirovbook.check.page_memory import PageMemory  # noqa: PLC0415

    cache = room.memory.cache
    if cache is None:
        return None
    return PageMemory(cache, f"{project.root.resolve()} {edition.name}", room.composers)


def begin_ahead(project: Project, identity: Identity, only: tuple[str, ...], ahead: Ahead) -> None:
    """Begin with the covers of the e-books that are wanted."""
    wanted = [each for each in project.settings.editions if not only or each.name in only]
    ahead.begin(identity, project.settings.typography.theme, wanted, partial(_press, project))


def _make_cover(project: Project, laid: LaidOut, finish: Finish) -> Outcome[MadeCover | None]:
    """Make the cover that goes around an edition, where its paper is known."""
    edition = laid.arranged.edition
    if edition.paper is None:
        return Outcome(None)
    from kirovbook.check.cover_integrity import prove_cover  # noqa: PLC0415
    from kirovbook.export.standards import prove_standard  # noqa: PLC0415
    from kirovbook.export.wrap import make_cover  # noqa: PLC0415

    made = make_cover(laid.arranged, edition.paper, len(laid.labels), _press(project, edition), finish)
    if made.value is None:
        return made
    proved = prove_cover(made.value.written, made.value.wrap.sheet.words, edition)
    return Outcome(made.value, (*made.diagnostics, *proved, *prove_standard(edition, made.value.written)))


def _slug(identity: Identity, edition: Edition) -> str:
    return f"{identity.title} · {edition.name} · {identity.date.isoformat()}" if edition.slug_line else ""


def _press(project: Project, edition: Edition) -> Press:
    from kirovbook.export import press  # noqa: PLC0415

    dress = "handout" if edition.is_handout else "screen" if edition.variant.startswith("pdf/ua") else "print"
    own = tuple(
        press.StyleSheet(sheet.text, (project.root / sheet.path).resolve().parent, sheet.path)
        for sheet in project.styles if Path(sheet.path).stem != "epub"
    )
    root = project.root.resolve()
    turned = ("right-to-left",) if is_right_to_left(project.settings.identity.lang) else ()
    names = ("book", dress, f"themes/{project.settings.typography.theme}", *turned)
    return press.Press(root, (*map(press.house_style, names), *own), project.home)


def make_epub(
    project: Project, arranged: ArrangedBook, time: datetime, printed: MadeEdition | None, ahead: Ahead,
    memory: Memory = FORGETFUL,
) -> Outcome[MadeEdition | None]:
    """Write and prove an e-book; it names the pages of the printed book, where that was made.

    What ``memory`` knows of its pages is not written anew.

    Raises ``CannotRunError`` where WeasyPrint, which draws the cover, cannot load Pango.
    """
    from kirovbook.check.epub_integrity import prove_epub  # noqa: PLC0415
    from kirovbook.check.page_list_integrity import prove_page_list  # noqa: PLC0415
    from kirovbook.export.composing import load_weasyprint  # noqa: PLC0415
    from kirovbook.export.epub import write_epub  # noqa: PLC0415
    from kirovbook.render.epub import render_epub  # noqa: PLC0415

    load_weasyprint()
    arranged = settle_pages(arranged, None, memory)
    styles = tuple(sheet.text for sheet in project.styles if Path(sheet.path).stem == "epub")
    folios = printed_folios(printed, arranged) if printed else {}
    rendering = render_epub(arranged, styles, folios, printed.texts if printed else (), memory)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / _file_name(arranged)
        cover = ahead.cover(arranged.book, arranged.edition, _press(project, arranged.edition))
        found = write_epub(rendering, project.root, cover, target, time)
        if has_errors(found):
            return Outcome(None, found)
        written = target.read_bytes()
        proved = prove_epub(target, arranged)
        if printed and not proved:
            proved = prove_page_list(target, arranged, known_to_e_book(printed, arranged))
    pages_of = printed.arranged.edition.name if printed else ""
    made = MadeEdition(
        arranged, _file_name(arranged), written, (), {}, pages_of=pages_of, metadata=rendering.metadata,
    )
    return Outcome(made, (*found, *proved))


def _file_name(arranged: ArrangedBook) -> str:
    edition, slug = arranged.edition, arranged.book.identity.slug
    if edition.kind is EditionKind.EPUB:
        return f"{slug}.epub" if edition.name == "epub" else f"{slug}-{edition.name}.epub"
    return f"{slug}-{edition.name}.pdf"
