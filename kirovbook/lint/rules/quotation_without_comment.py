"""R113: a quotation that nothing is said about."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsStatus


@rule("R113", hint="write a headnote: who wrote it, when, for whom, and what it is worth")
def quotation_without_comment(permissions: Permissions) -> Iterator[Finding]:
    """A passage is quoted for comment and criticism, and has no headnote.

    The law allows a quotation for the sake of what is said about it.

    Wrong:  rights: {status: quotation}     and the extract at once
    Right:  the same, with a headnote before the extract
    """
    for passage in permissions:
        is_bare = not passage.has_headnote and bool(passage.printed)
        if is_bare and passage.rights.status is RightsStatus.QUOTATION:
            message = f"{passage.called} is quoted for comment and has no headnote"
            yield Finding(passage.status_place, message, len(passage.rights.status))
