"""Put names and titles in the order of the alphabet, as a reader of an index expects them."""

from __future__ import annotations

from functools import cache

from pyuca import Collator


@cache
def _collator() -> Collator:
    return Collator()


def collation_key(words: str) -> tuple[int, ...]:
    """Give a key by which words sort in the default order of the Unicode Collation Algorithm."""
    return tuple(_collator().sort_key(words))
