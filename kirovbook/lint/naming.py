"""Show the rules the prose with its persons: what the author says in his own words, and what others are quoted with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kirovbook.diagnostics import Place
from kirovbook.lint.prose import Line, Lines, prose_of
from kirovbook.model.book import Authority
from kirovbook.project import ManuscriptFile
from kirovbook.resolve.person_forms import PersonFinder, make_finder

# What is markup and not words: citations, attributes, addresses, the labels of notes.
_MARKUP = re.compile(
    r"-?@\{[^{}\n]{0,200}\}|-?@[\w][\w:.#$%&+?<>~/-]*|\{[^{}\n]{0,400}\}|\]\([^()\n]{0,400}\)|\[\^[^\]\n]{0,100}\]"
    r"|<[^<>\n]{1,400}>"
)
_MARKED_LANG = re.compile(r"\[[^\[\]]{0,2000}\]\{[^{}\n]{0,200}\blang=[^{}\n]{0,200}\}")
# Quotation marks of English, German, French and Russian; a paragraph may leave the closing one to the next.
_QUOTED = re.compile(
    r"“[^”]*(?:”|\Z)|„[^“”]*(?:[“”]|\Z)|«[^»]*(?:»|\Z)|\"[^\"]*(?:\"|\Z)"
    r"|(?<!\w)‘(?:[^‘’]|’(?=\w)){0,2000}’|(?<!\w)'(?=\w)(?:[^']|'(?=\w)){0,2000}'(?!\w)"
)
_TITLE = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*]{0,400}\*(?!\w)|(?<!\w)_(?=[^\s_])[^_]{0,400}_(?!\w)")
_BLOCK_QUOTED = re.compile(r"[ \t]{0,3}>")
_HEADER_TITLE = re.compile(r"\A---[ \t]*\n(?:.*\n)*?title:[ \t]*(?P<title>[^\n]*)\n")
_PERSON = re.compile(r"\bperson=(?:\"(?P<quoted>[^\"\n]*)\"|(?P<bare>[^\s}]+))")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph in one string, and where each of its lines begins in it."""

    words: str
    starts: tuple[int, ...]
    places: tuple[Place, ...]

    def place(self, offset: int) -> Place:
        """Give the place of a letter of the paragraph."""
        line = bisect_right(self.starts, offset) - 1
        return self.places[line].at(offset - self.starts[line])

    def length(self, start: int, end: int) -> int:
        """Give how many letters from ``start`` to ``end`` stand on the line of ``start``."""
        return len(self.words[start:end].split("\n")[0])


@dataclass(frozen=True, slots=True)
class Naming:
    """The paragraphs of the narrative in the author's own words, the persons, and those the book names anywhere.

    What is quoted, in another language or italic is replaced by spaces: its spelling is another's.
    """

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
    own = tuple(_own_words(stretch) for stretch in _stretches(prose_of(told)))
    return Naming(own, authorities, finder, frozenset(_mentioned((*told, *quoted), finder)))


def _stretches(lines: Lines) -> Iterator[Stretch]:
    for paragraph in lines.paragraphs():
        yield _stretch(paragraph)


def _stretch(paragraph: tuple[Line, ...]) -> Stretch:
    starts, start = [], 0
    for _, line in paragraph:
        starts.append(start)
        start += len(line) + 1
    return Stretch("\n".join(line for _, line in paragraph), tuple(starts), tuple(place for place, _ in paragraph))


def _own_words(stretch: Stretch) -> Stretch:
    lines = (" " * len(line) if _BLOCK_QUOTED.match(line) else line for line in stretch.words.split("\n"))
    words = "\n".join(lines)
    for pattern in (_MARKED_LANG, _MARKUP, _TITLE, _QUOTED):
        words = pattern.sub(_blank, words)
    return Stretch(words, stretch.starts, stretch.places)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _mentioned(files: tuple[ManuscriptFile, ...], finder: PersonFinder) -> Iterator[str]:
    for stretch in _stretches(prose_of(files)):
        words = _MARKUP.sub(_blank, stretch.words)
        yield from (found.person for found in finder.find(words))
    for file in files:
        if title := _HEADER_TITLE.match(file.text):
            yield from (found.person for found in finder.find(title["title"]))
        for written in _PERSON.finditer(file.text) if "person=" in file.text else ():
            yield from (name.strip() for name in (written["quoted"] or written["bare"] or "").split(";"))
