"""R104: a book that is made of other people's extracts."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import Related
from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule

_SEVERAL = 3


@rule("R104", hint="ask for permissions: an anthology needs them however short its extracts are")
def anthology_without_permission(permissions: Permissions) -> Iterator[Finding]:
    """Extracts in copyright that nobody has permitted make up a large share of the book.

    What is quoted for comment must be less than the comment. Three extracts or more that are beyond three tenths of
    the book's words make it an anthology; book.toml may say otherwise: [rights] anthology_share = 0.2

    Wrong:  twenty extracts with {status: quotation} behind a short introduction
    Right:  the same with {status: permission, holder: ...}
    """
    quoted = [passage for passage in permissions if passage.is_quoted]
    words = sum(passage.words for passage in quoted)
    if len(quoted) >= _SEVERAL and words > permissions.rules.anthology_share * permissions.words:
        share = round(100 * words / permissions.words)
        message = f"{len(quoted)} extracts without permission are {share} % of the book's words"
        first, *more = quoted
        related = tuple(Related(one.status_place, f"{one.called}, {one.words} words") for one in more)
        yield Finding(first.status_place, message, 0, related)
