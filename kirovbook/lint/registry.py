"""What a rule of the linter is, and the list of them all."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Generic, TypeVar, get_type_hints

from kirovbook.diagnostics import WARNING, Correction, Diagnostic, Place, Related, Severity
from kirovbook.quick_dataclass import dataclass

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has seen: where, what is so there, and how many characters it takes up.

    ``corrections`` put it right where that is safe: where no other correction could be meant.
    ``hint`` says what to do where the rule's own hint is too general.
    """

    place: Place
    message: str
    length: int = 0
    related: tuple[Related, ...] = ()
    corrections: tuple[Correction, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Read]):
    """A rule: its code, the name it is allowed by, how much it matters, and the generator that finds.

    ``reads`` is the view of the book that the generator takes; ``page`` is what its docstring says: the rule's page
    in the manual.
    """

    code: str
    name: str
    severity: Severity
    hint: str
    reads: type[Read]
    check: Callable[[Read], Iterator[Finding]]
    page: str

    def diagnose(self, read: Read) -> Iterator[Diagnostic]:
        """Run the rule over the view that it reads."""
        for found in self.check(read):
            yield Diagnostic(
                self.code, self.severity, found.place, found.message, found.hint or self.hint, found.length,
                found.related, found.corrections,
            )


_RULES: dict[str, Rule[Any]] = {}  # a rule over Lines and one over Works stand in one list


def rule(
    code: str, hint: str, severity: Severity = WARNING
) -> Callable[[Callable[[Read], Iterator[Finding]]], Callable[[Read], Iterator[Finding]]]:
    """Enter a generator into the list of rules; authors allow it by its name, with hyphens.

    What it reads is the type of its one argument: ``Lines``, ``OwnWords``, ``Works``, ``Naming``, ``Manuscript``...
    """

    def enter(check: Callable[[Read], Iterator[Finding]]) -> Callable[[Read], Iterator[Finding]]:
        (reads,) = (hint for name, hint in get_type_hints(check).items() if name != "return")
        name = check.__name__.replace("_", "-")
        _RULES[code] = Rule(code, name, severity, hint, reads, check, inspect.cleandoc(check.__doc__ or ""))
        return check

    return enter


@cache
def all_rules() -> tuple[Rule[Any], ...]:
    """Give every rule, by code; each module of ``rules`` enters its own when it is loaded."""
    rules = importlib.import_module("kirovbook.lint.rules")
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"kirovbook.lint.rules.{module.name}")
    return tuple(_RULES[code] for code in sorted(_RULES))


def run_rules(views: Iterable[object]) -> Iterator[Diagnostic]:
    """Run each rule whose view of the book is among ``views``."""
    by_type = {type(view): view for view in views}
    for one in all_rules():
        if view := by_type.get(one.reads):
            yield from one.diagnose(view)
