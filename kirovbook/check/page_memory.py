"""Read a finished PDF back, but for the pages that were read before: their bytes say the same as they did."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field

from kirovbook.cache import Cache, digest_of
from kirovbook.check.page_marks import mark_pages
from kirovbook.check.page_words import PageWords, read_words, words_of
from kirovbook.check.pdf_text import read_some
from kirovbook.check.shown_codes import Shown
from kirovbook.memory import program_mark
from kirovbook.pdfium import PDFIUM_VERSION


@dataclass(frozen=True, slots=True)
class PagesRead:
    """What pdfium has read of pages, levelled, by their marks, and what content streams show, by their digests."""

    texts: Mapping[bytes, PageWords] = field(default_factory=dict)
    shown: Mapping[bytes, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageMemory:
    """The pages of one edition of one book as they were last read, kept in a cache under the name of it.

    The name says only where they are kept: a page's mark stands for all that its text depends on. ``another`` process
    reads half of many pages.
    """

    cache: Cache
    name: str
    another: Executor | None = None

    def read(self, written: bytes) -> tuple[PageWords, ...]:
        """Give what ``read_words`` gives; pages that the memory does not have are read."""
        kept_as = digest_of("pages read back", program_mark(), PDFIUM_VERSION, self.name)
        before = self.cache.known_value(kept_as, PagesRead) or PagesRead()
        marked = mark_pages(written, before.shown)
        new = {mark: page for page, mark in enumerate(marked.marks) if mark not in before.texts}
        texts_of_new = read_some(written, tuple(new.values()), len(marked.marks), self.another)
        if texts_of_new is None:
            return read_words(written, self.another)
        read = dict(zip(new, map(words_of, texts_of_new), strict=True))
        texts = {mark: read[mark] if mark in read else before.texts[mark] for mark in marked.marks}
        if read:
            self.cache.keep(kept_as, PagesRead(texts, marked.shown))
        return tuple(texts[mark] for mark in marked.marks)
