"""A tagged PDF as a reader hears it: the tree of its tags, and the words that each of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kirovbook.quick_dataclass import dataclass

Path = tuple[int, ...]
"""Where an element stands: which child of its parent it is, from the root on; in this order they are read."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One element: its kind ("P", "Note"), its id, its language, and the words said in the place of its own."""

    kind: str
    id: str
    lang: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Untagged:
    """Something drawn on a page (its index, from 0) that is neither content nor left unread: its words, if any."""

    page: int
    words: str


@dataclass(frozen=True, slots=True)
class TagTree:
    """The tree over all pages: its elements by their paths, what they hold, and what no element holds."""

    tags: Mapping[Path, Tag]
    words: Mapping[Path, str]
    untagged: tuple[Untagged, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Words that stand together in one paragraph, cell or line.

    ``note`` is the id of the note they belong to; ``within`` is the kind of what holds the block: "LI" where the
    block is a list's item or its number.
    """

    kind: str
    words: str
    note: str
    within: str


_WITHIN_LINE = frozenset({"Span", "Link", "Reference", "Code", "Figure", "Quote", "Em", "Strong"})
_NOTES = frozenset({"Note", "FENote"})


def blocks_of(tree: TagTree) -> tuple[Block, ...]:
    """Give the blocks in the order in which they are read.

    What stands behind a block within a block, as the rest of a list's item behind a list, is a block of its own.
    """
    blocks: list[Block] = []
    home: Path | None = None
    for path in sorted(tree.words):
        parents = [path[:length] for length in range(1, len(path))]
        outer = [parent for parent in parents if tree.tags[parent].kind not in _WITHIN_LINE]
        note = next((tree.tags[parent].id for parent in parents if tree.tags[parent].kind in _NOTES), "")
        if outer and outer[-1] == home:
            blocks[-1] = replace(blocks[-1], words=blocks[-1].words + tree.words[path])
        else:
            home = outer[-1] if outer else ()
            kind, within = _kind(tree, home), _kind(tree, home[:-1])
            blocks.append(Block(kind, tree.words[path], note, within))
    return tuple(blocks)


def _kind(tree: TagTree, path: Path) -> str:
    return tree.tags[path].kind if path in tree.tags else ""
