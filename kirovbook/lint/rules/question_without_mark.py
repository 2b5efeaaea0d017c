"""T118: a question that ends with a full stop."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.slips import unasked_questions


@rule("T118", hint="write a question mark if it asks", severity=ADVICE)
def question_without_mark(wording: Wording) -> Iterator[Finding]:
    """An English sentence is built as a question and ends with a full stop.

    Only sentences that begin with a question's word and its verb are looked at ("To what extent are", "Why did").
    Allow it where it does not ask: <!-- allow: question-without-mark -->

    Wrong:  To what extent were the two of them implicated.
    Right:  To what extent were the two of them implicated?
    """
    for stretch in wording if wording.lang.startswith("en") else ():
        for slip in unasked_questions(stretch.words):
            yield Finding(stretch.place(slip.start), slip.message, slip.length)
