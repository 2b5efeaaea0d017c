"""C106: the mark of a note before the full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, rule

_BEFORE = re.compile(r"(?<=\w)(?P<mark>\[\^[^\]\s]{1,60}\])(?P<stop>[.,;])(?![.\w])")


@rule("C106", hint="put the mark behind the stop", severity=ADVICE)
def note_before_stop(lines: Lines) -> Iterator[Finding]:
    """In English the mark of a note stands behind a comma or a full stop (Chicago Manual of Style, 14.26).

    Other languages have it the other way round; only books in English are looked at.

    Wrong:  Nobody saw him[^1].
    Right:  Nobody saw him.[^1]
    """
    for place, text in lines if lines.lang.startswith("en") else ():
        for found in _BEFORE.finditer(text) if "[^" in text else ():
            message = f"the note's mark stands before {found['stop']!r}"
            yield Finding(place.at(found.start()), message, len(found["mark"]))
