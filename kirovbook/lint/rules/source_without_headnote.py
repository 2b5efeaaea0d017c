"""S304: a source without a headnote, among others that have one."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.book import Manuscript


@rule("S304", hint="say before the passage who wrote it, when, for whom and why", severity=ADVICE)
def source_without_headnote(manuscript: Manuscript) -> Iterator[Finding]:
    """A source begins with its passage; others of the book have a headnote.

    Wrong:  the header, then at once  ::: extract
    Right:  the header, then "Orlov had left the service in 1938.", then  ::: extract
    """
    if any(source.headnote for source in manuscript.sources):
        for source in manuscript.sources:
            if source.passage and not source.headnote:
                yield Finding(source.header.place, f"the source '{source.header.id}' has no headnote")
