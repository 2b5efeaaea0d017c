"""Set a chapter again from the page where its copy has changed, until a page begins as one of the old setting did.

A page is as it was where the copy is the same up to a little behind its end; and from a page on that begins with the
same block, in the same place of it, with the same copy behind it, all pages are. What comes over from the page before,
a note or a table's row, would belong to both, so none is taken up there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import takewhile
from typing import Any
from xml.etree import ElementTree as ET

from kirovbook.export.engine import boxes
from kirovbook.export.merging_pages import SomePages, merge_pages
from kirovbook.export.page_start import PageStart, Path
from kirovbook.export.page_starts import Noted
from kirovbook.export.press import Press
from kirovbook.export.set_gathering import Beginnings, SetGathering
from kirovbook.export.specification import Copy
from kirovbook.model.edition import Edition
from kirovbook.quick_dataclass import dataclass

_LOOKED_AHEAD = 3
"""So many blocks behind the first one of a page may have had a say in where the page before it ends: headings in a row
keep with what follows them."""

_BEHIND_A_CHANGE = 2
"""So many blocks behind a changed one may look otherwise for it: a paragraph behind a heading is not indented."""

_REACHES_FURTHER = re.compile(r":(?:nth|last|only|has|empty|not)|~|float|position\s*:|column|grid|flex")
"""What a style sheet of the author's may say so that a change is seen in blocks further away, or on other pages."""


@dataclass(slots=True)
class SettingAgain:
    """What of a gathering is to be set: all of it, or from the page ``first`` on to a page of the old setting.

    ``marks`` are those of the blocks of its chapter as they are now; without any it is set whole.
    """

    marks: tuple[str, ...]
    edition: Edition
    old: SetGathering | None = None
    known: Beginnings | None = None
    first: int = 0
    met: int | None = None

    @classmethod
    def of(cls, copy: Copy, old: SetGathering | None, press: Press, edition: Edition) -> SettingAgain:
        """See what of an old setting can stay."""
        if reaches_further(press):
            return cls((), edition)
        marks = marks_of_blocks(copy)
        known = old.beginnings if old and isinstance(old.beginnings, Beginnings) else None
        # The first mark is that of the frame and of the heading, whose words stand at the head of every page.
        if known is None or len(marks) < _LOOKED_AHEAD or marks[:2] != known.marks[:2]:
            return cls(marks, edition)
        return cls(marks, edition, old, known, _page_to_begin_with(known, _alike(marks, known.marks)))

    @property
    def begins(self) -> PageStart | None:
        """Where the first page that is set begins; None at the beginning."""
        return self.known.starts[self.first] if self.known and self.first else None

    def ends(self, root: Any, start: PageStart) -> bool:
        """Answer whether a page of the old setting begins like this one, and all that follows is the same."""
        known = self.known
        if known is None or not start.is_clean:
            return False
        section = section_in(root)
        place = _place(start.at, section) if section else None
        if section is None or place is None:
            return False
        elements, shift = _elements_of(section.box), len(self.marks) - len(known.marks)
        changed = len(self.marks) - 1 - _alike(self.marks[::-1], known.marks[::-1])
        is_same = elements[place] >= changed + _BEHIND_A_CHANGE
        if not is_same or elements[place] - shift not in known.elements:
            return False
        old_place = known.elements.index(elements[place] - shift)
        at = (*start.at[: known.depth], old_place, *start.at[known.depth + 1 :])
        for number, old in enumerate(known.starts):
            if number and old.is_clean and _begin_alike(old, replace(start, at=at)):
                self.met = number
                return True
        return False

    def begins_within_a_block(self, root: Any) -> bool:
        """Answer whether the first page that is set goes on with a paragraph of the page before."""
        return self.begins is not None and is_within_lines(root, self.begins.at)

    def completed(self, gathering: SetGathering, noted: Noted) -> SetGathering:
        """Put what stays before and behind the pages that were set."""
        section = section_in(noted.root) if self.marks else None
        if section is None or gathering.lines or self.edition.is_tagged or not gathering.is_whole:
            return gathering
        elements, depth = _elements_of(section.box), len(section.path)
        starts = noted.starts(len(gathering.pages))
        if self.old is None or self.known is None:
            return replace(gathering, beginnings=Beginnings(starts, self.marks, elements, depth))
        moved = _moved(self.known, elements, len(self.marks) - len(self.known.marks))
        behind = slice(len(self.known.starts) if self.met is None else self.met, None)
        end = len(gathering.pages)
        parts = [SomePages(self.old.written, end=self.first), SomePages(gathering.written, end=end),
                 SomePages(self.old.written, behind.start)]
        written = merge_pages(parts[not self.first :], self.edition)
        read = tuple(sorted({*self.old.read, *gathering.read}, key=lambda file: file.path))
        return replace(
            gathering, written=written, read=read,
            pages=(*self.old.pages[: self.first], *gathering.pages, *self.old.pages[behind]),
            is_bound_to_numbers=gathering.is_bound_to_numbers or self.old.is_bound_to_numbers, printed=(),
            beginnings=Beginnings((*self.known.starts[: self.first], *starts, *(moved(one) for one in
                                   self.known.starts[behind])), self.marks, elements, depth),
        )


def reaches_further(press: Press) -> bool:
    """Answer whether a style of the author's may let a change be seen far from it."""
    return any(sheet.file and _REACHES_FURTHER.search(sheet.css) for sheet in press.styles)


def marks_of_blocks(copy: Copy) -> tuple[str, ...]:
    """Give a mark of the frame of a chapter, then one of each block in it; nothing for what is no single chapter."""
    if len(copy.units) != 1 or copy.keeps_folios or copy.is_folios or copy.theme is not None:
        return ()
    root = ET.fromstring(copy.markup)  # noqa: S314 - our own markup, escaped by our templates
    section = next((each for each in root.iter("section") if each.get("id") == copy.units[0][0]), None)
    if section is None or "chapter" not in (section.get("class") or "").split():
        return ()
    blocks = list(section)
    marks = [_mark(ET.tostring(block)) for block in blocks]
    for block in blocks:
        section.remove(block)
    frame = repr((ET.tostring(root), copy.styles, copy.under, copy.is_followed, copy.units))
    return (_mark(frame.encode("utf-8", "surrogatepass")), *marks)


def _mark(written: bytes) -> str:
    return sha256(written).hexdigest()


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the marks that are the same from the beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _page_to_begin_with(known: Beginnings, alike: int) -> int:
    """Give the last page that begins far enough before the first block that has changed."""
    unchanged = alike - 1
    fitting = (
        number for number, start in enumerate(known.starts)
        if number and start.is_clean and len(start.at) > known.depth
        and 0 <= known.elements[start.at[known.depth]] <= unchanged - _LOOKED_AHEAD
    )
    return max(fitting, default=0)


@dataclass(frozen=True, slots=True)
class Section:
    """The box of a chapter or an index, and the way to it."""

    box: Any
    path: Path


def section_in(root: Any) -> Section | None:
    """Find the box of the chapter or the index in the boxes of a gathering."""
    waiting: list[tuple[Any, Path]] = [(root, ())]
    while waiting:
        box, path = waiting.pop()
        if box.element is not None and box.element_tag == "section":
            return Section(box, path)
        waiting += [(child, (*path, number)) for number, child in reversed(list(enumerate(_children(box))))]
    return None


def _children(box: Any) -> Sequence[Any]:
    return box.children if isinstance(box, boxes.BlockContainerBox | boxes.ParentBox) else ()


def _elements_of(section: Any) -> tuple[int, ...]:
    """Give for each box of a chapter which of its elements it is of, counted from 0; -1 for one of none."""
    numbers = {id(element): number for number, element in enumerate(section.element)}
    return tuple(numbers.get(id(box.element), -1) for box in section.children)


def _place(at: Path, section: Section) -> int | None:
    """Give the place in the chapter of the box that a path leads to."""
    depth = len(section.path)
    if at[:depth] != section.path or len(at) <= depth or at[depth] >= len(section.box.children):
        return None
    return at[depth]


def _begin_alike(one: PageStart, other: PageStart) -> bool:
    return (one.at, one.breaks, one.name, one.is_recto) == (other.at, other.breaks, other.name, other.is_recto)


def _moved(known: Beginnings, elements: tuple[int, ...], shift: int) -> Callable[[PageStart], PageStart]:
    """Give the function that says where an old page begins in the new boxes."""
    def moved(start: PageStart) -> PageStart:
        if len(start.at) <= known.depth:
            return start
        element = known.elements[start.at[known.depth]] + shift
        place = elements.index(element) if element in elements else start.at[known.depth] + shift
        return replace(start, at=(*start.at[: known.depth], place, *start.at[known.depth + 1 :]))

    return moved


def is_within_lines(root: Any, at: Path) -> bool:
    """Answer whether a path leads into the lines of a paragraph."""
    box = root
    for number, index in enumerate(at):
        if isinstance(box, boxes.LineBox):
            return number < len(at)
        children = _children(box)
        if index >= len(children):
            return False
        box = children[index]
    return False

