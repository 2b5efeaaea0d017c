"""R109: a passage that is printed in an edition for which it was not permitted."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import Hindrance


@rule("R109", hint="ask for this edition too, or write a precis beside the passage: '::: precis'")
def uncovered_edition(permissions: Permissions) -> Iterator[Finding]:
    """The permission for a passage is for other editions, and there is no precis to be printed in this one.

    Wrong:  rights: {status: permission, holder: ..., editions: [print]}     in a book that has an EPUB
    Right:  the same with '::: precis' beside '::: extract'
    """
    for passage in permissions:
        names = [name for name, why in passage.hindered if why is Hindrance.UNCOVERED]
        if names and not passage.has_precis:
            place = passage.rights.place("editions", passage.status_place)
            listed = ", ".join(map(repr, names))
            yield Finding(place, f"the permission for {passage.called} does not cover {listed}, and there is no precis")
