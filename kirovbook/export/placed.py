"""What is bound, and where it stands in its edition."""

from __future__ import annotations

from collections.abc import Mapping

from kirovbook.export.set_gathering import SetGathering, SetPage
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """A gathering in its place: the index of its first page, and the matter it stands in: ("body", "part-one")."""

    gathering: SetGathering
    first: int
    matter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A page number, drawn: the gathering that it was drawn in, and the index of its page there."""

    gathering: SetGathering
    index: int

    @property
    def page(self) -> SetPage:
        """Give what is known of the page that the number was drawn on."""
        return self.gathering.pages[self.index]


@dataclass(frozen=True, slots=True)
class Binding:
    """What is bound: gatherings in their places, the label of each page, the number that is drawn on a page, the fonts.

    ``labels`` may count more pages than the gatherings have: blank ones follow. ``fonts`` is a PDF (see
    ``used_fonts.write_fonts``).
    """

    placed: tuple[Placed, ...]
    labels: tuple[str, ...]
    stamps: Mapping[int, Stamp]
    fonts: bytes
