"""What a rule of the linter is, and the list of them all."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from kirovbook.diagnostics import WARNING, Diagnostic, Place, Related, Severity
from kirovbook.lint.naming import Naming
from kirovbook.lint.prose import Lines
from kirovbook.lint.works import Works

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has seen: where, what is so there, and how many characters it takes up."""

    place: Place
    message: str
    length: int = 0
    related: tuple[Related, ...] = ()


Check = Callable[[Lines], Iterator[Finding]]
WorkCheck = Callable[[Works], Iterator[Finding]]
NameCheck = Callable[[Naming], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Read]):
    """A rule: its code, the name it is allowed by, how much it matters, and the generator that finds.

    ``page`` is what the generator's docstring says: the rule's page in the manual.
    """

    code: str
    name: str
    severity: Severity
    hint: str
    check: Callable[[Read], Iterator[Finding]]
    page: str

    def diagnose(self, read: Read) -> Iterator[Diagnostic]:
        """Run the rule over the lines of a manuscript, or over the works it cites."""
        for found in self.check(read):
            yield Diagnostic(
                self.code, self.severity, found.place, found.message, self.hint, found.length, found.related
            )


_PROSE_RULES: dict[str, Rule[Lines]] = {}
_WORK_RULES: dict[str, Rule[Works]] = {}
_NAME_RULES: dict[str, Rule[Naming]] = {}


def rule(code: str, hint: str, severity: Severity = WARNING) -> Callable[[Check], Check]:
    """Enter a generator over lines of prose into the list of rules; authors allow it by its name, with hyphens."""

    def enter(check: Check) -> Check:
        _PROSE_RULES[code] = Rule(code, _name(check.__name__), severity, hint, check, _page(check.__doc__))
        return check

    return enter


def work_rule(code: str, hint: str, severity: Severity = WARNING) -> Callable[[WorkCheck], WorkCheck]:
    """Enter a generator over the works that the book cites, as ``rule`` enters one over its prose."""

    def enter(check: WorkCheck) -> WorkCheck:
        _WORK_RULES[code] = Rule(code, _name(check.__name__), severity, hint, check, _page(check.__doc__))
        return check

    return enter


def name_rule(code: str, hint: str, severity: Severity = WARNING) -> Callable[[NameCheck], NameCheck]:
    """Enter a generator over the persons that people.toml declares and the prose that names them."""

    def enter(check: NameCheck) -> NameCheck:
        _NAME_RULES[code] = Rule(code, _name(check.__name__), severity, hint, check, _page(check.__doc__))
        return check

    return enter


def _name(function: str) -> str:
    return function.replace("_", "-")


def _page(docstring: str | None) -> str:
    return inspect.cleandoc(docstring or "")


def _load() -> None:
    """Load each module of ``rules``, which enters its own."""
    rules = importlib.import_module("kirovbook.lint.rules")
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"kirovbook.lint.rules.{module.name}")


def prose_rules() -> tuple[Rule[Lines], ...]:
    """Give the rules over prose, by code."""
    _load()
    return tuple(_PROSE_RULES[code] for code in sorted(_PROSE_RULES))


def work_rules() -> tuple[Rule[Works], ...]:
    """Give the rules over the bibliography, by code."""
    _load()
    return tuple(_WORK_RULES[code] for code in sorted(_WORK_RULES))


def name_rules() -> tuple[Rule[Naming], ...]:
    """Give the rules over names, by code."""
    _load()
    return tuple(_NAME_RULES[code] for code in sorted(_NAME_RULES))


def all_rules() -> tuple[Rule[Lines] | Rule[Works] | Rule[Naming], ...]:
    """Give every rule, by code."""
    return tuple(sorted((*prose_rules(), *work_rules(), *name_rules()), key=lambda rule: rule.code))
