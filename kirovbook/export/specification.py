"""What a compositor is given: the copy of a gathering, and the specification of the edition it is set for."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from kirovbook.diagnostics import Place
from kirovbook.export.finish import Finish
from kirovbook.export.press import Press
from kirovbook.model.edition import Edition
from kirovbook.model.typography import Theme
from kirovbook.quick_dataclass import dataclass

_NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Specification:
    """How all gatherings of an edition are to be set: what a compositor is told besides the copy.

    ``divisions`` are the words that the author divides himself; of the lines of a source every ``line_numbers``th gets
    its number, 0: none.
    """

    press: Press
    edition: Edition
    lang: str
    divisions: tuple[str, ...]
    line_numbers: int
    finish: Finish

    @property
    def mark(self) -> str:
        """Give a mark (SHA-256) of all of it."""
        elsewhere = replace(self.edition, place=_NOWHERE)
        return sha256(repr(replace(self, edition=elsewhere)).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Copy:
    """What is to be set as one gathering: its markup, its own styles, and the places of its units and its pictures.

    ``keeps_folios``: the numbers of its pages are set with them, which is right where no other gathering stands before
    it. ``is_folios``: nothing but the numbers of the pages is wanted. ``is_followed``: its last page only stands for
    what follows it. ``theme``: it is a cover in that theme, which is one page. ``under`` is how many headings it stands
    under, all told.
    """

    markup: str
    styles: tuple[str, ...]
    units: tuple[tuple[str, Place], ...] = ()
    pictures: tuple[tuple[str, Place], ...] = ()
    keeps_folios: bool = False
    is_folios: bool = False
    theme: Theme | None = None
    under: int = 0
    is_followed: bool = False
