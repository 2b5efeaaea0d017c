"""Read from WeasyPrint's boxes which words of each unit every page of an edition holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import groupby
from typing import Any

from kirovbook.export.engine import boxes
from kirovbook.model.letters import bare
from kirovbook.model.printed_page import STANDS_FOR, PagePart
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.running_text import OF_ONE_EDITION, WORDED_ANEW

_ADDED_BY_A_STYLE = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")


def page_parts(pages: Sequence[Any], units: frozenset[str]) -> tuple[tuple[PagePart, ...], ...]:
    """Give what each of these laid-out pages holds of the running text of these units."""
    reader = _Reader(units)
    return tuple(
        reader.read(page._page_box) for page in pages  # noqa: SLF001 - not part of what WeasyPrint promises
    )


@dataclass(slots=True)
class _Reader:
    """Goes through the boxes of page after page; ``said`` is what is printed again on each page that it runs over."""

    units: frozenset[str]
    said: set[int] = field(default_factory=set)

    def read(self, page: Any) -> tuple[PagePart, ...]:
        """Read one page."""
        heads: set[int] = set()
        found = [
            each for child in page.children if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox)
            for each in self._words(child, "", heads)
        ]
        self.said |= heads
        parts = (PagePart(unit, "".join(letters for _, letters in group))
                 for unit, group in groupby(found, key=lambda each: each[0]))
        return tuple(part for part in parts if part.unit and part.letters)

    def _words(self, box: Any, unit: str, heads: set[int]) -> Iterator[tuple[str, str]]:
        tag = box.element_tag or ""
        if tag.endswith(_ADDED_BY_A_STYLE):
            return
        if isinstance(box, boxes.TextBox):
            yield unit, bare(box.text)
            return
        if isinstance(box, boxes.ReplacedBox):
            yield unit, STANDS_FOR
            return
        element = box.element
        if element is not None and hasattr(element, "get"):
            classes = frozenset((element.get("class") or "").split())
            if classes & OF_ONE_EDITION:
                return
            if classes & WORDED_ANEW:
                yield from self._once(unit, element)
                return
            unit = named if (named := element.get("id")) in self.units else unit
        if getattr(box, "is_header", False):
            if id(element) in self.said:
                return
            heads.add(id(element))
        for child in getattr(box, "children", ()):
            yield from self._words(child, unit, heads)

    def _once(self, unit: str, element: Any) -> Iterator[tuple[str, str]]:
        if id(element) not in self.said:
            self.said.add(id(element))
            yield unit, STANDS_FOR
