"""Run every rule over a manuscript, its bibliography and its persons, and leave out what their author has allowed."""

from __future__ import annotations

from collections.abc import Iterable

from kirovbook.diagnostics import Diagnostic, in_reading_order
from kirovbook.lint.allow import (
    Allowed,
    read_allowed,
    read_allowed_people,
    read_allowed_works,
    unknown_names,
)
from kirovbook.lint.naming import naming_of
from kirovbook.lint.prose import prose_of
from kirovbook.lint.registry import all_rules, name_rules, prose_rules, work_rules
from kirovbook.lint.works import works_of
from kirovbook.model.book import Authority, Book, Manuscript
from kirovbook.model.source import Work
from kirovbook.project import ManuscriptFile, Project


def lint(project: Project, manuscript: Manuscript, book: Book) -> tuple[Diagnostic, ...]:
    """Find in a book what the rules describe; of works that nothing cites it is enough to say so (B107)."""
    files = (*project.front, *project.chapters, *project.sources, *project.back)
    cited = {key for entry in book.index.entries for key in (entry.key, *entry.aliases)}
    works = tuple(work for work in manuscript.works if work.key in cited)
    narrative = (*project.front, *project.chapters, *project.back)
    named = lint_names(narrative, project.sources, project.people, project.authorities)
    return tuple(in_reading_order((*lint_files(files), *lint_works(project.bibliographies, works), *named)))


def lint_files(files: tuple[ManuscriptFile, ...]) -> tuple[Diagnostic, ...]:
    """Find in some Markdown files, in the order of the book, what the rules describe."""
    lines = prose_of(files)
    found = (diagnostic for rule in prose_rules() for diagnostic in rule.diagnose(lines))
    return tuple(in_reading_order((*_not_allowed(found, read_allowed(files)), *unknown_names(files, _names()))))


def lint_works(files: tuple[ManuscriptFile, ...], works: tuple[Work, ...]) -> tuple[Diagnostic, ...]:
    """Find in some works of the bibliography's files what the rules describe."""
    read = works_of(files, works)
    found = (diagnostic for rule in work_rules() for diagnostic in rule.diagnose(read))
    allowed, unknown = read_allowed_works(files, _names())
    return tuple(in_reading_order((*_not_allowed(found, allowed), *unknown)))


def lint_names(
    narrative: tuple[ManuscriptFile, ...],
    sources: tuple[ManuscriptFile, ...],
    people: tuple[ManuscriptFile, ...],
    authorities: tuple[Authority, ...],
) -> tuple[Diagnostic, ...]:
    """Find in the prose what the rules describe of the persons of people.toml, and in that file."""
    naming = naming_of(narrative, sources, authorities)
    found = (diagnostic for rule in name_rules() for diagnostic in rule.diagnose(naming))
    allowed, unknown = read_allowed_people(people, _names())
    return tuple(in_reading_order((*_not_allowed(found, {**read_allowed(narrative), **allowed}), *unknown)))


def _names() -> dict[str, str]:
    """Give the names that authors allow rules by, with the codes they stand for."""
    return {rule.name: rule.code for rule in all_rules()}


def _not_allowed(found: Iterable[Diagnostic], allowed: Allowed) -> Iterable[Diagnostic]:
    codes = _names()
    for one in found:
        names = allowed.get((one.place.file, one.place.line), frozenset())
        if one.code not in {codes.get(name) for name in names}:
            yield one
