"""Make a PDF of an edition: set its gatherings until its page numbers hold, then bind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import accumulate, chain

from kirovbook.arrange.gatherings import (
    NAME_PAGES,
    PRELIMINARIES,
    Gathering,
    gatherings_of,
    in_order_of_binding,
    matter_of,
    part_of,
)
from kirovbook.arrange.gutter import STEPS, gutter_for, padded
from kirovbook.arrange.pages import PageNumbers, names_pages, saying_ibid, settle_pages, to_spell_out
from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.export.composing_room import NOTHING, ComposingRoom, Meanwhile
from kirovbook.export.finish import PLAIN_FINISH, Finish
from kirovbook.export.page_faults import tell_faults
from kirovbook.export.placed import Binding, Placed, Stamp
from kirovbook.export.press import Press
from kirovbook.export.rehearsal import Rehearsal, UnrehearsedError
from kirovbook.export.specification import Copy, Specification
from kirovbook.model.book import ArrangedBook, Chapter, Leaf, LeafKind, MatterPart
from kirovbook.model.inlines import Picture
from kirovbook.model.numerals import roman
from kirovbook.model.printed_page import PageText, PrintedPage
from kirovbook.model.source import PrimarySource
from kirovbook.model.source_lines import SourceLines
from kirovbook.model.walk import pictures_of
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.front import Cover
from kirovbook.render.pages import Frame, Rendering, render_folios, render_pages, render_style

_PLACES = ("note-", "cite-", "name-")
"""How the anchors begin whose pages are printed."""

_MOST_LAYOUTS = 6
_LAST_TO_LOOK_AT_IBID = 3
_FOLIOS_AT_ONCE = 32
_MOST_LOTS_AHEAD = 8
"""What two composers draw in the second that it takes to read a book; more would keep its chapters waiting."""

_FRONT, _BODY = "front", "body"
"""The kinds of most pages that bear a number."""

_ACROSS_GATHERINGS = re.compile(
    r"break-before|counter|target-|string-set|@page[^{]*:(?:nth|first|blank)"
    r"|(?:\.chapter|\.source\b|section|-matter)[^{},]*(?::first-child|:first-of|:last-|:nth-|[+~])"
)
"""What a style sheet of the author's may say that holds from one gathering to the next."""
_FOLIO = re.compile(
    r"@(?:top|bottom|left|right)-[a-z-]+\s*\{[^{}]*\bcounter\(\s*page\b[^{}]*\}"
)
"""A page number in a margin, which is drawn when the gatherings are bound."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A laid-out edition: its words as printed, its gatherings in their places, and the label of each page.

    ``anchors`` maps a name ("note-ch-smolny-3") to the index of its page, from 0; ``spelled`` are the anchors of
    the notes that print their short form in the place of "Ibid.". ``cover`` is what its first page shows, where that
    is the cover. ``styles`` are the styles of the edition's own pages.
    """

    arranged: ArrangedBook
    specification: Specification
    placed: tuple[Placed, ...]
    labels: tuple[str, ...]
    anchors: Mapping[str, int]
    spelled: frozenset[str] = frozenset()
    cover: Cover | None = None
    styles: tuple[str, ...] = ()

    def folios(self) -> dict[str, str]:
        """Give the page label of each anchor."""
        return {name: self.labels[page] for name, page in self.anchors.items()}

    def faults(self) -> tuple[Diagnostic, ...]:
        """Give what is to be seen on the pages that a careful compositor would mend."""
        looked_over = [page.looked_over for each in self.placed for page in each.gathering.pages]
        return tell_faults(looked_over, self.labels, self.arranged.edition)

    @property
    def filled(self) -> int:
        """Give how many pages there are without those that only fill the last sheet."""
        last = self.placed[-1]
        return last.first + len(last.gathering.pages)

    @property
    def texts(self) -> tuple[PageText, ...]:
        """Give what each page holds of the running text."""
        parts = chain((page.parts for each in self.placed for page in each.gathering.pages),
                      ((),) * (len(self.labels) - self.filled))
        return tuple(PageText(label, held) for label, held in zip(self.labels, parts, strict=True))

    @property
    def printed(self) -> tuple[PrintedPage, ...]:
        """Give the pages with all their lines, where those are kept, but for pages that only fill the last sheet."""
        pages = (page for each in self.placed for page in each.gathering.printed)
        return tuple(replace(page, label=label) for page, label in zip(pages, self.labels, strict=False))

    @property
    def lines(self) -> tuple[SourceLines, ...]:
        """Give how many lines each source's passage has on each page."""
        return tuple(
            SourceLines(lines.unit, tuple((each.first + page, count) for page, count in lines.by_page))
            for each in self.placed for lines in each.gathering.lines
        )


def may_be_divided(press: Press) -> bool:
    """Answer whether an edition comes out the same by gatherings: no style of the author's reaches over them."""
    return not any(sheet.file and _ACROSS_GATHERINGS.search(_FOLIO.sub("", sheet.css)) for sheet in press.styles)


def lay_out(
    arranged: ArrangedBook, press: Press, numbers: PageNumbers, room: ComposingRoom | None = None,
    finish: Finish = PLAIN_FINISH, look_at: Callable[[LaidOut], None] = lambda _: None,
) -> tuple[LaidOut | None, tuple[Diagnostic, ...]]:
    """Lay the edition out, what names pages again with the numbers that it came to, until they stay.

    ``numbers`` may be those of another edition of the same trim. The index stands behind all that it points to, so the
    second layout of it is the last; a book whose numbers still move after six is an error, never a wrong number. The
    notes that may not say "Ibid." only become more from layout to layout, and after the third they are all that could:
    that cannot go on for ever. A gutter that grows with the page count never becomes less again, so it settles too.
    ``look_at`` is called with the text alone, if there is time for it while composers set what names its pages.
    """
    specification = Specification(
        press, arranged.edition, arranged.book.identity.lang, arranged.book.typography.divisions,
        arranged.book.apparatus.line_numbers, finish,
    )
    is_divided = may_be_divided(press)
    layout = _Layout(arranged, specification, room or ComposingRoom(), is_divided=is_divided, look_at=look_at)
    outcome = layout.settle(numbers)
    if layout.is_bound_to_numbers:
        outcome = _Layout(arranged, specification, layout.room, is_divided=False).settle(numbers)
    return outcome


def begin_folios(frame: Frame, specification: Specification, pages: int, room: ComposingRoom) -> None:
    """Let composers draw the numbers of the first pages of the body, which depend on nothing that is set on them.

    ``pages`` is how many there will be at least.
    """
    edition = specification.edition
    if edition.gutter.grows or not may_be_divided(specification.press):
        return
    styles = (render_style(frame, gutter_for(edition, 0)),)
    lots = range(min(pages // _FOLIOS_AT_ONCE, _MOST_LOTS_AHEAD))
    room.begin(specification, tuple(_copy_of_folios(frame, styles, _BODY, lot) for lot in lots))


def write_pdf(laid: LaidOut, room: ComposingRoom | None = None) -> bytes:
    """Bind a laid-out edition."""
    from kirovbook.export.binding import bind  # noqa: PLC0415 - it is loaded while pages are set

    composing, specification = room or ComposingRoom(), laid.specification
    stamps = _stamps(laid, composing)
    drawn = dict.fromkeys((id(stamp.gathering), stamp.index) for stamp in stamps.values())
    numbers = {(id(stamp.gathering), stamp.index): stamp.page for stamp in stamps.values()}
    pages = chain((page for each in laid.placed for page in each.gathering.pages), (numbers[each] for each in drawn))
    used = [font for page in pages for font in page.fonts]
    fonts = composing.cut_fonts(specification, used, laid.arranged.book.identity.date)
    begun, composing.binder = composing.binder, None
    return bind(Binding(laid.placed, laid.labels, stamps, fonts), specification.edition, specification.finish, begun)


class _Layout:
    """Lays out one edition, in gatherings or in one piece."""

    def __init__(
        self, arranged: ArrangedBook, specification: Specification, room: ComposingRoom, *, is_divided: bool,
        look_at: Callable[[LaidOut], None] = lambda _: None,
    ) -> None:
        self.arranged, self.specification, self.room, self.is_divided = arranged, specification, room, is_divided
        self.look_at = look_at
        self.is_bound_to_numbers = False
        self.pictures = {leaf.unit: tuple(_pictures(leaf)) for leaf in arranged.leaves}

    def settle(self, numbers: PageNumbers) -> tuple[LaidOut | None, tuple[Diagnostic, ...]]:
        """Lay out until the numbers stay."""
        arranged, edition = self.arranged, self.arranged.edition
        needs_pages = names_pages(arranged, self.room.memory) or self.is_divided
        gutter = gutter_for(edition, 0)
        if self.is_divided and not numbers.folios:
            # What names pages is set when they are known: the indexes behind the text, the contents behind these.
            laid, _ = self._laid(numbers, gutter, NAME_PAGES, Meanwhile(errand=partial(self._rehearse, numbers)))
            told = PageNumbers(laid.folios(), numbers.spelled)
            meanwhile = Meanwhile(self._told_ahead(laid, gutter), partial(self.look_at, laid))
            laid, _ = self._laid(told, gutter, PRELIMINARIES, meanwhile)
            numbers = PageNumbers(laid.folios(), numbers.spelled)
        for attempt in range(1, _MOST_LAYOUTS + (STEPS if edition.gutter.grows else 1)):
            laid, found = self._laid(numbers, gutter)
            if self.is_bound_to_numbers:
                return None, ()
            settled = laid.folios()
            spelled = to_spell_out(arranged, laid.anchors, self.room.memory)
            listed = _listed(arranged) if self.is_divided else ()
            named = (*(name for name in settled if name.startswith(_PLACES)), *listed)
            stays = all(numbers.folios.get(name) == settled.get(name) for name in named)
            wanted = max(gutter, gutter_for(edition, len(laid.labels)))
            if spelled <= numbers.spelled and (stays or not needs_pages) and wanted == gutter:
                return laid, found
            gutter = wanted
            if spelled and attempt >= _LAST_TO_LOOK_AT_IBID:
                spelled = saying_ibid(arranged, self.room.memory)
            numbers = PageNumbers(settled, numbers.spelled | spelled)
        return None, (Diagnostic("P102", ERROR, edition.place,
                                 f"the page numbers of the edition {edition.name!r} do not settle"),)

    def _rehearse(self, numbers: PageNumbers) -> None:
        """Lay out what has not changed with the last setting of what has, so that all of it is at hand.

        What the last binding opened is let go behind that: nothing else can be done while it is, not even in threads.
        """
        from kirovbook.export.binding import let_go  # noqa: PLC0415 - it is loaded while pages are set

        room = Rehearsal(self.room)
        with suppress(UnrehearsedError):
            laid, _ = _Layout(self.arranged, self.specification, room, is_divided=True).settle(numbers)
            if laid is not None:
                _stamps(laid, room)
        let_go()

    def _laid(
        self, numbers: PageNumbers, gutter: float, without: frozenset[str] = frozenset(),
        meanwhile: Meanwhile = NOTHING,
    ) -> tuple[LaidOut, tuple[Diagnostic, ...]]:
        printed = settle_pages(self.arranged, numbers, self.room.memory)
        gatherings = gatherings_of(printed) if self.is_divided else (printed.leaves,)
        gatherings = tuple(each for each in gatherings if not any(leaf.kind in without for leaf in each))
        copies, styles = self._copies(printed, gatherings, numbers, gutter)
        matters = tuple(map(matter_of, gatherings))
        set_gatherings = self.room.set_all(self.specification, copies, meanwhile, in_order_of_binding(matters))
        self.is_bound_to_numbers = any(each.is_bound_to_numbers for each in set_gatherings)
        firsts = accumulate((len(each.pages) for each in set_gatherings), initial=0)
        placed = tuple(map(Placed, set_gatherings, firsts, matters))
        anchors: dict[str, int] = {}
        # A chapter's anchor is on each of its pages: the first is where it begins.
        for each in placed:
            for index, page in enumerate(each.gathering.pages, start=each.first):
                for anchor in page.anchors:
                    anchors.setdefault(anchor.name, index)
        count = placed[-1].first + len(placed[-1].gathering.pages) if placed else 0
        labels = _page_labels(self.arranged, anchors, padded(count, self.arranged.edition.signature))
        laid = LaidOut(printed, self.specification, placed, labels, anchors, numbers.spelled, styles=styles)
        return laid, tuple(dict.fromkeys(chain.from_iterable(each.found for each in set_gatherings)))

    def _copies(
        self, printed: ArrangedBook, gatherings: Sequence[Gathering], numbers: PageNumbers, gutter: float
    ) -> tuple[tuple[Copy, ...], tuple[str, ...]]:
        """Give a copy of each gathering, and the styles that all have."""
        divided = gatherings if self.is_divided else ()
        renderings = render_pages(printed, numbers.folios, gutter, divided, self.room.memory)
        copies = tuple(map(self._copy, gatherings, renderings))
        return copies, renderings[0].styles

    def _told_ahead(self, laid: LaidOut, gutter: float) -> tuple[Copy, ...]:
        """Give what will be asked for when the indexes are set: page numbers, and the preliminaries.

        These name one index alone, which begins on the page behind the text, or else they are not known before.
        """
        following = _page_labels(self.arranged, laid.anchors, laid.filled + 1)[-1]
        wanted = {*_wanted_folios(laid).values(), (_FRONT, 1)}
        if following.isdecimal():
            wanted.add((_BODY, int(following)))
        lots = tuple(_copies_of_folios(laid, wanted).values())
        indexes = [leaf.unit for leaf in self.arranged.leaves if leaf.kind in NAME_PAGES - PRELIMINARIES]
        numbers = PageNumbers({**laid.folios(), **dict.fromkeys(indexes, following)}, laid.spelled)
        printed = settle_pages(self.arranged, numbers, self.room.memory)
        named = tuple(each for each in gatherings_of(printed) if any(leaf.kind in PRELIMINARIES for leaf in each))
        if len(indexes) > 1 or not named:
            return lots
        return (*lots, *self._copies(printed, named, numbers, gutter)[0])

    def _copy(self, gathering: Gathering, rendering: Rendering) -> Copy:
        units = tuple((leaf.unit, self.arranged.place_of(leaf)) for leaf in gathering)
        pictures = tuple((f"book:{picture.path}", picture.place)
                         for leaf in gathering for picture in self.pictures[leaf.unit])
        under = self.is_divided and gathering[0].kind is LeafKind.CHAPTER and bool(part_of(gathering[0]))
        return Copy(rendering.markup, rendering.styles, units, pictures, keeps_folios=not self.is_divided,
                    under=int(under), is_followed=gathering[-1].unit != self.arranged.leaves[-1].unit)


def _stamps(laid: LaidOut, room: ComposingRoom) -> dict[int, Stamp]:
    """Draw the numbers of the pages that want them, many at once: the next build has the same."""
    wanted = _wanted_folios(laid)
    copies = _copies_of_folios(laid, wanted.values())
    drawn = dict(zip(copies, room.set_all(laid.specification, tuple(copies.values())), strict=True))
    return {
        index: Stamp(drawn[kind, (number - 1) // _FOLIOS_AT_ONCE], (number - 1) % _FOLIOS_AT_ONCE + 1)
        for index, (kind, number) in wanted.items()
    }


def _wanted_folios(laid: LaidOut) -> dict[int, tuple[str, int]]:
    """Give for each page that bears a number the kind of page that it is, and the number."""
    covers = laid.cover is not None
    pages = ((index, page.folio, laid.labels[index]) for each in laid.placed
             for index, page in enumerate(each.gathering.pages, start=each.first) if page.folio)
    return {index: (kind, int(label) if label.isdecimal() else index - covers + 1) for index, kind, label in pages}


def _copies_of_folios(laid: LaidOut, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Copy]:
    """Give the copy of so many numbers at once of a kind of page, by the kind and the place of the lot."""
    lots = sorted({(kind, (number - 1) // _FOLIOS_AT_ONCE) for kind, number in wanted})
    return {(kind, lot): _copy_of_folios(Frame.of(laid.arranged), laid.styles, kind, lot) for kind, lot in lots}


def _copy_of_folios(frame: Frame, styles: tuple[str, ...], kind: str, lot: int) -> Copy:
    first = lot * _FOLIOS_AT_ONCE + 1
    rendering = render_folios(frame, kind, range(first, first + _FOLIOS_AT_ONCE), styles)
    return Copy(rendering.markup, rendering.styles, is_folios=True)


def _listed(arranged: ArrangedBook) -> Iterator[str]:
    """Give the units that the contents name with their pages."""
    return (leaf.unit for leaf in arranged.leaves if leaf.listed)


def _page_labels(arranged: ArrangedBook, anchors: Mapping[str, int], pages: int) -> tuple[str, ...]:
    """Roman before the body, Arabic from its first page on."""
    body = next((leaf.unit for leaf in arranged.leaves if leaf.part is MatterPart.BODY), "")
    first = anchors.get(body, 0)
    return tuple(roman(page + 1) if page < first else str(page - first + 1) for page in range(pages))


def _pictures(leaf: Leaf) -> Iterator[Picture]:
    match leaf.content:
        case Chapter(blocks=blocks):
            yield from pictures_of(blocks)
        case PrimarySource(headnote=headnote, passage=passage):
            yield from pictures_of((*headnote, *passage))
