"""T123: a heading that ends with a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Correction
from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, rule

_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ ].{0,400}?[a-z]{4,30}(?P<stop>\.)[ ]*(?:\{[^{}]{0,200}\})?[ ]*#*[ ]*\Z")


@rule("T123", hint="take the full stop away", severity=ADVICE)
def heading_with_full_stop(lines: Lines) -> Iterator[Finding]:
    """A heading ends with a full stop; one that stands on a line of its own needs none (Chicago Manual of Style, 6.14).

    Where most headings of the book do, it is the book's own way, and nothing is said.

    Wrong:  ## The night train.
    Right:  ## The night train
    """
    headings = [(place, text) for place, text in lines if text.lstrip()[:1] == "#"]
    stopped = [(place, found) for place, text in headings if (found := _HEADING.match(text))]
    if 2 * len(stopped) < len(headings):
        for place, found in stopped:
            at = place.at(found.start("stop"))
            yield Finding(at, "the heading ends with a full stop", 1, corrections=(Correction(at, 1, ""),))
