"""Q105: a quotation of eight words or more cites nothing, and no source of the book has its words."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.quotations import Quotations, Verdict
from kirovbook.lint.registry import Finding, rule


@rule("Q105", hint="cite where it comes from", severity=ADVICE)
def quotation_without_source(quotations: Quotations) -> Iterator[Finding]:
    """A quotation of eight words or more cites nothing, and no source of the book has its words.

    Nothing is said where its paragraph cites something, nor in a book without sources. Allow it in a file or a
    block where that is meant: <!-- allow: quotation-without-source -->

    Wrong:  A neighbour said: “We heard the car leave long before it was light.”
    Right:  A neighbour said: “We heard the car leave long before it was light.”[@inquiry1935, p. 12]
    """
    for one in quotations.of(Verdict.WITHOUT_SOURCE):
        yield Finding(one.place, "the quotation cites nothing, and no source has its words", one.length, one.related)
