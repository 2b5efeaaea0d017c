"""Set a part of an index: from where one of its pages begins until a page begins as is awaited of one behind it.

Only the entries about that part are given to WeasyPrint, which has styles and boxes to make for each. Where a page
begins is told in the boxes of the whole index.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import Any

from kirovbook.export.index_blocks import CutIndex, block_of, cut_index
from kirovbook.export.index_part import LOOKED_AHEAD, IndexPart, Key, SetPart, key_of
from kirovbook.export.page_start import PageStart
from kirovbook.export.page_starts import Noted
from kirovbook.export.press import Press
from kirovbook.export.set_gathering import IndexBeginnings, IndexBlock, SetGathering
from kirovbook.export.setting_again import is_within_lines, reaches_further, section_in
from kirovbook.export.specification import Copy
from kirovbook.quick_dataclass import dataclass

_COUNTS_ON = re.compile(r"list-style|marker|quote")
"""What a style sheet of the author's may say so that an entry shows how many stand before it."""


@dataclass(slots=True)
class SettingPart:
    """A part of an index that is being set, with its copy cut down to it.

    ``is_sound``: its boxes are those of its elements, one for one, so that it is known what a way through them leads
    to; ``depth`` is how long the way to the index is.
    """

    blocks: tuple[IndexBlock, ...]
    part: IndexPart
    cut: CutIndex
    awaited: frozenset[Key]
    depth: int
    is_sound: bool = False
    is_looked_at: bool = False

    @classmethod
    def of(cls, copy: Copy, blocks: tuple[IndexBlock, ...], part: IndexPart) -> SettingPart:
        """Cut the copy of an index, which has these blocks, down to a part of it."""
        return cls(blocks, part, cut_index(copy, part.first, part.last), frozenset(map(key_of, part.ends)), part.depth)

    def noted(self) -> Noted:
        """Say where the layout begins and ends."""
        begins = self.part.begins
        return Noted(begins=self._cut_down(begins) if begins else None, ends=self._ends)

    def count(self, noted: Noted, pages: int) -> int:
        """Count those of so many pages, from the first on, that are as they are in the whole index."""
        self._look_at(noted.root)
        is_followed = self.cut.copy.is_followed and not noted.has_ended
        if self.part.last >= len(self.blocks):
            return pages - is_followed
        with_ends = pages if noted.has_ended else pages - 1
        ends = (self._block(noted.start(number + 1)) for number in range(with_ends))
        return next((number for number, end in enumerate(ends) if end + LOOKED_AHEAD > self.part.last), with_ends)

    def goes_on(self, noted: Noted) -> bool:
        """Answer whether the first page goes on with a paragraph of the page before."""
        return noted.begins is not None and is_within_lines(noted.root, noted.begins.at)

    def completed(self, gathering: SetGathering, noted: Noted, pages: int) -> SetPart:
        """Say where the pages begin that were written, of so many that were laid."""
        count = len(gathering.pages)
        starts = tuple(map(self._whole, noted.starts(count)))
        is_last = not noted.has_ended and count == pages - self.cut.copy.is_followed
        end = None if is_last else self._whole(noted.start(count))
        return SetPart(replace(gathering, printed=()), starts, end, self.is_sound)

    def completed_whole(self, gathering: SetGathering, noted: Noted, frame: str) -> SetGathering:
        """Say where the pages of a whole index begin, if that can be known; ``frame`` is a mark of its frame."""
        if not self.is_sound or not gathering.is_whole or gathering.lines:
            return gathering
        starts = noted.starts(len(gathering.pages))
        return replace(gathering, beginnings=IndexBeginnings(starts, frame, self.blocks, self.depth))

    def _ends(self, root: Any, start: PageStart) -> bool:
        if not self.part.ends:
            return False
        self._look_at(root)
        whole = self._whole(start)
        return self.is_sound and (key_of(whole) in self.awaited or self._block(start) >= self.part.stop)

    def _look_at(self, root: Any) -> None:
        """See whether each box of the index is that of its element."""
        if self.is_looked_at:
            return
        self.is_looked_at = True
        section = section_in(root)
        if section is None or (self.part.begins is not None and len(section.path) != self.depth):
            return
        self.depth = len(section.path)
        lists = ((box, box.element) for place, box in enumerate(section.box.children) if place in self.cut.kept)
        both = chain(((section.box, section.box.element),), lists)
        self.is_sound = all(
            [id(child.element) for child in box.children] == [id(child) for child in element] for box, element in both
        )

    def _block(self, start: PageStart) -> int:
        return block_of(self._whole(start), self.blocks, self.depth)

    def _whole(self, start: PageStart) -> PageStart:
        """Tell a beginning in the boxes of the whole index."""
        at, depth = start.at, self.depth
        if len(at) <= depth + 1 or at[depth] not in self.cut.kept:
            return start
        return replace(start, at=(*at[: depth + 1], self.cut.kept[at[depth]][at[depth + 1]], *at[depth + 2 :]))

    def _cut_down(self, start: PageStart) -> PageStart:
        """Tell a beginning in the boxes of the part."""
        at, depth = start.at, self.depth
        if len(at) <= depth + 1 or at[depth] not in self.cut.kept:
            return start
        return replace(start, at=(*at[: depth + 1], self.cut.kept[at[depth]].index(at[depth + 1]), *at[depth + 2 :]))


def may_be_parted(press: Press) -> bool:
    """Answer whether no style sheet of the author's lets an entry show what stands far from it."""
    return not reaches_further(press) and not any(
        sheet.file and _COUNTS_ON.search(sheet.css) for sheet in press.styles
    )
