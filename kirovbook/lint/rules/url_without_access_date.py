"""B309: a web page without the day on which it was read."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_ON_THE_WEB = frozenset({"online", "electronic", "www"})


@rule("B309", hint="add urldate, the day on which you read it", severity=ADVICE)
def url_without_access_date(works: Works) -> Iterator[Finding]:
    """A cited web page does not say when it was read.

    Pages change and vanish, and their own dates are not to be relied on. Books and articles that are also on the
    web are not asked. Allow it in an entry where it is meant: % allow: url-without-access-date

    Wrong:  @online{a, title = {Kirov}, url = {https://example.org/kirov}, date = {2020}}
    Right:  the same with  urldate = {2024-03-01}
    """
    for work in works:
        if work.type in _ON_THE_WEB and not work.get("urldate"):
            for field in work.fields:
                if field.name == "url":
                    yield Finding(field.place, f"'{work.key}' does not say when its page was read", len(field.name))
