"""What a rule of the linter is, and the list of them all."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kirovbook.diagnostics import WARNING, Diagnostic, Place, Related, Severity
from kirovbook.lint.prose import Lines


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has seen: where, what is so there, and how many characters it takes up."""

    place: Place
    message: str
    length: int = 0
    related: tuple[Related, ...] = ()


Check = Callable[[Lines], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, the name it is allowed by, how much it matters, and the generator that finds.

    ``page`` is what the generator's docstring says: the rule's page in the manual.
    """

    code: str
    name: str
    severity: Severity
    hint: str
    check: Check
    page: str

    def diagnose(self, lines: Lines) -> Iterator[Diagnostic]:
        """Run the rule over the lines of a manuscript."""
        for found in self.check(lines):
            yield Diagnostic(
                self.code, self.severity, found.place, found.message, self.hint, found.length, found.related
            )


_RULES: dict[str, Rule] = {}


def rule(code: str, hint: str, severity: Severity = WARNING) -> Callable[[Check], Check]:
    """Enter a generator into the list of rules; its name, with hyphens, is what authors allow it by."""

    def enter(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        _RULES[code] = Rule(code, name, severity, hint, check, inspect.cleandoc(check.__doc__ or ""))
        return check

    return enter


def all_rules() -> tuple[Rule, ...]:
    """Give every rule, by code; each module of ``rules`` enters its own when it is loaded."""
    rules = importlib.import_module("kirovbook.lint.rules")
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"kirovbook.lint.rules.{module.name}")
    return tuple(_RULES[code] for code in sorted(_RULES))
