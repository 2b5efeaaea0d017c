"""R111: a whole picture that is printed as if it were a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsStatus
from kirovbook.model.source import SourceKind


@rule("R111", hint="ask for permission, and say whose in 'holder'")
def whole_picture_as_quotation(permissions: Permissions) -> Iterator[Finding]:
    """A facsimile is printed as a quotation.

    It shows the whole of somebody's work, so that no limit of words covers it; and a photograph of an old page may
    have an owner of its own.

    Wrong:  kind: facsimile      rights: {status: quotation}
    Right:  kind: facsimile      rights: {status: permission, holder: The State Archive}
    """
    for passage in permissions:
        is_picture = passage.kind is SourceKind.FACSIMILE and bool(passage.printed)
        if is_picture and passage.rights.status is RightsStatus.QUOTATION:
            message = f"{passage.called} is a whole picture, printed as a quotation"
            yield Finding(passage.status_place, message, len(passage.rights.status))
