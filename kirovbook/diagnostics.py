"""Say what is wrong, where it stands in the manuscript, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Generic, TypeVar

from kirovbook.quick_dataclass import dataclass

T = TypeVar("T")


class Severity(StrEnum):
    """How much a diagnostic matters: an error stops the build, advice never does."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in one of the author's files: path from the book's folder, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def at(self, offset: int) -> Place:
        """Give the place that many characters further along the same line."""
        return Place(self.file, self.line, self.column + offset)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a diagnostic speaks of, and what stands there."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a file should say: ``words`` instead of the ``length`` characters from ``place`` on, all on one line."""

    place: Place
    length: int
    words: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a code of the manual, a place that exists, what is so, and what to do.

    ``message`` is lower case without full stop; ``hint`` is one imperative sentence; ``length`` counts
    the characters to underline from ``place`` on (0: only point at it). ``corrections``, if any, put it right.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    length: int = 0
    related: tuple[Related, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a stage made, and what it saw while making it."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()


class CannotRunError(Exception):
    """A tool or a file that the program itself needs is missing: the author can't mend the book for it.

    ``hint`` says what to install. The command ends with exit code 2.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Answer whether the author must act before an edition may be replaced."""
    return any(found.severity is ERROR for found in diagnostics)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Sort findings by place and code, each once."""
    return iter(sorted(dict.fromkeys(diagnostics), key=lambda found: (found.place, found.code, found.message)))
