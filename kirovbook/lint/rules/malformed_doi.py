"""B307: a DOI that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:[ ]*)?10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s{}]+", re.IGNORECASE)


@rule("B307", hint="write it as it stands on the work's page: 10., a number, '/', and the rest")
def malformed_doi(works: Works) -> Iterator[Finding]:
    """The field "doi" holds something that cannot be a DOI.

    A DOI is "10.", a number of four to nine digits, a slash, and the publisher's own signs (ISO 26324).
    It has no check digit: whether a well-formed one is the right one only doi.org can say. An address at doi.org is
    understood as well. Allow it in an entry where it is meant: % allow: malformed-doi

    Wrong:  doi = {1086/343411}
    Right:  doi = {10.1086/343411}
    """
    for work in works:
        for field in work.fields:
            if field.name == "doi" and field.value and not _DOI.fullmatch(field.value.replace("\\", "")):
                yield Finding(field.place, f"{field.value[:60]!r} is no DOI", len(field.name))
