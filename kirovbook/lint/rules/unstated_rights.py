"""R101: a source that does not say on what ground it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsStatus


@rule("R101", hint="add 'rights: {status: ...}' to its header: 'kirovbook explain R101' has the words for it")
def unstated_rights(permissions: Permissions) -> Iterator[Finding]:
    """The header of a source does not say on what ground its passage may be printed.

    status: own-words (a precis of yours), public-domain (say why in basis), licensed (say which licence in basis, and
    give the credit), permission (say whose in holder), quotation (a short one, for comment and criticism), unknown.
    Where there is a precis beside the extract, the precis is printed until you know.

    Wrong:  title: A letter of 1934
    Right:  title: A letter of 1934
            rights: {status: permission, holder: The Estate of A. Writer}
    """
    for passage in permissions:
        if passage.rights.status is RightsStatus.UNSAID and not passage.rights.has("status"):
            yield Finding(passage.place, f"{passage.called} does not say on what ground it is printed")
