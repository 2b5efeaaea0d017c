"""Hold the links and the outline of a finished PDF against its pages and its contents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.model.book import ArrangedBook, LeafKind
from kirovbook.model.edition import Edition
from kirovbook.model.plain import plain_inlines
from kirovbook.pdf_objects import Array, Object, OutlineItem, Pdf

_MOST = 10
_DEEPEST = 12
_REPORT = "report this with the manuscript: every link and every part of the contents must lead somewhere"


def prove_links(pdf: Pdf, edition: Edition) -> Iterator[Diagnostic]:
    """Find links to places that the file does not have, or to nothing."""
    names, pages = _names(pdf), {page.obj.objgen for page in pdf.pages}
    found = 0
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", ()):
            if str(annotation.get("/Subtype")) == "/Link" and (what := _dead(annotation, names, pages)):
                found += 1
                if found <= _MOST:
                    message = f"{edition.name}: a link on page {number} of the file leads to {what}"
                    yield Diagnostic("P209", ERROR, edition.place, message, _REPORT)


def _dead(annotation: Object, names: dict[str, Object], pages: set[tuple[int, int]]) -> str:
    """Say where a link leads that leads nowhere."""
    action = annotation.get("/A")
    if action is not None and str(action.get("/S")) == "/URI":
        return "" if str(action.get("/URI", "")) else "an empty address"
    target = action.get("/D") if action is not None else annotation.get("/Dest")
    if target is None:
        return "nothing"
    if not isinstance(target, Array):
        name = str(target)
        if name not in names:
            return f"{name!r}, which is nowhere in the file"
        target = names[name]
    return "" if _page_of(target) in pages else "a page that the file does not have"


def _page_of(target: Object) -> tuple[int, int]:
    where = target if isinstance(target, Array) else target.get("/D")
    return where[0].objgen if where is not None and len(where) and hasattr(where[0], "objgen") else (0, 0)


def _names(pdf: Pdf) -> dict[str, Object]:
    """Give the named places of the file (7.9.6), from the tree of names or the old dictionary."""
    found: dict[str, Object] = {}
    if "/Names" in pdf.Root:
        _gather(pdf.Root.Names.get("/Dests"), found, 0)
    for name, target in pdf.Root.Dests.items() if "/Dests" in pdf.Root else ():
        found[name.removeprefix("/")] = target
    return found


def _gather(node: Object | None, found: dict[str, Object], depth: int) -> None:
    if node is None or depth > _DEEPEST:
        return
    held = list(node.get("/Names", ()))
    for name, target in zip(held[::2], held[1::2], strict=False):
        found[str(name)] = target
    for kid in node.get("/Kids", ()):
        _gather(kid, found, depth + 1)


def prove_outline(pdf: Pdf, arranged: ArrangedBook) -> Iterator[Diagnostic]:
    """Find parts of the contents that the outline lacks, or has in another order."""
    with pdf.open_outline() as outline:
        shown = [_bare(item.title) for item in _items(outline.root, 0)]
    at = 0
    for leaf in arranged.leaves:
        if not leaf.listed or leaf.kind is LeafKind.IMPRINT:
            continue
        title = _bare(plain_inlines(leaf.title))
        place = next((number for number in range(at, len(shown)) if title in shown[number]), None)
        if place is None:
            message = f"{arranged.edition.name}: the outline lacks {plain_inlines(leaf.title)!r}, or has it too early"
            yield Diagnostic("P210", ERROR, arranged.place_of(leaf), message, _REPORT)
        else:
            at = place + 1


def _items(items: Iterable[OutlineItem], depth: int) -> Iterator[OutlineItem]:
    for item in items:
        yield item
        if depth < _DEEPEST:
            yield from _items(item.children, depth + 1)


def _bare(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).casefold().split())
