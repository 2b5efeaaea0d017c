"""Write the outline of a bound PDF from the bookmarks of its gatherings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from kirovbook.export.set_gathering import Bookmark, SetGathering
from kirovbook.pdf_objects import Array, Dictionary, Name, Object, Page, Pdf, String
from kirovbook.quick_dataclass import dataclass


@dataclass(slots=True)
class _Item:
    """A bookmark and those under it; ``page`` is the index of its page."""

    bookmark: Bookmark
    page: int
    under: list[_Item] = field(default_factory=list)


def outline(pdf: Pdf, placed: Sequence[tuple[int, SetGathering]], pages: Sequence[Page]) -> Object | None:
    """Give the outline of gatherings that begin on these pages, counted from 0; None where there are no headings."""
    items = _nested(placed)
    if not items:
        return None
    root = pdf.make_indirect(Dictionary())
    written, count = _write(pdf, items, root, pages)
    root.Count, root.First, root.Last = count, written[0], written[-1]
    return root


def _nested(placed: Sequence[tuple[int, SetGathering]]) -> list[_Item]:
    """Put each heading under the last one of a higher level; a level that is left out makes no gap (CSS GCPM 3, 2)."""
    top: list[_Item] = []
    open_items: list[_Item] = []
    for first, gathering in placed:
        for number, page in enumerate(gathering.pages, start=first):
            for bookmark in page.bookmarks:
                while open_items and open_items[-1].bookmark.level >= bookmark.level:
                    open_items.pop()
                item = _Item(bookmark, number)
                (open_items[-1].under if open_items else top).append(item)
                open_items.append(item)
    return top


def _write(pdf: Pdf, items: Sequence[_Item], parent: Object, pages: Sequence[Page]) -> tuple[list[Object], int]:
    """Give the entries with how many are seen: those under a closed one are not (ISO 32000-1, 12.3.3)."""
    entries: list[Object] = []
    count = len(items)
    for item in items:
        mark = item.bookmark
        place = Array([pages[item.page].obj, Name.XYZ, mark.left, mark.top, 0])
        entry = pdf.make_indirect(Dictionary(Title=String(mark.words), Dest=place, Parent=parent))
        under, seen = _write(pdf, item.under, entry, pages)
        entry.Count = -seen if mark.is_closed else seen
        count += 0 if mark.is_closed else seen
        if under:
            entry.First, entry.Last = under[0], under[-1]
        if entries:
            entry.Prev, entries[-1].Next = entries[-1], entry
        entries.append(entry)
    return entries, count
