"""The lines of a source's passage as an edition has set them: a locator that holds for every copy of it."""

from __future__ import annotations

from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SourceLines:
    """How the lines of one passage fall: for each page, by its index from 0, how many of them stand on it."""

    unit: str
    by_page: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """Give the number of the last line."""
        return sum(lines for _, lines in self.by_page)
