"""R105: a licensed passage without what its licence asks for."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsStatus


@rule("R105", hint="say which licence in 'basis' and give the line that it asks for in 'credit'")
def licence_without_credit(permissions: Permissions) -> Iterator[Finding]:
    """A passage is printed under a licence, and its header does not say which, or has no line of credit.

    Licences such as CC BY ask that the author be named beside the words.

    Wrong:  rights: {status: licensed}
    Right:  rights: {status: licensed, basis: CC BY 4.0, credit: "Translated by A. Writer, 2019"}
    """
    for passage in permissions:
        rights = passage.rights
        lacking = [words for words, is_there in (("which licence", rights.basis), ("whom to credit", rights.credit))
                   if not is_there]
        if rights.status is RightsStatus.LICENSED and lacking:
            message = f"{passage.called} is licensed and does not say {' or '.join(lacking)}"
            yield Finding(passage.status_place, message, len(rights.status))
