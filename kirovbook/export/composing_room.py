"""The composing room: where gatherings are set, side by side where there are many, and not again where one is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from kirovbook.export.set_gathering import SetGathering, UsedFont
from kirovbook.export.setting import Copy, Specification, Typesetter
from kirovbook.export.used_fonts import joined, write_fonts


@dataclass(slots=True)
class ComposingRoom:
    """Sets gatherings, each once."""

    typesetters: dict[str, Typesetter] = field(default_factory=dict)
    known: dict[tuple[str, Copy], SetGathering] = field(default_factory=dict)

    def set_all(self, specification: Specification, copies: Sequence[Copy]) -> tuple[SetGathering, ...]:
        """Give the gatherings of these copies, set to a specification."""
        mark = specification.mark
        for copy in copies:
            if (mark, copy) not in self.known:
                self.known[mark, copy] = self._typesetter(specification).set(copy)
        return tuple(self.known[mark, copy] for copy in copies)

    def cut_fonts(self, specification: Specification, used: Sequence[UsedFont], day: date) -> bytes:
        """Give the fonts of an edition (see ``write_fonts``) as cut on that day."""
        seconds = int(datetime.combine(day, time(), UTC).timestamp())
        typesetter = self._typesetter(specification)
        typesetter.sheets_of(())
        return write_fonts(joined(used), typesetter.fonts, specification.edition.variant, seconds)

    def _typesetter(self, specification: Specification) -> Typesetter:
        mark = specification.mark
        if mark not in self.typesetters:
            self.typesetters[mark] = Typesetter(specification)
        return self.typesetters[mark]
