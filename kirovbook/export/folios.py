"""Take the page numbers off the pages of a gathering: they are drawn when it is known where the gathering stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kirovbook.export.engine import boxes
from kirovbook.quick_dataclass import dataclass

_COUNTERS = ("counter()", "counters()")
_NUMBER, _COUNT_OF_ALL = "page", "pages"


@dataclass(frozen=True, slots=True)
class TakenFolios:
    """What was taken: for each page the kind ("body") whose number it bears, or nothing.

    ``is_bound``: on some page a number stands together with other words, on whose width it depends, or they on its.
    """

    kinds: tuple[str, ...]
    is_bound: bool


def take_folios(pages: Sequence[Any], *, wants_them_alone: bool) -> TakenFolios:
    """Take the boxes with page numbers off laid-out pages, or all other boxes (``wants_them_alone``)."""
    kinds: list[str] = []
    is_bound = False
    for page in pages:
        box = page._page_box  # noqa: SLF001 - the boxes of a page are no part of what WeasyPrint promises
        folios = [child for child in box.children if isinstance(child, boxes.MarginBox) and _counts(child)]
        kinds.append(_kind(box) if folios else "")
        is_bound |= any(_is_bound(folio, box) for folio in folios)
        box.children = [child for child in box.children if (child in folios) is wants_them_alone]
        if wants_them_alone:
            box.background = box.canvas_background = None
    return TakenFolios(tuple(kinds), is_bound)


def _kind(page: Any) -> str:
    """Pages that are called by no name have a kind all the same."""
    return page.page_type.name or "auto"


def _counts(box: Any) -> bool:
    return any(kind in _COUNTERS and value[0] in {_NUMBER, _COUNT_OF_ALL} for kind, value in _content(box))


def _is_bound(folio: Any, page: Any) -> bool:
    side = folio.at_keyword.split("-")[0]
    beside = (child for child in page.children if isinstance(child, boxes.MarginBox) and child is not folio)
    with_others = any(
        kind != "string" and not (kind in _COUNTERS and value[0] == _NUMBER) for kind, value in _content(folio)
    )
    return with_others or any(child.at_keyword.split("-")[0] == side for child in beside)


def _content(box: Any) -> list[Any]:
    content = box.style["content"]
    return [part for part in content if isinstance(part, tuple)] if isinstance(content, tuple | list) else []
