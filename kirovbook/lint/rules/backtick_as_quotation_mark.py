"""T104: a backtick for a quotation mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Correction
from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, rule

_TICKED = re.compile(
    r"(?<![`\\\w])(?P<open>`{1,2})(?=\w)[^`'’\n]{1,200}(?:['’]\w[^`'’\n]{0,200}){0,9}(?P<close>''|['’”\"])(?!\w)"
)


@rule("T104", hint="write a quotation mark; a pair of backticks is code")
def backtick_as_quotation_mark(lines: Lines) -> Iterator[Finding]:
    """A quotation opens with a backtick, as typewriters and TeX have it, and closes with an apostrophe.

    Wrong:  The `great leader' spoke.
    Right:  The 'great leader' spoke.
    """
    for place, text in lines:
        if "`" not in text:
            continue
        for found in _TICKED.finditer(text):
            mark = "'" if len(found["open"]) == 1 and found["close"] in {"'", "’"} else '"'
            opening = Correction(place.at(found.start()), len(found["open"]), mark)
            closing = Correction(place.at(found.start("close")), len(found["close"]), mark)
            is_whole = (len(found["open"]) == 1) == (found["close"] in {"'", "’"})
            made = (opening, closing) if is_whole else ()
            message = "a backtick stands for a quotation mark"
            yield Finding(place.at(found.start()), message, len(found["open"]), corrections=made)
