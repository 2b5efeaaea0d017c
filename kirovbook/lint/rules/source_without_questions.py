"""S305: a source without questions, among others that have some."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.book import Manuscript

_MOST = 2 / 3


@rule("S305", hint="ask something of its reader, as of the others", severity=ADVICE)
def source_without_questions(manuscript: Manuscript) -> Iterator[Finding]:
    """A source has no questions for a class; two thirds of the others or more have some.

    Wrong:  eight sources with questions, and a ninth without
    Right:  questions: ["Who says so, and how could he know?"]
    """
    without = [source.header for source in manuscript.sources if not source.header.questions]
    if len(without) <= len(manuscript.sources) * (1 - _MOST):
        for header in without:
            yield Finding(header.place, f"the source '{header.id}' has no questions")
