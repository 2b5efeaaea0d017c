"""Show the rules every picture and every citation of the book, gathered once."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.units import units_of
from kirovbook.model.blocks import Block, Figure
from kirovbook.model.book import Manuscript
from kirovbook.model.citation import Citation
from kirovbook.model.inlines import Inline, Picture
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import inlines_of, walk_blocks
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Inventory:
    """Pictures that stand alone, pictures within a line, and citations, each in the order of the book."""

    figures: tuple[Figure, ...]
    in_lines: tuple[Picture, ...]
    citations: tuple[Citation, ...]

    def pictures(self) -> Iterator[tuple[Picture, str]]:
        """Give every picture with the words of its caption."""
        yield from ((figure.picture, plain_inlines(figure.caption)) for figure in self.figures)
        yield from ((picture, "") for picture in self.in_lines)


def inventory_of(manuscript: Manuscript) -> Inventory:
    """Go through the book, its notes after each part."""
    figures: list[Figure] = []
    inlines: list[Picture | Citation] = []
    for unit in units_of(manuscript):
        for blocks in unit.texts:
            figures.extend(_figures(blocks))
            inlines.extend(_asked_for(blocks))
    alone = {id(figure.picture) for figure in figures}
    in_lines = tuple(one for one in inlines if isinstance(one, Picture) and id(one) not in alone)
    return Inventory(tuple(figures), in_lines, tuple(one for one in inlines if isinstance(one, Citation)))


def _figures(blocks: tuple[Block, ...]) -> Iterator[Figure]:
    return (block for block in walk_blocks(blocks) if isinstance(block, Figure))


def _asked_for(blocks: tuple[Block, ...]) -> Iterator[Picture | Citation]:
    inline: Inline
    for inline in inlines_of(blocks):
        if isinstance(inline, Picture | Citation):
            yield inline
