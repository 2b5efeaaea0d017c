"""The types that an entry of a ``.bib`` file may have, and which of them a mistyped one stands for."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

ENTRY_TYPES = frozenset(
    """
    article artwork audio archive bibnote book bookinbook booklet collection commentary conference dataset
    electronic image inbook incollection inproceedings inreference interview jurisdiction legal legislation
    letter manual manuscript map mastersthesis misc movie music mvbook mvcollection mvproceedings mvreference
    online patent performance periodical phdthesis proceedings reference report review software speech standard
    suppbook suppcollection suppperiodical techreport thesis unpublished video www xdata
    """.split()  # noqa: SIM905 - a table of words is easier to read than a list of strings
)
"""The types of BibLaTeX 3.20, its aliases, and those that archives call for."""

_OTHER_WORDS = {
    "bookchapter": "incollection", "chapter": "incollection", "dissertation": "thesis", "document": "misc",
    "encyclopedia": "reference", "film": "movie", "generic": "misc", "journal": "periodical",
    "journalarticle": "article", "magazine": "article", "magazinearticle": "article", "newspaper": "article",
    "newspaperarticle": "article", "pamphlet": "booklet", "webpage": "online", "website": "online",
}  # fmt: skip
_NEAREST = 0.75
"""A likeness by which "articles" is an article, but no "set" a data set."""


@cache
def known_type(kind: str) -> str:
    """Give the type that a word, in small letters, stands for: itself, the nearest, or itself if none is near."""
    if kind in ENTRY_TYPES:
        return kind
    if kind in _OTHER_WORDS:
        return _OTHER_WORDS[kind]
    return next(iter(get_close_matches(kind[:60], sorted(ENTRY_TYPES), 1, _NEAREST)), kind)
