"""Read a book's folder from its settings to its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from kirovbook.config import FOLDER, Pattern, Settings, default_patterns, read_people, read_settings
from kirovbook.diagnostics import ERROR, CannotRunError, Diagnostic, Outcome, Place
from kirovbook.model.book import Authority
from kirovbook.project.files import ManuscriptFile, Project
from kirovbook.project.folder import find_files, is_file, list_pictures, read_text
from kirovbook.project.text import LARGEST_FILE
from kirovbook.quick_dataclass import dataclass

T = TypeVar("T")

BOOK_TOML = f"{FOLDER}/book.toml"
PEOPLE_TOML = f"{FOLDER}/people.toml"
STYLES = "styles/*.css"
ORIGINALS = (f"{FOLDER}/originals/*.txt", f"{FOLDER}/originals/*.md")
LARGEST_ORIGINAL = 4_000_000
"""In bytes: a long book, which the linter reads in about a second."""


def load(root: Path, today: date) -> Outcome[Project | None]:
    """Read the book in the folder ``root``; None if its settings cannot be understood.

    ``today`` is the date of a book that gives none. Raises CannotRunError if there is no book there at all.
    """
    home = _home(root)
    reading = _Reading(root, [])
    settings = reading.settings(home, today)
    if settings is None:
        return Outcome(None, tuple(reading.found))
    project = Project(
        root=root,
        settings=settings,
        front=reading.files(settings.front),
        chapters=reading.files(settings.chapters),
        sources=reading.files(settings.sources),
        back=reading.files(settings.back),
        bibliographies=reading.files(settings.bibliography),
        styles=reading.files((Pattern(STYLES, home, is_written=False),)),
        people=(people := reading.files((Pattern(PEOPLE_TOML, Place(PEOPLE_TOML), is_written=False),))),
        authorities=reading.authorities(people),
        pictures=list_pictures(root),
        today=today,
        home=home,
        originals=reading.files(
            (Pattern(path, home, is_written=False) for path in ORIGINALS), largest=LARGEST_ORIGINAL
        ),
    )
    reading.found.extend(_no_chapters(project, reading.found))
    reading.found.extend(_missing_extras(project))
    return Outcome(project, tuple(dict.fromkeys(reading.found)))


def texts_of(root: Path, diagnostics: Iterable[Diagnostic]) -> Mapping[str, str]:
    """Read the files that diagnostics speak of, by path, so that a report can show their lines."""
    places = (place for found in diagnostics for place in (found.place, *(other.place for other in found.related)))
    paths = dict.fromkeys(place.file for place in places)
    texts = {path: read_text(root, path).value for path in paths if is_file(root, path)}
    return {path: text for path, text in texts.items() if text is not None}


@dataclass(frozen=True, slots=True)
class _Reading:
    """A folder being read, and what has been found wrong in it so far."""

    root: Path
    found: list[Diagnostic]

    def keep(self, outcome: Outcome[T]) -> T:
        self.found.extend(outcome.diagnostics)
        return outcome.value

    def settings(self, home: Place, today: date) -> Settings | None:
        if home.file != BOOK_TOML:
            return self.keep(read_settings(None, home.file, today, _first_heading(self.root)))
        text = self.keep(read_text(self.root, BOOK_TOML))
        if text is None:
            return None
        return self.keep(read_settings(text, BOOK_TOML, today, self.root.resolve().name))

    def files(self, patterns: Iterable[Pattern], largest: int = LARGEST_FILE) -> tuple[ManuscriptFile, ...]:
        paths = dict.fromkeys(path for pattern in patterns for path in self.keep(find_files(self.root, pattern)))
        texts = {path: self.keep(read_text(self.root, path, largest)) for path in paths}
        return tuple(ManuscriptFile(path, text) for path, text in texts.items() if text is not None)

    def authorities(self, people: Iterable[ManuscriptFile]) -> tuple[Authority, ...]:
        return tuple(person for file in people for person in self.keep(read_people(file.text, file.path)))


def _home(root: Path) -> Place:
    """Find the file that speaks for the book: book.toml, or the first of the manuscript."""
    if not root.is_dir():
        raise CannotRunError(f"there is no folder {str(root)!r}", "name the folder of a book")
    if (root / BOOK_TOML).exists():
        return Place(BOOK_TOML)
    for key in ("chapters", "sources", "front", "back"):
        for path in _default_files(root, key):
            return Place(path)
    hint = "name a folder with a manuscript/ in it, or begin a book with 'kirovbook new DIR'"
    raise CannotRunError(f"the folder {str(root)!r} holds no book", hint)


def _default_files(root: Path, key: str) -> tuple[str, ...]:
    return tuple(path for pattern in default_patterns(key, Place("")) for path in find_files(root, pattern).value)


_HEADING = re.compile(r"^# +(?P<title>[^\n]*?)[ \t]*(?:\{[^{}\n]*\})?[ \t]*#*[ \t]*$", re.MULTILINE)


def _first_heading(root: Path) -> str:
    """Give the words of the first chapter's first heading, or the folder's name."""
    for path in _default_files(root, "chapters")[:1]:
        text = read_text(root, path).value or ""
        if found := _HEADING.search(re.sub(r"\A---\n.*?\n(?:---|\.\.\.)\n", "", text, flags=re.DOTALL)):
            return re.sub(r"[*_`]", "", found["title"]) or root.resolve().name
    return root.resolve().name


def _no_chapters(project: Project, found: list[Diagnostic]) -> Iterator[Diagnostic]:
    chapters = {pattern.place for pattern in project.settings.chapters if pattern.is_written}
    is_said = any(one.severity is ERROR and one.place in chapters for one in found)
    if not project.chapters and not is_said:
        hint = f"write the first chapter in a file of the folder {FOLDER}/chapters"
        yield Diagnostic("K122", ERROR, project.home, "the book has no chapter", hint)


def _missing_extras(project: Project) -> Iterator[Diagnostic]:
    """Look for the files that other programs will read: the citation style and the printer's profiles."""
    settings = project.settings
    extras = [Pattern(edition.icc, edition.place) for edition in settings.editions if edition.icc]
    if settings.csl.lower().endswith(".csl"):
        extras.append(Pattern(settings.csl, settings.csl_place))
    for extra in extras:
        yield from find_files(project.root, extra).diagnostics
