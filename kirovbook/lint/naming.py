"""Show the rules the persons that people.toml declares, and the prose that names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kirovbook.lint.own_words import MARKUP, own_words_of
from kirovbook.lint.prose import Stretch, blank, prose_of, stretches
from kirovbook.model.book import Authority
from kirovbook.project import ManuscriptFile
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
    narrative: Iterable[ManuscriptFile], sources: Iterable[ManuscriptFile], authorities: tuple[Authority, ...]
) -> Naming:
    """Read the files of the narrative and of the sources for the rules over names."""
    told, quoted = tuple(narrative), tuple(sources)
    finder = make_finder(authorities)
    return Naming(
        own_words_of(told).stretches, authorities, finder, frozenset(_mentioned((*told, *quoted), finder))
    )


def _mentioned(files: tuple[ManuscriptFile, ...], finder: PersonFinder) -> Iterator[str]:
    for stretch in stretches(prose_of(files)):
        words = MARKUP.sub(blank, stretch.words)
        yield from (found.person for found in finder.find(words))
    for file in files:
        if title := _HEADER_TITLE.match(file.text):
            yield from (found.person for found in finder.find(title["title"]))
        for written in _PERSON.finditer(file.text) if "person=" in file.text else ():
            yield from (name.strip() for name in (written["quoted"] or written["bare"] or "").split(";"))
