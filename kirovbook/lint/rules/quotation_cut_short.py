"""Q102: a quotation leaves out words of its source and does not say so."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.quotations import Quotations, Verdict
from kirovbook.lint.registry import Finding, rule


@rule("Q102", hint="put an ellipsis where words are left out")
def quotation_cut_short(quotations: Quotations) -> Iterator[Finding]:
    """A quotation leaves out words of its source and does not say so.

    Either something is missing in its middle, or it is set as a sentence of its own and stops where the source's goes
    on. A phrase within the author's own sentence needs no ellipsis (Chicago Manual of Style, 17th edition, 13.51).

    Wrong:  He wrote: “The guard had been sent away.”   where the source goes on: “by the back stairs.”
    Right:  He wrote: “The guard had been sent away …”
    """
    for one in quotations.of(Verdict.CUT_SHORT):
        message = f"the quotation of source {one.source!r} is cut short without an ellipsis: {one.told}"
        yield Finding(one.place, message, one.length, one.related)
