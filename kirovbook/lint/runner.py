"""Run every rule over a manuscript, and leave out what its author has allowed."""

from __future__ import annotations

from kirovbook.diagnostics import Diagnostic, in_reading_order
from kirovbook.lint.allow import read_allowed, unknown_names
from kirovbook.lint.prose import prose_of
from kirovbook.lint.registry import all_rules
from kirovbook.model.book import Manuscript
from kirovbook.project import ManuscriptFile, Project


def lint(project: Project, manuscript: Manuscript) -> tuple[Diagnostic, ...]:  # noqa: ARG001 - rules on it will follow
    """Find in a book what the rules describe."""
    return lint_files((*project.front, *project.chapters, *project.sources, *project.back))


def lint_files(files: tuple[ManuscriptFile, ...]) -> tuple[Diagnostic, ...]:
    """Find in some Markdown files, in the order of the book, what the rules describe."""
    rules, lines, allowed = all_rules(), prose_of(files), read_allowed(files)
    found = [
        diagnostic
        for rule in rules
        for diagnostic in rule.diagnose(lines)
        if rule.name not in allowed.get((diagnostic.place.file, diagnostic.place.line), ())
    ]
    found.extend(unknown_names(files, frozenset(rule.name for rule in rules)))
    return tuple(in_reading_order(found))
