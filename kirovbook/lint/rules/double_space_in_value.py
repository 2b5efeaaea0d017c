"""B305: two spaces within a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Correction
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_SPACES = re.compile(r"(?<=\S)[ ]{2,}(?=\S)")
_NOT_PRINTED = frozenset({
    "abstract", "annotation", "annote", "comment", "file", "keywords", "owner", "review", "timestamp", "url", "xdata",
})  # fmt: skip


@rule("B305", hint="delete all but one", severity=ADVICE)
def double_space_in_value(works: Works) -> Iterator[Finding]:
    """Two or more spaces stand between two words of a value that is printed.

    One is printed, as everywhere in a .bib file; but something may be missing between the two. Spaces at the
    beginning of a line are no matter. Allow it in an entry where it is meant: % allow: double-space-in-value

    Wrong:  title = {Who  Killed Kirov?}
    Right:  title = {Who Killed Kirov?}
    """
    for work in works:
        for field in work.fields:
            if field.name not in _NOT_PRINTED:
                for place, spaces, length in works.find(field, _SPACES):
                    message = f"{len(spaces)} spaces stand in the field '{field.name}'"
                    one = (Correction(place, length, " "),) if length else ()
                    yield Finding(place, message, length, corrections=one)
