"""Set an index again in parts, when other numbers have come to stand in it.

A page that begins as an old one did, and shows the same, is the old one. What lies between such pages is set in parts,
each from where an old page began, side by side. That these are the right pages does not hang on where they were begun:
from the first page on, that page follows which begins where the one before it has ended, and one that is not there yet
is set from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kirovbook.export.index_blocks import ReadIndex, block_of, read_index
from kirovbook.export.index_part import LOOKED_AHEAD, IndexPart, Key, SetPart, key_of
from kirovbook.export.page_start import PageStart
from kirovbook.export.set_gathering import IndexBeginnings, IndexBlock, SetGathering
from kirovbook.export.specification import Copy
from kirovbook.model.edition import Edition
from kirovbook.quick_dataclass import dataclass

if TYPE_CHECKING:
    from kirovbook.export.merging_pages import SomePages

_LOOKED_BACK = 2
"""So many blocks behind a changed one may look otherwise for it."""
_FEWEST = 3
"""Pages that are worth a composer's beginning in the midst of others."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that is known: the gathering it is in and its place there, where it begins, where the next one does."""

    gathering: SetGathering
    index: int
    start: PageStart
    end: PageStart | None


@dataclass(slots=True)
class IndexAgain:
    """An index that is set again.

    ``places`` says where a block is by each of its marks. ``stays`` are the old pages that stay, by their places among
    the old ones, ``pages`` all that are known, by how they begin.
    """

    now: ReadIndex
    old: SetGathering
    known: IndexBeginnings
    places: dict[str, int]
    stays: dict[int, _Page] = field(default_factory=dict)
    pages: dict[Key, _Page] = field(default_factory=dict)

    @classmethod
    def of(cls, copy: Copy, old: SetGathering | None) -> IndexAgain | None:
        """See what of an old setting can stay; None where all is to be set."""
        known = old.beginnings if old else None
        if old is None or not isinstance(known, IndexBeginnings):
            return None
        now = read_index(copy)
        if now is None or now.frame != known.frame:
            return None
        places = {mark: number for number, block in enumerate(now.blocks) for mark in (block.name, block.mark)}
        again = cls(now, old, known, places)
        again.stays.update(again._pages_that_stay())
        again.pages.update((key_of(page.start), page) for page in again.stays.values())
        return again

    def parts(self, hands: int) -> tuple[IndexPart, ...]:
        """Divide the pages that do not stay among so many composers."""
        stretches = _between(self.stays, len(self.known.starts))
        wanted = sum(end - first for first, end in stretches)
        begins = {index + 1: page.end for index, page in self.stays.items()} | {0: self.known.starts[0]}
        parts: list[IndexPart] = []
        for first, end in stretches:
            cuts = [first, *self._cuts(first, end, max(1, round(hands * (end - first) / wanted))), end]
            for one, other in pairwise(cuts):
                begin = begins.get(one) or self._moved(one)
                if begin is not None:
                    parts.append(self._part(begin, other))
        return tuple(parts)

    def rest(self, begin: PageStart) -> IndexPart:
        """Give the part that begins there, and ends where any page that is known begins."""
        ends = tuple(page.start for page in self.pages.values())
        blocks = self.now.blocks
        return IndexPart(begin if begin.at else None, self._block(begin), len(blocks), self.known.depth,
                         len(blocks) + 1, ends)

    def take(self, part: SetPart) -> bool:
        """Take pages that were set; answer whether they are of use."""
        gathering = part.gathering
        is_clean = all(start.is_clean for start in (*part.starts, part.end) if start)
        if not part.is_sound or not is_clean or not gathering.is_whole or gathering.lines:
            return False
        for index, (start, end) in enumerate(zip(part.starts, (*part.starts[1:], part.end), strict=True)):
            self.pages.setdefault(key_of(start), _Page(gathering, index, start, end))
        return True

    def missing(self) -> PageStart | None:
        """Give where the first page begins that is not known; None when all are."""
        row = list(self._in_a_row())
        return row[-1].end if row else self.known.starts[0]

    def put_together(self, edition: Edition) -> SetGathering:
        """Give the gathering of all pages."""
        from kirovbook.export.merging_pages import SomePages, merge_pages  # noqa: PLC0415 - it is loaded meanwhile

        row = list(self._in_a_row())
        parts: list[SomePages] = []
        for page in row:
            last = parts[-1] if parts else None
            if last and last.written is page.gathering.written and last.end == page.index:
                parts[-1] = replace(last, end=page.index + 1)
            else:
                parts.append(SomePages(page.gathering.written, page.index, page.index + 1))
        gatherings = [page.gathering for page in row]
        read = sorted({file for each in gatherings for file in each.read}, key=lambda file: file.path)
        return replace(
            row[0].gathering, pages=tuple(page.gathering.pages[page.index] for page in row),
            written=merge_pages(parts, edition), read=tuple(read), printed=(),
            is_bound_to_numbers=any(each.is_bound_to_numbers for each in gatherings),
            beginnings=replace(self.known, starts=tuple(page.start for page in row), blocks=self.now.blocks),
        )

    def _in_a_row(self) -> Iterator[_Page]:
        start: PageStart | None = self.known.starts[0]
        while start is not None:
            page = self.pages.get(key_of(start))
            if page is None:
                return
            yield page
            start = page.end

    def _pages_that_stay(self) -> Iterator[tuple[int, _Page]]:
        """Give old pages that stay; a single one between others that are set is set with them."""
        staying = [self._page_that_stays(index) for index in range(len(self.known.starts))]
        for page, before, behind in zip(staying, [None, *staying], [*staying[1:], None], strict=False):
            if page is not None and (before or behind or page.index == 0 or page.end is None):
                yield page.index, page

    def _page_that_stays(self, index: int) -> _Page | None:
        """Give an old page as one of now, if all that it shows is the same."""
        old, now, starts = self.known.blocks, self.now.blocks, self.known.starts
        start, end = starts[index], starts[index + 1] if index + 1 < len(starts) else None
        first = block_of(start, old, self.known.depth)
        if first == len(old) or not start.is_clean or (end and not end.is_clean):
            return None
        shift = self.places.get(old[first].mark, -len(old)) - first
        behind = block_of(end, old, self.known.depth) + LOOKED_AHEAD + 1 if end else len(old)
        look = range(max(first - _LOOKED_BACK, 0), min(behind, len(old)))
        is_last = behind > len(old) or end is None
        if look[0] + shift < 0 or (is_last and len(old) + shift != len(now)) or (look[0] == 0 and shift):
            return None
        if not all(number + shift < len(now) and _is_same(old[number], now[number + shift]) for number in look):
            return None
        moved, moved_end = self._shifted(start, shift), self._shifted(end, shift) if end else None
        return _Page(self.old, index, moved, moved_end)

    def _shifted(self, start: PageStart, shift: int) -> PageStart:
        """Give where an old page begins when the block that it begins with has moved."""
        depth, at = self.known.depth, start.at
        block = block_of(start, self.known.blocks, depth)
        if block == len(self.known.blocks) or len(at) <= depth + 1 or self.known.blocks[block].number < 0:
            return start
        now = self.now.blocks[block + shift]
        return replace(start, at=(*at[:depth], now.place, now.number, *at[depth + 2 :]))

    def _moved(self, index: int) -> PageStart | None:
        """Give where an old page might begin now: None where that is within an entry, or with one that is gone."""
        start = self.known.starts[index]
        block = block_of(start, self.known.blocks, self.known.depth)
        is_entry = len(start.at) == self.known.depth + 2 and block < len(self.known.blocks)
        if not is_entry or not start.is_clean or self.known.blocks[block].number < 0:
            return None
        place = self.places.get(self.known.blocks[block].name)
        return None if place is None else self._shifted(start, place - block)

    def _cuts(self, first: int, end: int, hands: int) -> Iterator[int]:
        """Divide a stretch of pages at beginnings that can be told."""
        hands = min(hands, (end - first) // _FEWEST)
        for number in range(1, hands):
            wanted = first + (end - first) * number // hands
            near = next((page for page in (wanted, wanted - 1, wanted + 1) if self._moved(page)), None)
            if near is not None:
                yield near

    def _part(self, begin: PageStart, end: int) -> IndexPart:
        """Give the part from a beginning to where an old page began."""
        blocks, starts = self.now.blocks, self.known.starts
        awaited = [page.start for page in self.stays.values()]
        moved = self._moved(end) if end < len(starts) else None
        known = self.stays[end].start if end in self.stays else moved
        if known is None:
            return self.rest(begin)
        stop = self._block(known)
        surplus = 2 * len(blocks) // len(starts) + LOOKED_AHEAD
        return IndexPart(begin if begin.at else None, self._block(begin), min(len(blocks), stop + surplus),
                         self.known.depth, stop, (*awaited, known))

    def _block(self, start: PageStart) -> int:
        return block_of(start, self.now.blocks, self.known.depth)


def set_again(
    again: IndexAgain, parts: Iterable[SetPart], set_part: Callable[[IndexPart], SetPart], edition: Edition
) -> SetGathering | None:
    """Join an index from the parts that were to be set; ``set_part`` sets what is missing still.

    None where it is to be set whole after all.
    """
    missing = again.missing()
    while missing:
        if not all(again.take(part) for part in parts):
            return None
        begun, missing = missing, again.missing()
        if missing == begun:
            return None
        parts = (set_part(again.rest(missing)),) if missing else ()
    return again.put_together(edition)


def _between(stays: Iterable[int], count: int) -> list[tuple[int, int]]:
    """Give the stretches of pages that do not stay, of so many."""
    kept = [-1, *sorted(stays), count]
    return [(one + 1, other) for one, other in pairwise(kept) if other > one + 1]


def _is_same(old: IndexBlock, now: IndexBlock) -> bool:
    return old.mark == now.mark and old.place == now.place
