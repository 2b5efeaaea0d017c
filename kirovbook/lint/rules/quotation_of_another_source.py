"""Q103: a quotation cites one source of the book, and its words stand in another."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.quotations import Quotations, Verdict
from kirovbook.lint.registry import Finding, rule


@rule("Q103", hint="cite the source that has these words")
def quotation_of_another_source(quotations: Quotations) -> Iterator[Finding]:
    """A quotation cites one source of the book, and its words stand in another.

    Wrong:  “The guard had been sent away by the back stairs” (see [@src:diary]).     which are the words of the letter
    Right:  “The guard had been sent away by the back stairs” (see [@src:letter]).
    """
    for one in quotations.of(Verdict.OTHER_SOURCE):
        message = f"these words stand in source {one.source!r}, not in the one that is cited"
        yield Finding(one.place, message, one.length, one.related)
