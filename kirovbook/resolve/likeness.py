"""Find what an author probably meant by a word that nothing answers to."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_LIKE_ENOUGH = 0.6
_LONGEST = 200


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Give the choice that is most like the word, the first in order among equals; None if none is near."""
    names = sorted(choice for choice in choices if choice and len(choice) <= _LONGEST)
    found = process.extractOne(
        word[:_LONGEST].casefold(),
        names,
        scorer=DamerauLevenshtein.normalized_similarity,
        processor=str.casefold,
        score_cutoff=_LIKE_ENOUGH,
    )
    return str(found[0]) if found else None
