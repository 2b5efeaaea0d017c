"""T116: an article before a number and a plural."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.slips import articles_before_plurals


@rule("T116", hint="leave the article out, or write '10-year'")
def article_before_plural(wording: Wording) -> Iterator[Finding]:
    """An English article stands before a number and a plural.

    Wrong:  He was given a 10 years sentence.
    Right:  He was given a 10-year sentence.
    """
    for stretch in wording if wording.lang.startswith("en") else ():
        for slip in articles_before_plurals(stretch.words):
            yield Finding(stretch.place(slip.start), slip.message, stretch.length(slip.start, slip.start + slip.length))
