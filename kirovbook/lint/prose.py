"""Show the rules only what an author wrote to be read: no headers, no code, no comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from kirovbook.diagnostics import Place
from kirovbook.model.house_rules import USUAL_HOUSE, HouseRules
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass

Line = tuple[Place, str]
"""A line and its place; what is not prose in it has been replaced by spaces, so columns stay true."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a manuscript in the order of the book; ``lang`` is the book's language (BCP 47)."""

    lines: tuple[Line, ...]
    lang: str = "en-GB"
    house: HouseRules = USUAL_HOUSE

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def paragraphs(self) -> Iterator[tuple[Line, ...]]:
        """Give the lines that stand together, between empty ones and within one file."""
        for (_, is_empty), lines in groupby(self.lines, key=lambda line: (line[0].file, not line[1].strip())):
            if not is_empty:
                yield tuple(lines)


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


def stretches(lines: Lines) -> Iterator[Stretch]:
    """Give each paragraph in one string."""
    for paragraph in lines.paragraphs():
        yield _stretch(paragraph)


def _stretch(paragraph: tuple[Line, ...]) -> Stretch:
    starts, start = [], 0
    for _, line in paragraph:
        starts.append(start)
        start += len(line) + 1
    return Stretch("\n".join(line for _, line in paragraph), tuple(starts), tuple(place for place, _ in paragraph))


HEADER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^(?P<indent>[ >\t]*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$")
_INK = re.compile(r"[^\n]")
_TICKS = re.compile(r"`+")


def prose_of(files: Iterable[ManuscriptFile], lang: str = "en-GB", house: HouseRules = USUAL_HOUSE) -> Lines:
    """Give the lines of prose of some files."""
    return Lines(tuple(line for file in files for line in _prose(file)), lang, house)


@lru_cache(maxsize=4096)  # several views show the same files
def _prose(file: ManuscriptFile) -> tuple[Line, ...]:
    return tuple(_lines_of_prose(file))


def _lines_of_prose(file: ManuscriptFile) -> Iterator[Line]:
    text = _COMMENT.sub(blank, HEADER.sub(blank, file.text, count=1))
    for number, line in enumerate(_without_code(text.split("\n")), 1):
        yield Place(file.path, number), line


def blank(match: re.Match[str]) -> str:
    """Put spaces in the place of what was found, and keep its lines."""
    found = match[0]
    return _INK.sub(" ", found) if "\n" in found else " " * len(found)


def _without_code(lines: list[str]) -> Iterator[str]:
    """Empty the lines of fenced code, and the spans of code within the others."""
    closing = ""
    for line in lines:
        fence = _FENCE.match(line)
        if closing:
            if fence and fence["fence"].startswith(closing) and not fence["info"].strip():
                closing = ""
            yield ""
        elif fence and "`" not in fence["info"]:
            closing = fence["fence"]
            yield ""
        else:
            yield _without_spans(line) if "`" in line else line


def _without_spans(line: str) -> str:
    """Replace code between equally long runs of backticks on one line by spaces."""
    runs = list(_TICKS.finditer(line))
    closings: list[int] = []
    nearest: dict[str, int] = {}
    for run in reversed(runs):
        closings.append(nearest.get(run[0], 0))
        nearest[run[0]] = run.end()
    written, end = "", 0
    for run, closing in zip(runs, reversed(closings), strict=True):
        if closing and run.start() >= end:
            written += line[end : run.start()] + " " * (closing - run.start())
            end = closing
    return written + line[end:]
