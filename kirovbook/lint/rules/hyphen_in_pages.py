"""B304: pages of a work joined by a single hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Correction
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_RANGE = re.compile(r"(?<![\w-])(?:[0-9]+[ ]?-[ ]?[0-9]+|[ivxlc]+-[ivxlc]+)(?![\w-])", re.IGNORECASE)
_HYPHEN = re.compile(r"[ ]?-[ ]?")


@rule("B304", hint="join pages with two hyphens or an en dash: '12--15' or '12–15'", severity=ADVICE)
def hyphen_in_pages(works: Works) -> Iterator[Finding]:
    """A range in the field "pages" is joined by a single hyphen.

    It is printed with an en dash all the same, but other programs that read the file print the hyphen. CSL-JSON
    has single hyphens by its own rule. Allow it where the hyphen belongs to one number: % allow: hyphen-in-pages

    Wrong:  pages = {12-15}
    Right:  pages = {12--15}
    """
    for work in works:
        for field in work.fields:
            if field.name == "pages":
                for place, words, length in works.find(field, _RANGE):
                    dash = (Correction(place, length, _HYPHEN.sub("--", words)),) if length else ()
                    yield Finding(place, f"hyphen between pages {words!r}", length, corrections=dash)
