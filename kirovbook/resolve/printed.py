"""What a citation is in print."""

from __future__ import annotations

from dataclasses import dataclass

from kirovbook.model.inlines import Inlines


@dataclass(frozen=True, slots=True)
class Printed:
    """A citation in print: what stands in the text, what in the note, and that without any "ibid."."""

    text: Inlines
    note: Inlines
    spelled_out: Inlines
