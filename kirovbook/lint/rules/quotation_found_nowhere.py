"""Q104: a quotation refers to a source of the book, and no source of the book has its words."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.quotations import Quotations, Verdict
from kirovbook.lint.registry import Finding, rule


@rule("Q104", hint="compare it with the source, or cite the work that has it")
def quotation_found_nowhere(quotations: Quotations) -> Iterator[Finding]:
    """A quotation refers to a source of the book, and no source of the book has its words.

    It is said only where a source that is given in its own words is named by [@src:...]: a work that is cited has more
    than the passage that the book prints, and a precis retells.

    Wrong:  “Nobody had seen the man come in” (see [@src:letter]).                    which the letter does not say
    Right:  “Nobody had seen the man come in”.[@inquiry1935, p. 12]
    """
    for one in quotations.of(Verdict.NOWHERE):
        message = f"no source has these words, not even {one.source!r}, which is cited"
        yield Finding(one.place, message, one.length, one.related)
