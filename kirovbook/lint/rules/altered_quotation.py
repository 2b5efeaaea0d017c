"""Q101: a quotation differs from the passage that it cites or repeats."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.quotations import Quotations, Verdict
from kirovbook.lint.registry import Finding, rule


@rule("Q101", hint="quote it as the source has it, or mark the change with brackets")
def altered_quotation(quotations: Quotations) -> Iterator[Finding]:
    """A quotation differs from the passage that it cites or repeats.

    The message shows the difference as `git diff --word-diff` does: [-what the source has-]{+what the quotation has+}.
    An ellipsis, words in square brackets, a first letter large or small, and the kind of quotation marks are an
    editor's, and no difference. Allow it where the source itself is corrected: <!-- allow: altered-quotation -->

    Wrong:  “Nothing in the corridor was changed.”      where the source has “Nothing in the corridors was changed.”
    Right:  “Nothing in the corridors was changed.”
    """
    for one in quotations.of(Verdict.DIFFERING):
        message = f"the quotation differs from source {one.source!r}: {one.told}"
        yield Finding(one.place, message, one.length, one.related)
