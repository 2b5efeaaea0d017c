"""What an author asks of a build."""

from __future__ import annotations

from pathlib import Path

from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What the author asked for: which editions (none: all), where to, as a draft, with warnings as errors.

    ``uses_cache``: what was made before need not be made again. ``workers``: how many processes may work on the book;
    0: as many as there are cores.
    """

    only: tuple[str, ...] = ()
    out: Path | None = None
    is_draft: bool = False
    is_strict: bool = False
    uses_cache: bool = True
    workers: int = 0
