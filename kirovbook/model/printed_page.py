"""The pages of an edition as they came out: where each line stands, and how it was set. Lengths are in points."""

from __future__ import annotations

from collections.abc import Mapping

from kirovbook.diagnostics import Place
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A space between two words: where it begins and ends."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line: its words, its edges, and the place in the manuscript of the block that it belongs to.

    ``reach`` is how far to the right its block may go. ``stretch`` is by how many em its word spaces were changed to
    fill the measure, less than 0 where they were narrowed. ``opens`` and ``ends``: it is the first or the last line
    of its block; ``block`` tells blocks apart. ``gaps`` are known only for wide-set lines in succession.
    """

    words: str
    left: float
    right: float
    top: float
    bottom: float
    reach: float
    size: float
    stretch: float
    tag: str
    place: Place
    block: int
    opens: bool
    ends: bool
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page: its label, the edges of its type area, the lines of its text and those of its notes."""

    label: str
    is_recto: bool
    left: float
    right: float
    top: float
    bottom: float
    text: tuple[PrintedLine, ...]
    notes: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class PagePart:
    """What a page holds of one unit: the letters of its running text, levelled (see ``model.letters``).

    A picture, and a reference whose words differ from edition to edition, is one ``STANDS_FOR`` each. Notes, running
    heads and whatever else belongs to the page and not to the text are left out.
    """

    unit: str
    letters: str


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page holds of the book's running text, by the units that have a share in it; a blank page has none."""

    label: str
    parts: tuple[PagePart, ...]


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """The printed book as its e-book knows it: the pages, and the label of the page of each anchor ("mark-ch-one-3").

    ``worded_otherwise`` are the units of which the two print different passages.
    """

    pages: tuple[PageText, ...]
    folios: Mapping[str, str]
    worded_otherwise: frozenset[str] = frozenset()

    @property
    def labels(self) -> tuple[str, ...]:
        """Give the labels of the pages in their order."""
        return tuple(page.label for page in self.pages)


STANDS_FOR = "\ufffc"
"""In the place of what has no letters of its own, or other ones in each edition."""
