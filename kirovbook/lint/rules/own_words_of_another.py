"""R114: an extract from a work that is said to be in the editors' own words."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsOf, RightsStatus
from kirovbook.model.source import SourceKind


@rule("R114", hint="call it a precis if you wrote it; else say on what ground you print another's words")
def own_words_of_another(permissions: Permissions) -> Iterator[Finding]:
    """An extract from a work is said to be in the editors' own words.

    An extract is the words of its author. A translation that you made yourself is yours: say of: translation.

    Wrong:  kind: extract   rights: {status: own-words}
    Right:  kind: precis    rights: {status: own-words}
    """
    for passage in permissions:
        rights = passage.rights
        is_extract = passage.kind is SourceKind.EXTRACT and bool(passage.key)
        if is_extract and rights.status is RightsStatus.OWN_WORDS and rights.of is not RightsOf.TRANSLATION:
            message = f"{passage.called} is an extract and is said to be in your own words"
            yield Finding(passage.status_place, message, len(rights.status))
