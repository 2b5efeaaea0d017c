"""Show the rules the persons that people.toml declares, and the prose that names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kirovbook.lint.own_words import MARKUP, SIGNS_OF_MARKUP
from kirovbook.lint.prose import Lines, Stretch, blank, stretches
from kirovbook.model.book import Authority
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.person_forms import PersonFinder, make_finder

_HEADER_TITLE = re.compile(r"\A---[ \t]*\n(?:.*\n)*?title:[ \t]*(?P<title>[^\n]*)\n")
_PERSON = re.compile(r"\bperson=(?:\"(?P<quoted>[^\"\n]*)\"|(?P<bare>[^\s}]+))")


@dataclass(frozen=True, slots=True)
class Naming:
    """The paragraphs of the narrative in the author's own words, the persons, and those the book names anywhere."""

    own_words: tuple[Stretch, ...]
    authorities: tuple[Authority, ...]
    finder: PersonFinder
    mentioned: frozenset[str]


def naming_of(
    narrative: tuple[Stretch, ...], prose: Lines, files: Iterable[ManuscriptFile], authorities: tuple[Authority, ...]
) -> Naming:
    """Read the narrative's own words, and all prose and headers of the book, for the rules over names."""
    finder = make_finder(authorities)
    return Naming(narrative, authorities, finder, frozenset(_mentioned(prose, files, finder)))


def _mentioned(prose: Lines, files: Iterable[ManuscriptFile], finder: PersonFinder) -> Iterator[str]:
    for stretch in stretches(prose):
        words = stretch.words
        if any(sign in words for sign in SIGNS_OF_MARKUP):
            words = MARKUP.sub(blank, words)
        yield from (found.person for found in finder.find(words))
    for file in files:
        if title := _HEADER_TITLE.match(file.text):
            yield from (found.person for found in finder.find(title["title"]))
        for written in _PERSON.finditer(file.text) if "person=" in file.text else ():
            yield from (name.strip() for name in (written["quoted"] or written["bare"] or "").split(";"))
