"""Say how like two words or titles are, and what an author probably meant by a word that nothing answers to.

RapidFuzz is loaded when something is compared: most builds have nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kirovbook.quick_dataclass import dataclass

_LIKE_ENOUGH = 0.6
_LONGEST = 200


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Give the choice that is most like the word, the first in order among equals; None if none is near."""
    return next(iter(nearest_few(word, choices, 1)), None)


def nearest_few(word: str, choices: Iterable[str], most: int) -> tuple[str, ...]:
    """Give the choices that are like the word, the likest first, the first in order among equals."""
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    names = sorted(choice for choice in choices if choice and len(choice) <= _LONGEST)
    found = process.extract(
        word[:_LONGEST].casefold(),
        names,
        scorer=DamerauLevenshtein.normalized_similarity,
        processor=str.casefold,
        score_cutoff=_LIKE_ENOUGH,
        limit=most,
    )
    return tuple(str(name) for name, _, _ in found)


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """Give the share of letters that two strings have in common, in their order: 0 to 1; 0 if below ``least``."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    return fuzz.ratio(one, other, score_cutoff=least * 100) / 100


def likeness_in_any_order(one: str, other: str, least: float = 0.0) -> float:
    """Give the likeness of two titles when the order of their words does not count; 0 if below ``least``."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    return fuzz.token_sort_ratio(one, other, score_cutoff=least * 100) / 100


def likeness_of_shorter(one: str, other: str, least: float = 0.0) -> float:
    """Give the likeness of two titles when words that only one of them has do not count; 0 if below ``least``."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    return fuzz.token_set_ratio(one, other, score_cutoff=least * 100) / 100


def letters_apart(one: str, other: str, most: int) -> int:
    """Count the letters to change, add, leave out or swap between two strings; ``most + 1`` if there are more."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    return int(OSA.distance(one, other, score_cutoff=most))


@dataclass(frozen=True, slots=True)
class Change:
    """Words of one text, from and to, and what stands in their place in the other: "equal", "replace", "delete"...

    "insert" stands where only the other has words.
    """

    kind: str
    start: int
    end: int
    other_start: int
    other_end: int


def changes_between(one: Sequence[str], other: Sequence[str]) -> tuple[Change, ...]:
    """Give what leads from the words of one text to those of another, with as few words touched as can be."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    return tuple(
        Change(code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in Levenshtein.opcodes(one, other)
    )
