"""The pages of an edition as they came out: where each line stands, and how it was set. Lengths are in points."""

from __future__ import annotations

from dataclasses import dataclass

from kirovbook.diagnostics import Place


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
