"""The source index: each work once, with every place where it is used."""

from __future__ import annotations

from kirovbook.model.inlines import Inline
from kirovbook.model.source import Standing
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CitedIn:
    """Where a work is cited: the unit, and the number of the note there; ``locator`` as printed.

    ``number`` is 0 where the text itself cites; then ``passage`` counts the citations of the unit's text.
    """

    unit: str
    number: int
    locator: str = ""
    passage: int = 0

    @property
    def anchor(self) -> str:
        """The name by which every edition knows the place: ``note-ch-smolny-12`` or ``cite-ch-smolny-3``."""
        return f"note-{self.unit}-{self.number}" if self.number else f"cite-{self.unit}-{self.passage}"


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
