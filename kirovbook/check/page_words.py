"""Level the text of a page of a finished PDF, so that the words of the book can be looked for in it."""

from __future__ import annotations

from concurrent.futures import Executor

from kirovbook.check.note_openings import find_openings
from kirovbook.check.pdf_text import read_pages
from kirovbook.model.letters import bare
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PageWords:
    """The text of a page as pdfium gives it, its bare letters, and what of these a note may begin with."""

    text: str
    bare: str
    openings: tuple[str, ...]


def words_of(text: str) -> PageWords:
    """Level the text of a page; all that this gives depends on the text alone."""
    letters = bare(text)
    return PageWords(text, letters, find_openings(letters))


def read_words(written: bytes, another: Executor | None = None) -> tuple[PageWords, ...]:
    """Read each page of a PDF; ``another`` process reads half of many."""
    return tuple(map(words_of, read_pages(written, another)))
