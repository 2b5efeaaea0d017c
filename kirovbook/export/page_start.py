"""Where a page begins in the boxes of its gathering."""

from __future__ import annotations

from kirovbook.quick_dataclass import dataclass

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page begins: the path of its first box, and what holds there.

    ``breaks`` and ``name`` are the break before the page and its name ("body"), ``groups`` the named boxes that it
    stands in, ``strings`` the words of running heads. ``is_clean``: nothing comes over from the page before, be
    it a note or the head of a table.
    """

    at: Path
    breaks: str
    name: str
    is_recto: bool
    groups: tuple[tuple[str, Path], ...]
    strings: tuple[tuple[str, str], ...]
    is_clean: bool
