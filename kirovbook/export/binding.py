"""Bind set gatherings into one PDF: pages in their order, fonts, page numbers, links, outline, labels, tags.

What WeasyPrint would write for the whole of an edition is written here for gatherings that were set apart, so that
one that has not changed is bound as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import chain

from kirovbook.export.bound_outline import outline
from kirovbook.export.bound_tags import TreePart, join_trees
from kirovbook.export.finish import Finish
from kirovbook.export.pdf_finishing import label_ranges, name_direction, saved, state_intent
from kirovbook.export.placed import Binding, Placed
from kirovbook.export.press_sheet import lay_on_sheet, sheet_of
from kirovbook.export.set_gathering import SetGathering
from kirovbook.model.edition import Edition
from kirovbook.pdf_objects import Array, Dictionary, Name, Object, Page, Pdf, String, open_pdf

_RESOURCES = ("/ExtGState", "/ColorSpace", "/XObject", "/Pattern", "/Shading")


_last: list[_Binder] = []
"""The files that the last binding opened. To take them down takes as long as to write the new one."""


@dataclass(slots=True)
class _Binder:
    """Binds into ``pdf``; every file is opened once."""

    pdf: Pdf
    sources: dict[int, Pdf] = field(default_factory=dict)
    drawn: dict[tuple[int, int], Object] = field(default_factory=dict)

    def open(self, gathering: SetGathering) -> Pdf:
        """Open the file of a gathering."""
        if id(gathering) not in self.sources:
            self.sources[id(gathering)] = open_pdf(BytesIO(gathering.written))
        return self.sources[id(gathering)]

    def put_in(self, placed: Placed, *, is_there: bool) -> TreePart | None:
        """Put the pages of a gathering into the file, if they are not there already; give its tags if it has some."""
        source, pages = self.pdf if is_there else self.open(placed.gathering), self.pdf.pages
        if not is_there:
            is_last = placed.first == len(pages)
            for number, page in enumerate(source.pages, start=placed.first):
                # To put a page at the end is quicker than to put it between others.
                put = pages.append if is_last else partial(pages.insert, number)
                put(page)
        if "/StructTreeRoot" not in source.Root:
            # Of what was copied from it, its bytes alone are needed any more, which qpdf keeps.
            self.sources.pop(id(placed.gathering), None)
            return None
        tree = source.Root.StructTreeRoot if is_there else self.pdf.copy_foreign(source.Root.StructTreeRoot)
        return TreePart(tree, placed.first, len(placed.gathering.pages), placed.matter)


def bind(binding: Binding, edition: Edition, finish: Finish) -> bytes:
    """Give the PDF of an edition; the same bytes for the same gatherings."""
    base = next((each for each in binding.placed if each.matter), binding.placed[0])
    let_go()
    binder = _Binder(open_pdf(BytesIO(base.gathering.written)))
    _last.append(binder)
    pdf = binder.pdf
    parts = tuple(binder.put_in(each, is_there=each is base) for each in binding.placed)
    pages = list(pdf.pages)
    _share_marks(pages)
    _draw_folios(binder, binding, pages)
    _give_fonts(binder, binding, pages)
    _lead_nowhere(binding, pages)
    _fill_up(pdf, len(binding.labels) - len(pages), edition, finish)
    _name_places(pdf, binding, pages)
    if items := outline(pdf, tuple((each.first, each.gathering) for each in binding.placed), pages):
        pdf.Root.Outlines = items
    pdf.Root.PageLabels = pdf.make_indirect(label_ranges(binding.labels))
    name_direction(pdf)
    state_intent(pdf, edition, finish)
    if edition.is_tagged:
        join_trees(pdf, pdf.Root.StructTreeRoot, tuple(part for part in parts if part))
    return saved(pdf, edition)


def let_go() -> None:
    """Take down what the last binding opened: when the next one begins, or before, when nothing else is to be done."""
    _last.clear()


def _share_marks(pages: Sequence[Page]) -> None:
    """Let all pages have the marks of the first: each gathering has its own, and they are the same."""
    first = pages[0].obj.Contents
    if not isinstance(first, Array):
        return
    before, after = first[0], first[-1]
    for page in pages[1:]:
        page.obj.Contents[0], page.obj.Contents[-1] = before, after


def _draw_folios(binder: _Binder, binding: Binding, pages: Sequence[Page]) -> None:
    """Draw each page's number over what is on it, but under the marks of its sheet."""
    for index, stamp in binding.stamps.items():
        source = binder.open(stamp.gathering).pages[stamp.index].obj
        key = id(stamp.gathering), stamp.index
        if key not in binder.drawn:
            binder.drawn[key] = binder.pdf.copy_foreign(source.Contents)
        page = pages[index].obj
        if not isinstance(page.Contents, Array):
            page.Contents = Array([page.Contents, binder.drawn[key]])
        else:
            page.Contents.insert(len(page.Contents) - 1, binder.drawn[key])
        _lend_resources(binder.pdf, source.Resources, page.Resources)


def _lend_resources(pdf: Pdf, lent: Object, resources: Object) -> None:
    """Give a page what its number is drawn with, where it has nothing of that name."""
    for kind in _RESOURCES:
        for name, thing in dict(lent.get(kind, Dictionary())).items():
            if kind not in resources:
                resources[kind] = Dictionary()
            if name not in resources[kind]:
                resources[kind][name] = pdf.copy_foreign(thing) if thing.is_indirect else thing


def _give_fonts(binder: _Binder, binding: Binding, pages: Sequence[Page]) -> None:
    """Put the fonts in the place of their names."""
    with open_pdf(BytesIO(binding.fonts)) as source:
        fonts = dict(binder.pdf.copy_foreign(source.Root.Fonts))
    for index, page in enumerate(pages):
        named = page.obj.Resources.Font
        for name in dict(named):
            named[name] = fonts[name]
        if index in binding.stamps:
            for used in binding.stamps[index].page.fonts:
                named[f"/{used.name}"] = fonts[f"/{used.name}"]


def _lead_nowhere(binding: Binding, pages: Sequence[Page]) -> None:
    """Take the links away that lead to no place of the edition."""
    known = {anchor.name for each in binding.placed for page in each.gathering.pages for anchor in page.anchors}
    for each in binding.placed:
        for index, page in enumerate(each.gathering.pages, start=each.first):
            if not page.links <= known:
                obj = pages[index].obj
                obj.Annots = Array([link for link in obj.Annots if _leads(link, known)])


def _leads(link: Object, known: set[str]) -> bool:
    return "/Dest" not in link or str(link.Dest) in known


def _fill_up(pdf: Pdf, count: int, edition: Edition, finish: Finish) -> None:
    """Add the blank pages that fill the last sheet."""
    if count <= 0:
        return
    for _ in range(count):
        pdf.add_blank_page(page_size=(edition.trim.width, edition.trim.height))
    sheet = finish.sheet or sheet_of(edition)
    lay_on_sheet(pdf, sheet, finish.slug, in_all_inks=finish.inks is not None, pages=list(pdf.pages)[-count:])


def _name_places(pdf: Pdf, binding: Binding, pages: Sequence[Page]) -> None:
    """List where the links lead: of places of one name, the first."""
    places: dict[str, Array] = {}
    for each in binding.placed:
        for number, page in enumerate(each.gathering.pages, start=each.first):
            for anchor in page.anchors:
                if anchor.name not in places:
                    places[anchor.name] = Array([pages[number].obj, Name.XYZ, anchor.left, anchor.top, 0])
    written = [(String(name), place) for name, place in places.items()]
    written.sort(key=lambda pair: bytes(pair[0]))
    names = pdf.Root.get("/Names", Dictionary())
    names.Dests = Dictionary(Names=Array(chain.from_iterable(written)))
    pdf.Root.Names = names
