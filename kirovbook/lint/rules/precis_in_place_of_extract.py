"""R110: an edition that prints the precis because it may not print the passage."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import Hindrance


@rule("R110", hint="write behind it, if you mean it: # allow: precis-in-place-of-extract", severity=ADVICE)
def precis_in_place_of_extract(permissions: Permissions) -> Iterator[Finding]:
    """An edition prints a source's precis, because the rights do not allow it the passage beside it.

    Nothing is wrong; but what an edition leaves out is said. The record of a build has the same.

    Wrong:  rights: {status: permission, holder: ..., editions: [print]}     and no word of it to the printer
    Right:  the same, and  # allow: precis-in-place-of-extract  behind it
    """
    for passage in permissions:
        names: dict[Hindrance, list[str]] = {}
        for name, why in passage.hindered if passage.has_precis else ():
            names.setdefault(why, []).append(name)
        for why, here in names.items():
            listed = ", ".join(map(repr, here))
            yield Finding(passage.status_place, f"the precis of {passage.called} is printed in {listed}: {why}")
