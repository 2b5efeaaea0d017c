"""C108: one work twice in a citation."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.inventory import Inventory
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.citation import Citation


@rule("C108", hint="give its pages in one place: [@knight1999, pp. 12, 40]", severity=ADVICE)
def work_twice_in_citation(inventory: Inventory) -> Iterator[Finding]:
    """One citation names the same work twice.

    The note then describes it twice. Where the second says something of its own ("but see"), it is not reported.

    Wrong:  [@knight1999, p. 12; @knight1999, p. 40]
    Right:  [@knight1999, pp. 12, 40]
    """
    for citation in inventory.citations:
        if len(citation.cites) > 1:
            yield from _repeated(citation)


def _repeated(citation: Citation) -> Iterator[Finding]:
    seen: set[str] = set()
    for cite in citation.cites:
        if cite.key in seen and not cite.prefix:
            yield Finding(cite.place, f"the citation names '{cite.key}' twice")
        seen.add(cite.key)
