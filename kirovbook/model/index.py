"""The source index: each work once, with every place where it is used."""

from __future__ import annotations

from dataclasses import dataclass

from kirovbook.model.inlines import Inline
from kirovbook.model.source import Standing


@dataclass(frozen=True, slots=True)
class CitedIn:
    """A note that cites the work: the unit it stands in and its number there; ``locator`` as printed."""

    unit: str
    number: int
    locator: str = ""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One work: its keys, its formatted description, the notes that cite it, the sources taken from it.

    ``archive`` names where it lies, if that is an archive.
    """

    key: str
    aliases: tuple[str, ...]
    entry: tuple[Inline, ...]
    sort_key: str
    standing: Standing
    cited: tuple[CitedIn, ...]
    sources: tuple[int, ...]
    archive: str = ""


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """The entries in their order. ``is_numbered``: the style gave them numbers, by which the text names them."""

    entries: tuple[IndexEntry, ...] = ()
    is_numbered: bool = False
