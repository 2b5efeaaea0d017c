"""X203: a person of people.toml whom the book never names."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.naming import Naming
from kirovbook.lint.registry import Finding, rule


@rule("X203", hint="take the table out, or add the form that the book uses", severity=ADVICE)
def unmentioned_person(naming: Naming) -> Iterator[Finding]:
    """A person of people.toml is named nowhere in the book.

    Perhaps the book uses a form that is not among the variants. Allow it at the table, behind it or above it:
    # allow: unmentioned-person

    Wrong:  [gusev]                                # the book writes of "Gussev"
    Right:  [gusev]  with  variants = ["Gussev"]
    """
    for person in naming.authorities:
        if person.id not in naming.mentioned:
            message = f"the book never names {person.preferred!r}"
            yield Finding(person.place, message, 0)
