"""What citations are in print, one and those of a whole book."""

from __future__ import annotations

from collections.abc import Mapping

from kirovbook.model.inlines import Inlines
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """A citation in print: what stands in the text, what in the note, and that without any "ibid."."""

    text: Inlines
    note: Inlines
    spelled_out: Inlines


@dataclass(frozen=True, slots=True)
class Printing:
    """What Pandoc made of a book: the citations of each unit, with a mark of them, and the entry of each work.

    ``provenances`` are those of the sources that are taken from a known work.
    """

    units: tuple[tuple[Printed, ...], ...]
    marks: tuple[str, ...]
    provenances: tuple[Inlines, ...]
    entries: Mapping[str, Inlines]
