"""Divide an edition into gatherings: leaves that are set together, apart from the others.

What stands in one gathering moves no line of another. So a change in one chapter sets no other again, chapters can be
set side by side, and new page numbers in the contents and the indexes touch nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kirovbook.model.book import ArrangedBook, Leaf, LeafKind, MatterPart

Gathering = tuple[Leaf, ...]

_OPENS_ON_RECTO = frozenset({
    LeafKind.PART, LeafKind.CHAPTER, LeafKind.SOURCES_OPENING, LeafKind.ACKNOWLEDGEMENTS, LeafKind.SOURCE_INDEX,
    LeafKind.NAMES_INDEX,
})
"""As the house style has it; a style of the author's that moves them keeps the edition in one piece."""

PRELIMINARIES = frozenset({LeafKind.CONTENTS, LeafKind.LIST_OF_SOURCES})
NAME_PAGES = PRELIMINARIES | {LeafKind.SOURCE_INDEX, LeafKind.NAMES_INDEX}
"""What says on which pages other leaves are, before them or behind them."""


def gatherings_of(arranged: ArrangedBook) -> tuple[Gathering, ...]:
    """Give the preliminaries up to the contents, then each leaf that opens on a recto with those that follow it.

    A handout is one gathering.
    """
    return (arranged.leaves,) if arranged.edition.is_handout else tuple(_divided(arranged.leaves))


def _divided(leaves: tuple[Leaf, ...]) -> Iterator[Gathering]:
    gathering: list[Leaf] = []
    for leaf in leaves:
        if leaf.kind in _OPENS_ON_RECTO and gathering:
            yield tuple(gathering)
            gathering = []
        gathering.append(leaf)
    if gathering:
        yield tuple(gathering)


def matter_of(gathering: Gathering) -> tuple[str, ...]:
    """Give the matter that a gathering stands in, from the outside inwards: ("front",), or ("body", "ch-part-one")."""
    leaf = gathering[0]
    if leaf.part is MatterPart.FRONT:
        return ("front",)
    part = part_of(leaf)
    return ("body", part) if part else ("body",)


def in_order_of_binding(matters: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    """Give the places of gatherings by their matter: what stands before the body is known last, and is bound last."""
    body = next((place for place, matter in enumerate(matters) if matter and matter[0] != "front"), 0)
    return (*range(body, len(matters)), *range(body))


def part_of(leaf: Leaf) -> str:
    """Give the unit of the part that a leaf opens or stands in; nothing for one in no part."""
    if leaf.kind is LeafKind.PART:
        return leaf.unit
    return leaf.under if leaf.kind is LeafKind.CHAPTER else ""
