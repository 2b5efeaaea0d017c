"""R106: a claim that nobody owns a passage, without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsStatus


@rule("R106", hint="say why in 'basis': the year of the author's death, or of publication")
def public_domain_without_basis(permissions: Permissions) -> Iterator[Finding]:
    """A passage is said to be in the public domain, and its header does not say why.

    Wrong:  rights: {status: public-domain}
    Right:  rights: {status: public-domain, basis: the author died in 1920}
    """
    for passage in permissions:
        rights = passage.rights
        if rights.status is RightsStatus.PUBLIC_DOMAIN and not rights.basis:
            message = f"{passage.called} is said to be in the public domain, without a reason"
            yield Finding(passage.status_place, message, len(rights.status))
