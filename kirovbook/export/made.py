"""What an edition has become, and what the next one may take from it: page numbers above all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kirovbook.arrange.pages import PageNumbers
from kirovbook.model.book import ArrangedBook, LeafKind
from kirovbook.model.printed_page import PageText, PrintedBook
from kirovbook.model.source_lines import SourceLines
from kirovbook.quick_dataclass import dataclass

if TYPE_CHECKING:
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

    For a PDF besides its page labels, the page of each anchor, the notes spelled out in the place of "Ibid.", the
    lines of each source's passage, and what each page holds of the text; ``filled`` is how many pages it has without
    those that only fill the last sheet. For an e-book the name of the edition whose pages it has the breaks of, if
    there is one, and the metadata of its package.
    """

    arranged: ArrangedBook
    file: str
    written: bytes
    labels: tuple[str, ...]
    anchors: Mapping[str, int]
    spelled: frozenset[str] = frozenset()
    cover: MadeCover | None = None
    lines: tuple[SourceLines, ...] = ()
    texts: tuple[PageText, ...] = ()
    pages_of: str = ""
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


def printed_book(before: Sequence[MadeEdition]) -> MadeEdition | None:
    """Give the first PDF of the whole book: that is what is printed."""
    return next((made for made in before if made.labels and not made.arranged.edition.is_handout), None)


def printed_folios(printed: MadeEdition, arranged: ArrangedBook) -> dict[str, str]:
    """Give the page label of each anchor in the printed book.

    Of a source that is retold in one of the two editions, the notes are not the same.
    """
    retold = retold_otherwise(printed.arranged, arranged)
    pages = {name: printed.labels[page] for name, page in printed.anchors.items()}
    return {name: label for name, label in pages.items() if unit_of_anchor(name) not in retold}


def known_to_e_book(printed: MadeEdition, arranged: ArrangedBook) -> PrintedBook:
    """Give what an e-book is told of the printed book.

    Where one of the two retells a source, it cites other works and gives thanks for other passages.
    """
    folios = {name: printed.labels[page] for name, page in printed.anchors.items()}
    retold = retold_otherwise(printed.arranged, arranged)
    of_sources = (LeafKind.SOURCE_INDEX, LeafKind.NAMES_INDEX, LeafKind.ACKNOWLEDGEMENTS) if retold else ()
    return PrintedBook(printed.texts, folios, retold.union(map(str, of_sources)))


def retold_otherwise(one: ArrangedBook, other: ArrangedBook) -> frozenset[str]:
    """Give the units of the sources of which two editions print different passages."""
    pairs = zip(one.book.sources, other.book.sources, strict=True)
    return frozenset(source.unit for source, again in pairs if source.header.kind is not again.header.kind)


def unit_of_anchor(anchor: str) -> str:
    """Give the unit that an anchor of a note, a citation or a mention stands in; nothing for the unit's own."""
    found = _ANCHOR.fullmatch(anchor)
    return found["unit"] if found else ""
