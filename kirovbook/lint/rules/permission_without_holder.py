"""R112: a permission that nobody has given."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsStatus


@rule("R112", hint="say whose it is in 'holder', or as he wants it said in 'credit'")
def permission_without_holder(permissions: Permissions) -> Iterator[Finding]:
    """A passage is printed by permission, and its header does not say whose.

    Wrong:  rights: {status: permission}
    Right:  rights: {status: permission, holder: The Estate of A. Writer}
    """
    for passage in permissions:
        rights = passage.rights
        if rights.status is RightsStatus.PERMISSION and not (rights.holder or rights.credit):
            message = f"{passage.called} is printed by permission and does not say whose"
            yield Finding(passage.status_place, message, len(rights.status))
