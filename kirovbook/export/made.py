"""What an edition has become, and what the next one may take from it: page numbers above all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kirovbook.arrange import PageNumbers
from kirovbook.model.book import ArrangedBook
from kirovbook.model.source_lines import SourceLines
from kirovbook.render.epub.rendering import MetaEntry
from kirovbook.render.wrap import Wrap

_ANCHOR = re.compile(r"(?:note|cite|name)-(?P<unit>.+)-[0-9]+")


@dataclass(frozen=True, slots=True)
class MadeCover:
    """A printed cover that was made: its file's name and bytes, and the page and paper that it was made to."""

    file: str
    written: bytes
    wrap: Wrap


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """An edition that was made: its words as printed, its file's name and bytes, its cover if it has one of its own.

    For a PDF besides its page labels, the page of each anchor, the notes spelled out in the place of "Ibid.", and the
    lines of each source's passage. ``filled`` is how many pages it has without those that only fill the last sheet.
    For an e-book the metadata of its package.
    """

    arranged: ArrangedBook
    file: str
    written: bytes
    labels: tuple[str, ...]
    anchors: Mapping[str, int]
    spelled: frozenset[str] = frozenset()
    cover: MadeCover | None = None
    lines: tuple[SourceLines, ...] = ()
    filled: int = 0
    metadata: tuple[MetaEntry, ...] = ()

    @property
    def line_counts(self) -> dict[str, int]:
        """Give how many lines each source's passage has, by the source's unit."""
        return {each.unit: each.count for each in self.lines}

    def folio(self, anchor: str) -> str | None:
        """Give the label of the page where an anchor stands, if this edition has pages and holds it."""
        page = self.anchors.get(anchor)
        return None if page is None else self.labels[page]


def known_pages(arranged: ArrangedBook, before: Sequence[MadeEdition]) -> PageNumbers:
    """The page numbers of an edition with the same trim are a good first guess: often they are right."""
    edition = arranged.edition
    for made in before:
        other = made.arranged.edition
        is_alike = other.trim == edition.trim and other.is_handout == edition.is_handout
        if is_alike and not retold_otherwise(made.arranged, arranged):
            return PageNumbers({name: made.labels[page] for name, page in made.anchors.items()}, made.spelled)
    return PageNumbers({})


def printed_pages(before: Sequence[MadeEdition], arranged: ArrangedBook) -> dict[str, str]:
    """Give the page label of each anchor in the first PDF of the whole book: that is what is printed.

    Of a source that is retold in one of the two editions, the notes are not the same.
    """
    for made in before:
        if not made.arranged.edition.is_handout:
            retold = retold_otherwise(made.arranged, arranged)
            pages = {name: made.labels[page] for name, page in made.anchors.items()}
            return {name: label for name, label in pages.items() if unit_of_anchor(name) not in retold}
    return {}


def retold_otherwise(one: ArrangedBook, other: ArrangedBook) -> frozenset[str]:
    """Give the units of the sources of which two editions print different passages."""
    pairs = zip(one.book.sources, other.book.sources, strict=True)
    return frozenset(source.unit for source, again in pairs if source.header.kind is not again.header.kind)


def unit_of_anchor(anchor: str) -> str:
    """Give the unit that an anchor of a note, a citation or a mention stands in; nothing for the unit's own."""
    found = _ANCHOR.fullmatch(anchor)
    return found["unit"] if found else ""
