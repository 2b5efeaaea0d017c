"""R108: a passage that is printed although the permission for it has ended."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import Hindrance


@rule("R108", hint="ask for it anew, or write a precis beside the passage: '::: precis'")
def ended_permission(permissions: Permissions) -> Iterator[Finding]:
    """The permission for a passage ended before the book's date, and there is no precis to be printed instead.

    The book's date is that of book.toml, else today. A year or a month is permitted to its end.

    Wrong:  rights: {status: permission, holder: ..., until: 2024}     in a book of 2026
    Right:  the same with '::: precis' beside '::: extract'
    """
    for passage in permissions:
        until = passage.rights.until
        has_ended = any(why is Hindrance.ENDED for _, why in passage.hindered)
        if has_ended and not passage.has_precis:
            message = f"the permission for {passage.called} ended with {until}, and there is no precis"
            yield Finding(passage.rights.place("until", passage.status_place), message, len(until))
