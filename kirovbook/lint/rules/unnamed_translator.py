"""R107: a translated passage whose translator nobody names."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Passage, Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsOf, RightsStatus
from kirovbook.model.source import SourceKind, Work

_EDITOR_TYPES = ("editortype", "editoratype", "editorbtype", "editorctype")


@rule("R107", hint="add the translator to the work; or say 'of: original', if the passage is the author's own words")
def unnamed_translator(permissions: Permissions) -> Iterator[Finding]:
    """A passage is of a translation, and the bibliography does not say whose.

    A translation has rights of its own, beside the author's. That a passage is translated is said by of: translation
    in its header, or by origlanguage in its work.

    Wrong:  rights: {status: quotation, of: translation}    of a work without a translator
    Right:  translator = {Ferdinand, C. I. P.}              in the work's entry
    """
    for passage in permissions:
        if passage.work and _is_translated(passage, passage.work) and not _names_translator(passage.work):
            place = passage.rights.place("of", passage.status_place)
            yield Finding(place, f"{passage.called} is of a translation, and '{passage.work.key}' has no translator")


def _is_translated(passage: Passage, work: Work) -> bool:
    rights = passage.rights
    if passage.kind is SourceKind.PRECIS or rights.status is RightsStatus.OWN_WORDS or rights.of is RightsOf.ORIGINAL:
        return False
    return rights.of is RightsOf.TRANSLATION or bool(work.get("origlanguage"))


def _names_translator(work: Work) -> bool:
    return bool(work.get("translator")) or any(work.get(name) == "translator" for name in _EDITOR_TYPES)
