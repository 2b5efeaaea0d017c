"""What a run of the program made, and what it has to say."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from kirovbook.diagnostics import Diagnostic, Place, Severity
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """The files made, the diagnostics, and the author's files by path, so that their lines can be shown."""

    artifacts: tuple[Path, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def seen_from_above(report: Report, folder: str) -> Report:
    """Give a book's report with its files named from where ``folder`` leads to the book."""
    def seen(place: Place) -> Place:
        return replace(place, file=posixpath.normpath(posixpath.join(folder, place.file)))

    diagnostics = tuple(
        replace(
            found, place=seen(found.place),
            related=tuple(replace(other, place=seen(other.place)) for other in found.related),
            corrections=tuple(replace(one, place=seen(one.place)) for one in found.corrections),
        )
        for found in report.diagnostics
    )
    return Report(report.artifacts, diagnostics, {seen(Place(file)).file: text for file, text in report.texts.items()})


def summary(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Count the diagnostics: ``2 errors, 1 warning``; nothing found, nothing said."""
    counts = {severity: sum(found.severity is severity for found in diagnostics) for severity in Severity}
    return ", ".join(_counted(severity, count) for severity, count in counts.items() if count)


def _counted(severity: Severity, count: int) -> str:
    if severity is Severity.ADVICE:
        return f"{count} piece{'s' if count > 1 else ''} of advice"
    return f"{count} {severity.value}{'s' if count > 1 else ''}"
