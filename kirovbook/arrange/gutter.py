"""Say how wide the inner margin of an edition is: a thick book opens less, and needs more of it."""

from __future__ import annotations

from kirovbook.model.edition import Edition
from kirovbook.quick_dataclass import dataclass

# What printers on demand ask for at least, by page count (Amazon KDP: 0.375 in to 150 pages, then 0.5, 0.625, 0.75 and
# 0.875 in), is what the binding takes; three eighths of an inch more is the white that a reader sees.
_SEEN = 27.0
_TAKEN = ((150, 27.0), (300, 36.0), (500, 45.0), (700, 54.0))
_TAKEN_AT_MOST = 63.0

STEPS = len(_TAKEN) + 1
"""How many gutters there are: a layout can grow its gutter no more often."""

_HOUSE_INNER, _HOUSE_OUTER = 54.0, 60.0
_LEAST_OUTER = 42.0


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins at the fold and at the fore-edge, in points."""

    inner: float
    outer: float


def gutter_for(edition: Edition, pages: int) -> float:
    """Give the inner margin that an edition of so many pages wants; 0 where the style sheet decides."""
    if edition.gutter.grows:
        taken = next((taken for most, taken in _TAKEN if pages <= most), _TAKEN_AT_MOST)
        return taken + _SEEN
    return edition.gutter.width


def margins_at(gutter: float) -> Margins:
    """Give the margins for a gutter: the words move outwards, and become narrower only where no room is left."""
    return Margins(gutter, min(max(_HOUSE_OUTER + _HOUSE_INNER - gutter, _LEAST_OUTER), _HOUSE_OUTER))


def padded(pages: int, signature: int) -> int:
    """Give the page count filled up to whole signatures."""
    return -(-pages // signature) * signature
