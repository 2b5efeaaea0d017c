"""Level words to their letters, so that two printings of the same words can be held against each other."""

from __future__ import annotations

import unicodedata

_UNSEEN = {"\u00ad", "\u2010", "\u2011", "-", "\ufffe", "\uffff"}


def bare(text: str) -> str:
    """Leave what two printings of the same words have in common.

    White space, hyphens, soft hyphens and control characters go; ligatures and capitals are levelled.
    """
    levelled = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        letter for letter in levelled
        if letter not in _UNSEEN and not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf", "Mn"}
    )
