"""Divide an edition into gatherings: leaves that are laid out together, apart from the others.

What stands in one gathering moves no line of another, so that a change of the page numbers in the contents and in the
indexes does not lay out the whole book again.
"""

from __future__ import annotations

from itertools import groupby

from kirovbook.model.book import ArrangedBook, Leaf, LeafKind

Gathering = tuple[Leaf, ...]

_PRELIMINARIES = frozenset({
    LeafKind.HALF_TITLE, LeafKind.TITLE_PAGE, LeafKind.IMPRINT, LeafKind.CONTENTS, LeafKind.LIST_OF_SOURCES,
})
_INDEXES = frozenset({LeafKind.SOURCE_INDEX, LeafKind.NAMES_INDEX})


def gatherings_of(arranged: ArrangedBook) -> tuple[Gathering, ...]:
    """Give the preliminaries up to the contents, the text, and the indexes with what follows them.

    Each opens on a recto. A handout is one gathering.
    """
    if arranged.edition.is_handout:
        return (arranged.leaves,)
    first_index = next((n for n, leaf in enumerate(arranged.leaves) if leaf.kind in _INDEXES), len(arranged.leaves))

    def which(place: tuple[int, Leaf]) -> int:
        number, leaf = place
        return 0 if leaf.kind in _PRELIMINARIES else 2 if number >= first_index else 1

    return tuple(tuple(leaf for _, leaf in group) for _, group in groupby(enumerate(arranged.leaves), key=which))
