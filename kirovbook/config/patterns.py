"""Turn the paths of book.toml, which are seen from its own folder, into paths seen from the book's folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from kirovbook.config.tables import Table, Words, shown
from kirovbook.diagnostics import ERROR, Place
from kirovbook.quick_dataclass import dataclass

FOLDER = "manuscript"
"""Where book.toml stands in a book's folder."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A path or a glob, from the book's folder; ``is_written`` unless it is one of our defaults."""

    text: str
    place: Place
    length: int = 0
    is_written: bool = True


def paths_inside(table: Table, words: Words) -> Iterator[Pattern]:
    """Give the path of ``words`` seen from the book's folder, if it does not lead out of it."""
    written = words.text.replace("\\", "/")
    path = posixpath.normpath(posixpath.join(FOLDER, written))
    if posixpath.isabs(written) or re.match(r"[A-Za-z]:", written) or path == ".." or path.startswith("../"):
        message = f"{shown(words.text)} leads out of the book's folder"
        hint = "move the file into the book's folder and name it from there"
        table.report("K120", ERROR, words.place, message, hint, words.length)
    elif written:
        yield Pattern(path, words.place, words.length)
