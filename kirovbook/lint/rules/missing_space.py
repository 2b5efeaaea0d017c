"""T120: no space behind a comma or a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule

_JOINED = re.compile(
    r"(?<![\w./@#_-])[^\W\d_]{2,30}(?P<joined>[,;](?=[^\W\d_]{2})|[.!?](?=[A-Z][a-z]{1,20}[ ,;]))"
    r"[^\W\d_]{2,30}(?![\w@/]|\.\w)"
)
_CAPITALS = re.compile(r"[A-Z.]+\Z")


@rule("T120", hint="put a space behind the mark")
def missing_space(wording: Wording) -> Iterator[Finding]:
    """Two words are joined by a comma, a semicolon or a full stop without a space.

    Addresses, file names and abbreviations are passed over. Allow it where it is meant: <!-- allow: missing-space -->

    Wrong:  He came,saw and went.Nobody knew.
    Right:  He came, saw and went. Nobody knew.
    """
    for stretch in wording:
        for found in _JOINED.finditer(stretch.words):
            before = stretch.words[found.start() : found.start("joined")]
            if not _CAPITALS.match(before):
                message = f"no space stands behind {found['joined']!r} in {found[0]!r}"
                yield Finding(stretch.place(found.start()), message, len(found[0]))
