"""Make a PDF of an edition: lay it out until its page numbers hold, then write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from kirovbook.arrange import PageNumbers, settle_pages
from kirovbook.arrange.gatherings import gatherings_of
from kirovbook.arrange.gutter import STEPS, gutter_for, padded
from kirovbook.arrange.pages import names_pages, saying_ibid, to_spell_out
from kirovbook.arrange.terms import terms_of
from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.export.engine import Document
from kirovbook.export.gathered import Compositor, may_be_divided
from kirovbook.export.press import Press
from kirovbook.export.tags import tagging
from kirovbook.model.book import ArrangedBook, MatterPart
from kirovbook.model.numerals import roman
from kirovbook.render.front import Cover
from kirovbook.render.pages import render_pages

_PLACES = ("note-", "cite-", "name-")
"""How the anchors begin whose pages are printed."""

_MOST_LAYOUTS = 6
_LAST_TO_LOOK_AT_IBID = 3


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A laid-out edition: its words as printed, the pages as WeasyPrint made them, and the label of each page.

    ``anchors`` maps a name ("note-ch-smolny-3") to the index of its page, from 0; ``spelled`` are the anchors of
    the notes that print their short form in the place of "Ibid.". ``cover`` is what its first page shows, where that
    is the cover.
    """

    arranged: ArrangedBook
    document: Document
    labels: tuple[str, ...]
    anchors: Mapping[str, int]
    spelled: frozenset[str] = frozenset()
    cover: Cover | None = None

    def folios(self) -> dict[str, str]:
        """Give the page label of each anchor."""
        return {name: self.labels[page] for name, page in self.anchors.items()}


def lay_out(
    arranged: ArrangedBook, press: Press, numbers: PageNumbers
) -> tuple[LaidOut | None, tuple[Diagnostic, ...]]:
    """Lay the edition out, again with the page numbers it came to, until they stay.

    ``numbers`` may be those of another edition of the same trim: where they are right already, one layout is
    enough. The index stands behind all that it points to, so the second layout is the last; a book whose numbers
    still move after six is an error, never a wrong number. The notes that may not say "Ibid." only become more
    from layout to layout, and after the third they are all that could: that cannot go on for ever. A gutter that grows
    with the page count never becomes less again, so it settles too.
    """
    is_divided = may_be_divided(press)
    needs_pages = names_pages(arranged) or is_divided
    compositor = Compositor(arranged, press)
    gutter = gutter_for(arranged.edition, 0)
    for attempt in range(1, _MOST_LAYOUTS + (STEPS if arranged.edition.gutter.grows else 1)):
        printed = settle_pages(arranged, numbers)
        gatherings = gatherings_of(printed) if is_divided else (printed.leaves,)
        gathered = compositor.lay_out(render_pages(printed, numbers.folios, gutter, gatherings))
        pages = padded(len(gathered.document.pages), arranged.edition.signature)
        labels = _page_labels(arranged, gathered.anchors, pages)
        laid = LaidOut(printed, gathered.document, labels, gathered.anchors, numbers.spelled)
        settled = laid.folios()
        spelled = to_spell_out(arranged, laid.anchors)
        named = (*(name for name in settled if name.startswith(_PLACES)), *(_listed(printed) if is_divided else ()))
        stays = all(numbers.folios.get(name) == settled.get(name) for name in named)
        wanted = max(gutter, gutter_for(arranged.edition, len(laid.labels)))
        if spelled <= numbers.spelled and (stays or not needs_pages) and wanted == gutter:
            return laid, gathered.found
        gutter = wanted
        if spelled and attempt >= _LAST_TO_LOOK_AT_IBID:
            spelled = saying_ibid(arranged)
        numbers = PageNumbers(settled, numbers.spelled | spelled)
    return None, (Diagnostic("P102", ERROR, arranged.edition.place,
                             f"the page numbers of the edition {arranged.edition.name!r} do not settle"),)


def _listed(arranged: ArrangedBook) -> Iterator[str]:
    """Give the units that the contents name with their pages."""
    return (leaf.unit for leaf in arranged.leaves if leaf.listed)


def _page_labels(arranged: ArrangedBook, anchors: Mapping[str, int], pages: int) -> tuple[str, ...]:
    """Roman before the body, Arabic from its first page on."""
    body = next((leaf.unit for leaf in arranged.leaves if leaf.part is MatterPart.BODY), "")
    first = anchors.get(body, 0)
    return tuple(roman(page + 1) if page < first else str(page - first + 1) for page in range(pages))


def write_pdf(laid: LaidOut) -> bytes:
    """Write the laid-out pages."""
    edition = laid.arranged.edition
    terms = terms_of(laid.arranged.book.identity.lang)
    with tagging(laid.document.pages, terms) if edition.is_tagged else nullcontext():
        return bytes(laid.document.write_pdf(
            pdf_variant=edition.variant or None, pdf_tags=True if edition.is_tagged else None,
            pdf_identifier=bytes(16),
            output_intent="",  # is stated when the file is finished
        ))
