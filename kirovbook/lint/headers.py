"""Show the rules the headers of the manuscript's files as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kirovbook.diagnostics import Place
from kirovbook.lint.prose import HEADER
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Headers:
    """The files that begin with a header, each with its header."""

    headers: tuple[tuple[ManuscriptFile, str], ...]

    def __iter__(self) -> Iterator[tuple[ManuscriptFile, str]]:
        return iter(self.headers)

    @staticmethod
    def place(file: ManuscriptFile, header: str, at: int) -> Place:
        """Give the place of a letter of a header."""
        return Place(file.path, header.count("\n", 0, at) + 1, at - header.rfind("\n", 0, at))


def headers_of(files: Iterable[ManuscriptFile]) -> Headers:
    """Cut the headers off."""
    return Headers(tuple((file, found[0]) for file in files if (found := HEADER.match(file.text))))
