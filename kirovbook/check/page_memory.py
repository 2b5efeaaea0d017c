"""Read a finished PDF back, but for the pages that were read before: their bytes say the same as they did."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import field

from kirovbook.cache import Cache, digest_of
from kirovbook.check.page_marks import mark_pages
from kirovbook.check.page_words import PageWords, read_words, words_of
from kirovbook.check.pdf_text import read_some
from kirovbook.check.shown_codes import Shown
from kirovbook.memory import program_mark
from kirovbook.pdfium import PDFIUM_VERSION
from kirovbook.quick_dataclass import dataclass

_FEW = 64
"""Pages that are kept beside the others, so that an edit need not write all of them down again."""


@dataclass(frozen=True, slots=True)
class PagesRead:
    """What pdfium has read of pages, levelled, by their marks, and what content streams show, by their digests."""

    texts: Mapping[bytes, PageWords] = field(default_factory=dict)
    shown: Mapping[bytes, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recalled:
    """The pages of an edition as they were once kept together, and those few that have been read since."""

    together: PagesRead
    since: PagesRead

    @property
    def all(self) -> PagesRead:
        """Give all that is known."""
        return PagesRead({**self.together.texts, **self.since.texts}, {**self.together.shown, **self.since.shown})


@dataclass(frozen=True, slots=True)
class PageMemory:
    """The pages of one edition of one book as they were last read, kept in a cache under the name of it.

    The name says only where they are kept: a page's mark stands for all that its text depends on. ``another`` process
    reads half of many pages.
    """

    cache: Cache
    name: str
    another: Executor | None = None

    def recall(self) -> Recalled:
        """Fetch what is known; nothing is needed for it but the cache, so it may be done before there is a file."""
        together, since = (self.cache.known_value(self._kept_as(which), PagesRead) for which in ("together", "since"))
        return Recalled(together or PagesRead(), since or PagesRead())

    def read(self, written: bytes) -> tuple[PageWords, ...]:
        """Give what ``read_words`` gives; pages that the memory does not have are read."""
        return self.read_but_for(self.recall(), written)

    def read_but_for(self, recalled: Recalled, written: bytes) -> tuple[PageWords, ...]:
        """Do as ``read`` does, with what was recalled."""
        before = recalled.all
        marked = mark_pages(written, before.shown, self.another)
        new = {mark: page for page, mark in enumerate(marked.marks) if mark not in before.texts}
        texts_of_new = read_some(written, tuple(new.values()), len(marked.marks), self.another)
        if texts_of_new is None:
            return read_words(written, self.another)
        read = dict(zip(new, map(words_of, texts_of_new), strict=True))
        texts = {mark: read[mark] if mark in read else before.texts[mark] for mark in marked.marks}
        if read:
            self._keep(recalled, read, PagesRead(texts, marked.shown))
        return tuple(texts[mark] for mark in marked.marks)

    def _keep(self, recalled: Recalled, read: Mapping[bytes, PageWords], every: PagesRead) -> None:
        """Keep what was read, beside the rest if it is little; what is in the file no more goes when all is written."""
        since = {**recalled.since.texts, **read}
        if len(since) > _FEW:
            self.cache.keep(self._kept_as("together"), every)
            self.cache.keep(self._kept_as("since"), PagesRead())
        else:
            shown = {key: shown for key, shown in every.shown.items() if key not in recalled.together.shown}
            self.cache.keep(self._kept_as("since"), PagesRead(since, {**recalled.since.shown, **shown}))

    def _kept_as(self, which: str) -> str:
        return digest_of("pages read back", which, program_mark(), PDFIUM_VERSION, self.name)
