"""Bind set gatherings into one PDF: pages in their order, fonts, page numbers, links, outline, labels, tags.

What WeasyPrint would write for the whole of an edition is written here for gatherings that were set apart, so that
one that has not changed is bound as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from io import BytesIO
from itertools import chain
from operator import is_
from typing import Self

from kirovbook.arrange.gatherings import in_order_of_binding
from kirovbook.export.bound_outline import outline
from kirovbook.export.bound_tags import TreePart, join_trees
from kirovbook.export.finish import Finish
from kirovbook.export.pdf_finishing import label_ranges, name_direction, saved, state_intent
from kirovbook.export.placed import Binding
from kirovbook.export.press_sheet import lay_on_sheet, sheet_of
from kirovbook.export.set_gathering import SetGathering
from kirovbook.model.edition import Edition
from kirovbook.pdf_objects import Array, Dictionary, Name, Object, Page, Pdf, Stream, String, open_pdf
from kirovbook.quick_dataclass import dataclass

_RESOURCES = ("/ExtGState", "/ColorSpace", "/XObject", "/Pattern", "/Shading")
_PAGES_AND_TAGS = frozenset({"/Pages", "/Type", "/StructTreeRoot"})
_OF_A_PART = _PAGES_AND_TAGS | {"/Names", "/Outlines", "/PageLabels"}
"""What the root of a gathering's file says of its own pages alone."""

_last: list[Binder] = []
"""The files that the last binding opened. To take them down takes as long as to write the new one."""


@dataclass(slots=True)
class Binder:
    """Binds gatherings one behind the other into ``pdf``, the file of the first of them; every file is opened once.

    ``trees`` has the tags of each gathering in ``bound``, where it has some.
    """

    pdf: Pdf
    bound: list[SetGathering]
    trees: list[Object | None]
    sources: dict[int, Pdf] = field(default_factory=dict)
    drawn: dict[tuple[int, int], Object] = field(default_factory=dict)

    @classmethod
    def begin(cls, gathering: SetGathering) -> Self:
        """Begin with a gathering, which the others are bound to."""
        pdf = open_pdf(BytesIO(gathering.written))
        return cls(pdf, [gathering], [pdf.Root.get("/StructTreeRoot")])

    def open(self, gathering: SetGathering) -> Pdf:
        """Open the file of a gathering."""
        if id(gathering) not in self.sources:
            self.sources[id(gathering)] = open_pdf(BytesIO(gathering.written))
        return self.sources[id(gathering)]

    def has_begun(self, gatherings: Sequence[SetGathering]) -> bool:
        """Answer whether all that is bound are the first of these."""
        return len(self.bound) <= len(gatherings) and all(map(is_, self.bound, gatherings))

    def put_in(self, gathering: SetGathering, first: int | None = None) -> None:
        """Put the pages of a gathering behind those that are there, or before the page of an index.

        To put a page at the end is quicker than to put it between others.
        """
        source, pages = self.open(gathering), self.pdf.pages
        for number, page in enumerate(source.pages):
            if first is None:
                pages.append(page)
            else:
                pages.insert(first + number, page)
        tree = source.Root.get("/StructTreeRoot")
        self.trees.append(tree if tree is None else self.pdf.copy_foreign(tree))
        if tree is None:
            # Of what was copied from it, its bytes alone are needed any more, which qpdf keeps.
            self.sources.pop(id(gathering), None)
        self.bound.append(gathering)

    def say_of_all(self, gathering: SetGathering) -> None:
        """Let the file say of itself what that of a gathering does: its title and its author, its language."""
        source, root = self.open(gathering), self.pdf.Root
        for key in set(root.keys()) - _PAGES_AND_TAGS:
            del root[key]
        for key in sorted(set(source.Root.keys()) - _OF_A_PART):
            said = source.Root[key]
            is_held = isinstance(said, Array | Dictionary | Stream)
            root[key] = self.pdf.copy_foreign(source.make_indirect(said)) if is_held else said
        if "/Info" in source.trailer:
            self.pdf.trailer.Info = self.pdf.copy_foreign(source.trailer.Info)


def bind(binding: Binding, edition: Edition, finish: Finish, begun: Binder | None = None) -> bytes:
    """Give the PDF of an edition; the same bytes for the same gatherings, of which the first may be bound already."""
    placed = binding.placed
    order = [placed[place] for place in in_order_of_binding([each.matter for each in placed])]
    if begun is None or not begun.has_begun([each.gathering for each in order]):
        begun = Binder.begin(order[0].gathering)
    let_go()
    binder = begun
    _last.append(binder)
    for each in order[len(binder.bound):]:
        binder.put_in(each.gathering, each.first if each.first < order[0].first else None)
    parts = tuple(TreePart(tree, each.first, len(each.gathering.pages), each.matter)
                  for each, tree in sorted(zip(order, binder.trees, strict=True), key=lambda pair: pair[0].first)
                  if tree is not None)
    pdf = binder.pdf
    about = next((each for each in placed if each.matter), placed[0])
    if about is not order[0]:
        binder.say_of_all(about.gathering)
    pages = list(pdf.pages)
    _share_marks(pages)
    _draw_folios(binder, binding, pages)
    _give_fonts(binder, binding, pages)
    _lead_nowhere(binding, pages)
    _fill_up(pdf, len(binding.labels) - len(pages), edition, finish)
    _name_places(pdf, binding, pages)
    if items := outline(pdf, tuple((each.first, each.gathering) for each in placed), pages):
        pdf.Root.Outlines = items
    pdf.Root.PageLabels = pdf.make_indirect(label_ranges(binding.labels))
    name_direction(pdf)
    state_intent(pdf, edition, finish)
    if edition.is_tagged:
        join_trees(pdf, pdf.Root.StructTreeRoot, parts)
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


def _draw_folios(binder: Binder, binding: Binding, pages: Sequence[Page]) -> None:
    """Draw each page's number over what is on it, but under the marks of its sheet."""
    for index, stamp in binding.stamps.items():
        opened = binder.open(stamp.gathering)
        source = opened.pages[stamp.index].obj
        key = id(stamp.gathering), stamp.index
        if key not in binder.drawn:
            binder.drawn[key] = binder.pdf.copy_foreign(source.Contents)
        page = pages[index].obj
        if not isinstance(page.Contents, Array):
            page.Contents = Array([page.Contents, binder.drawn[key]])
        else:
            page.Contents.insert(len(page.Contents) - 1, binder.drawn[key])
        _lend_resources(binder.pdf, opened, source.Resources, page.Resources)


def _lend_resources(pdf: Pdf, source: Pdf, lent: Object, resources: Object) -> None:
    """Give a page what its number is drawn with, where it has nothing of that name: one without a word has nothing."""
    for kind in _RESOURCES:
        for name, thing in dict(lent.get(kind, Dictionary())).items():
            if kind not in resources:
                resources[kind] = Dictionary()
            if name not in resources[kind]:
                resources[kind][name] = pdf.copy_foreign(source.make_indirect(thing))


def _give_fonts(binder: Binder, binding: Binding, pages: Sequence[Page]) -> None:
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
