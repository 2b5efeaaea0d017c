"""A part of an index: what a composer is told to set of it, and what he gives back."""

from __future__ import annotations

from kirovbook.export.page_start import PageStart, Path
from kirovbook.export.set_gathering import SetGathering
from kirovbook.quick_dataclass import dataclass

Key = tuple[Path, str, str, bool, tuple[tuple[str, Path], ...]]
LOOKED_AHEAD = 3
"""So many blocks behind the first one of a page may have had a say in where the page before it ends."""


@dataclass(frozen=True, slots=True)
class IndexPart:
    """Which pages of an index are to be set: from where one ``begins`` until one begins as one of ``ends`` does.

    Without ``begins`` they are set from the first on. They end with the block ``stop`` too, or one behind it, unless no
    ends are named. Of the blocks none are looked at from ``last`` on, nor before ``first``. Blocks are counted from 0
    in the whole index, and pages begin in its boxes, in which the way to the index is ``depth`` long.
    """

    begins: PageStart | None
    first: int
    last: int
    depth: int = 0
    stop: int = 0
    ends: tuple[PageStart, ...] = ()


@dataclass(frozen=True, slots=True)
class SetPart:
    """Pages of an index, where each of them begins, and where the next one would; None if there is none.

    With ``is_sound`` false it can't be told where they begin.
    """

    gathering: SetGathering
    starts: tuple[PageStart, ...]
    end: PageStart | None
    is_sound: bool


def key_of(start: PageStart) -> Key:
    """Give what two pages that begin alike have in common."""
    return start.at, start.breaks, start.name, start.is_recto, start.groups
