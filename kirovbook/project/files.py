"""What a book's folder holds, once it has been read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kirovbook.config import Settings
from kirovbook.diagnostics import Place
from kirovbook.model.book import Authority
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ManuscriptFile:
    r"""A text file of the book: its path from the book's folder, and its text with line ends as ``\n``."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Project:
    """A book's folder, read.

    ``pictures`` are the paths of all picture files inside it; ``people`` holds people.toml, if there is one, and
    ``authorities`` what it says. ``originals`` are texts kept beside the sources, to be held against them and never
    printed; each is named after the id of its source.

    ``home`` is a place that exists, for findings about the book as a whole: book.toml or the first file.
    """

    root: Path
    settings: Settings
    front: tuple[ManuscriptFile, ...]
    chapters: tuple[ManuscriptFile, ...]
    sources: tuple[ManuscriptFile, ...]
    back: tuple[ManuscriptFile, ...]
    bibliographies: tuple[ManuscriptFile, ...]
    styles: tuple[ManuscriptFile, ...]
    people: tuple[ManuscriptFile, ...]
    authorities: tuple[Authority, ...]
    pictures: frozenset[str]
    today: date
    home: Place
    originals: tuple[ManuscriptFile, ...] = ()
