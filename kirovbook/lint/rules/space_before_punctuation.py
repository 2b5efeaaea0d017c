"""T119: a space before a comma or a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Correction
from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, rule

_SPACED = re.compile(
    r"(?<=[\w)”’»])(?P<spaces>[ ]{1,2})(?P<mark>[,;]|\.(?![.\d\w])(?![ \u00a0]\.)|[:!?](?![\w:)(/-]))(?![.=])"
)
_POINTS = re.compile(r"\.[ \u00a0]\Z")


@rule("T119", hint="put the mark at its word")
def space_before_punctuation(lines: Lines) -> Iterator[Finding]:
    """A space stands between a word and the mark of punctuation behind it.

    In French a narrow space belongs before high marks, and the program sets it; there only commas and full stops are
    looked at. A spaced ellipsis is none of this. Allow it in a line that is no prose:
    <!-- allow: space-before-punctuation -->

    Wrong:  He came , and went .
    Right:  He came, and went.
    """
    is_french = lines.lang.startswith("fr")
    for place, text in lines:
        if text.lstrip().startswith(("|", ":")):
            continue
        for found in _SPACED.finditer(text):
            if (is_french and found["mark"] in ";:!?") or _POINTS.search(text, 0, found.start("mark")):
                continue
            gap = Correction(place.at(found.start()), len(found["spaces"]), "")
            message = f"a space stands before {found['mark']!r}"
            yield Finding(place.at(found.start()), message, len(found[0]), corrections=(gap,))
