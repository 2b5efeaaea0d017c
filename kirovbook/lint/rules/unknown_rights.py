"""R102: a passage of which nobody knows whether it may be printed."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsStatus


@rule("R102", hint="find out, or write a precis beside it: '::: precis'")
def unknown_rights(permissions: Permissions) -> Iterator[Finding]:
    """A passage is printed although its rights are unknown.

    A precis beside it, in your own words, is printed in its place; then only R110 says so.

    Wrong:  rights: {status: unknown}
    Right:  rights: {status: public-domain, basis: the author died in 1920}
    """
    for passage in permissions:
        rights = passage.rights
        if rights.status is RightsStatus.UNKNOWN and passage.printed:
            message = f"{passage.called} is printed, and nobody knows whether it may be"
            yield Finding(passage.status_place, message, len(rights.status))
