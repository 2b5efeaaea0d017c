"""T121: a mark of punctuation twice, or two that do not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Correction
from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule

_DOUBLED = re.compile(
    r"(?<=[\w”’)»])(?:,[ ]?,|;[ ]?;|(?<![.:])\.\.(?![./\w]|[ \u00a0]\.)|[,;]\.(?![.\w])|[,;:][;:](?!\w))"
)
_SAME = frozenset({",,", ";;", ", ,", "; ;"})


@rule("T121", hint="keep one of the two")
def doubled_mark(wording: Wording) -> Iterator[Finding]:
    """Two marks of punctuation stand where one belongs.

    An ellipsis has three points. Allow it where a text is printed as it was found: <!-- allow: doubled-mark -->

    Wrong:  He came,, and went..
    Right:  He came, and went.
    """
    for stretch in wording:
        for found in _DOUBLED.finditer(stretch.words):
            place = stretch.place(found.start())
            one = (Correction(place, len(found[0]), found[0][0]),) if found[0] in _SAME else ()
            yield Finding(place, f"{found[0]!r} is one mark too many", len(found[0]), corrections=one)
