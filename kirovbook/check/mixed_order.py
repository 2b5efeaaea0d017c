"""Find words on a page that are drawn in another order than they are read, as those from right to left are.

Their letters are counted and taken off the page, each once, so that what is lost is missed all the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

BLOT = "\0"
"""Stands on a bare page for a letter that was read."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_PERHAPS_FROM_RIGHT = re.compile("[\u0590-\U0010ffff]")
"""The first script that runs from right to left is Hebrew."""
_MIRRORED = str.maketrans("»)]}>›", "«([{<‹")
"""What is drawn as its own mirror image, and read back as that (Unicode Standard Annex 9, rule L4)."""


def runs_from_right(words: str) -> bool:
    """Answer whether some of the words run from right to left."""
    if words.isascii():
        return False
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in _PERHAPS_FROM_RIGHT.findall(words))


def take_letters(
    pages: list[str], words: str, window: Sequence[int], *, from_foot: bool = False
) -> tuple[tuple[int, int], ...] | None:
    """Blot the letters of the bare ``words`` out of the pages of the window, as many of them on each as it has.

    Gives the pages with how many letters each had, or None where they do not have them all: then nothing is taken.
    ``from_foot``: on each page those nearest its foot, as the words of a note.
    """
    needed = Counter(words.translate(_MIRRORED))
    read: dict[int, str] = {}
    shares: list[tuple[int, int]] = []
    for page in window:
        letters, taken = list(pages[page]), 0
        order = range(len(letters) - 1, -1, -1) if from_foot else range(len(letters))
        for at in order:
            levelled = letters[at].translate(_MIRRORED)
            if needed[levelled] > 0 and letters[at] != BLOT:
                needed[levelled] -= 1
                letters[at], taken = BLOT, taken + 1
        read[page] = "".join(letters)
        shares.append((page, taken))
        if not any(needed.values()):
            for each, text in read.items():
                pages[each] = text
            return tuple(shares)
    return None
