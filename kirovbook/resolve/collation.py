"""Put names and titles in the order of the alphabet, as a reader of an index expects them."""

from __future__ import annotations

from functools import cache

from pyuca import Collator


@cache
def _collator() -> Collator:
    return Collator()


def begin_to_collate() -> None:
    """Read the table of the algorithm now, which takes a quarter of a second, and not when the first word is sorted."""
    _collator()


def collation_key(words: str) -> tuple[int, ...]:
    """Give a key by which words sort in the default order of the Unicode Collation Algorithm."""
    return tuple(_collator().sort_key(words))
