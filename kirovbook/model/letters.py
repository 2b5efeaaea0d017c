"""Level words to their letters, so that two printings of the same words can be held against each other."""

from __future__ import annotations

import unicodedata
from functools import cache

_UNSEEN = {"\u00ad", "\u2010", "\u2011", "-", "\ufffe", "\uffff"}


def bare(text: str) -> str:
    """Leave what two printings of the same words have in common.

    White space, hyphens, soft hyphens and control characters go; ligatures and capitals are levelled.
    """
    # A page whose only unusual letter is the space that does not break is soon seen to be levelled.
    levelled = unicodedata.normalize("NFKC", text.replace("\u00a0", " ")).casefold()
    words = "".join(levelled.split())
    for letter in filter(_goes, set(words)):
        words = words.replace(letter, "")
    return words


@cache
def _goes(letter: str) -> bool:
    return letter in _UNSEEN or unicodedata.category(letter) in {"Cc", "Cf", "Mn"}
