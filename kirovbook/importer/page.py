"""A page as it was read: its pieces in order, each with its line; and what was seen and done on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from enum import StrEnum

from kirovbook.diagnostics import ADVICE, WARNING, Diagnostic, Place
from kirovbook.quick_dataclass import dataclass

REPAIRS = {
    "title": "a title that stands twice is taken once",
    "duplicates": "a paragraph that stands twice is taken once",
    "pictures": "what is left of a picture (its alternative text, its caption) becomes a comment",
    "glued": "lines without an empty line between them are paragraphs",
    "numbers": "sources keep the page's order, and the page's numbers as labels",
    "works": "one work under several sources is described once",
    "backticks": "a backtick that opens a quotation becomes a quotation mark",
    "dashes": "a hyphen that stands for a dash becomes one",
    "soft-hyphens": "soft hyphens are taken out",
    "ligatures": "joined letters are parted: 'ﬁ' is 'fi'",
}
"""The repairs by name, and what each does; any of them can be switched off."""


class Kind(StrEnum):
    """What a piece of a page is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTATION = "quotation"
    VERSE = "verse"
    BULLET = "bullet"
    NUMBERED = "numbered"
    ROW = "row"
    NOTE = "note"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Piece:
    r"""A paragraph or the like, its text with signs; ``\n`` stands where the page's line ends.

    ``level`` is a heading's, if its markup gave one; ``label`` is a note's; ``is_glued``: no empty line before it.
    """

    kind: Kind
    text: str
    line: int
    level: int = 0
    label: str = ""
    is_glued: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read. ``title`` is what its own metadata say; ``items`` are works that it cites, as CSL.

    ``words`` gives the page's words afresh, found by another way than the pieces were.
    """

    file: str
    pieces: tuple[Piece, ...]
    words: Callable[[], Iterator[str]]
    text: str
    title: str = ""
    bibliography: str = ""
    counts_paragraphs: bool = False


@dataclass(frozen=True, slots=True)
class Repaired:
    """One repair: its name, its place on the page, what was done."""

    name: str
    place: Place
    what: str


@dataclass(slots=True)
class Log:
    """What the import has to say: diagnostics, repairs, and what it left out."""

    skipped: frozenset[str] = frozenset()
    found: list[Diagnostic] = field(default_factory=list)
    repairs: list[Repaired] = field(default_factory=list)
    left_out: list[Repaired] = field(default_factory=list)

    def does(self, repair: str) -> bool:
        """Answer whether a repair is wanted."""
        return repair not in self.skipped

    def repaired(self, name: str, place: Place, what: str) -> None:
        """Note a repair."""
        self.repairs.append(Repaired(name, place, what))

    def leave_out(self, name: str, place: Place, what: str) -> None:
        """Note what is on the page and not in the book, or there in another form."""
        self.left_out.append(Repaired(name, place, what))

    def ask(self, code: str, place: Place, message: str, hint: str, length: int = 0) -> None:
        """Note what the author has to decide."""
        self.found.append(Diagnostic(code, WARNING, place, message, hint, length))

    def advise(self, code: str, place: Place, message: str, hint: str, length: int = 0) -> None:
        """Note what the author may want to look at."""
        self.found.append(Diagnostic(code, ADVICE, place, message, hint, length))


def shortened(text: str, most: int = 60) -> str:
    """Give the beginning of a text for a message."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
