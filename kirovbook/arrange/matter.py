"""Order the front, body and back matter of an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kirovbook.arrange.acknowledgements import has_to_acknowledge
from kirovbook.arrange.terms import Terms, terms_of
from kirovbook.model.book import ArrangedBook, Book, Chapter, Leaf, LeafKind, MatterPart
from kirovbook.model.edition import Edition, EditionKind, NotesAt
from kirovbook.model.inlines import Inline, Text
from kirovbook.model.source import PrimarySource

EVERY_SOURCE = "*"
_BEHIND_NOTES = frozenset({LeafKind.SOURCE_INDEX, LeafKind.NAMES_INDEX, LeafKind.COLOPHON})
THANKING = frozenset({"acknowledgments", "acknowledgements"})
"""The roles of a piece in which the author gives thanks; the vocabulary of EPUB has the American spelling."""


def arrange(book: Book, edition: Edition) -> ArrangedBook:
    """Give the edition its leaves, from the cover to the colophon."""
    terms = terms_of(book.identity.lang)
    leaves = tuple(_handout(book, edition, terms) if edition.is_handout else _whole_book(book, edition, terms))
    if edition.kind is EditionKind.EPUB and edition.notes is NotesAt.END:
        leaves = _with_notes(leaves, terms)
    return ArrangedBook(book, edition, leaves)


def _with_notes(leaves: tuple[Leaf, ...], terms: Terms) -> tuple[Leaf, ...]:
    """Put the notes behind all that has some, and before the indexes (Chicago Manual of Style, 18th edition, 1.4)."""
    if not any(leaf.content and leaf.content.notes for leaf in leaves):
        return leaves
    at = next((number for number, leaf in enumerate(leaves) if leaf.kind in _BEHIND_NOTES), len(leaves))
    return (*leaves[:at], _made(LeafKind.NOTES, MatterPart.BACK, terms.notes, listed=True), *leaves[at:])


def _whole_book(book: Book, edition: Edition, terms: Terms) -> Iterator[Leaf]:
    """The order of the Chicago Manual of Style, 18th edition, 1.4."""
    front, back = MatterPart.FRONT, MatterPart.BACK
    if edition.kind is EditionKind.EPUB:
        yield _made(LeafKind.COVER, front, terms.cover)
    else:
        yield _made(LeafKind.HALF_TITLE, front, book.identity.title)
    yield _made(LeafKind.TITLE_PAGE, front, terms.title_page)
    yield Leaf(LeafKind.IMPRINT, "imprint", front, _words(terms.imprint), listed=False,
               content=_with_role(book.front_matter, "imprint"))
    if edition.kind is EditionKind.PDF:
        yield _made(LeafKind.CONTENTS, front, terms.contents)
        if book.sources:
            yield _made(LeafKind.LIST_OF_SOURCES, front, terms.list_of_sources)
    yield from _pieces(book.front_matter, besides="imprint")
    yield from _narrative(book.chapters)
    if book.sources:
        yield Leaf(LeafKind.SOURCES_OPENING, "sources", MatterPart.BODY, _words(terms.sources), listed=True)
        yield from _sources(book.sources, under="sources")
    yield from _pieces(book.back_matter, besides="colophon")
    yield from _acknowledgements(book, edition, back, terms)
    if book.index.entries:
        yield _made(LeafKind.SOURCE_INDEX, back, terms.source_index, listed=True)
    if book.names.entries:
        title = terms.general_index if book.names.has_subjects else terms.names_index
        yield _made(LeafKind.NAMES_INDEX, back, title, listed=True)
    if colophon := _with_role(book.back_matter, "colophon"):
        yield Leaf(LeafKind.COLOPHON, colophon.unit, back, colophon.title, listed=False, content=colophon)


def _handout(book: Book, edition: Edition, terms: Terms) -> Iterator[Leaf]:
    yield _made(LeafKind.HANDOUT_OPENING, MatterPart.BODY, terms.sources)
    yield from _sources(source for source in book.sources if holds_source(edition, source.header.id))
    yield from _acknowledgements(book, edition, MatterPart.BODY, terms)


def _acknowledgements(book: Book, edition: Edition, part: MatterPart, terms: Terms) -> Iterator[Leaf]:
    """A handout travels alone, so it says on what ground its sources are printed as the book does.

    Where the author thanks people under the usual title, the permissions have another.
    """
    sources = (source for source in book.sources if holds_source(edition, source.header.id))
    if book.apparatus.rights.acknowledgements and has_to_acknowledge(sources):
        pieces = (*book.front_matter, *book.back_matter)
        is_taken = not edition.is_handout and any(piece.role in THANKING for piece in pieces)
        title = terms.permissions if is_taken else terms.acknowledgements
        yield _made(LeafKind.ACKNOWLEDGEMENTS, part, title, listed=not edition.is_handout)


def holds_source(edition: Edition, source: str) -> bool:
    """Answer whether an edition has a source, by its id: a handout has those that it names."""
    return not edition.is_handout or EVERY_SOURCE in edition.sources or source in edition.sources


def _made(kind: LeafKind, part: MatterPart, title: str, *, listed: bool = False) -> Leaf:
    return Leaf(kind, str(kind), part, _words(title), listed)


def _pieces(chapters: Iterable[Chapter], besides: str) -> Iterator[Leaf]:
    for chapter in chapters:
        if chapter.role != besides:
            yield Leaf(LeafKind.CHAPTER, chapter.unit, chapter.part, chapter.title, listed=True, content=chapter)


def _narrative(chapters: Iterable[Chapter]) -> Iterator[Leaf]:
    """A part lasts to the next one; what stands before the first is in none."""
    part = ""
    for chapter in chapters:
        kind, under = (LeafKind.PART, "") if chapter.opens_part else (LeafKind.CHAPTER, part)
        part = chapter.unit if chapter.opens_part else part
        yield Leaf(kind, chapter.unit, chapter.part, chapter.title, listed=True, content=chapter, under=under)


def _sources(sources: Iterable[PrimarySource], under: str = "") -> Iterator[Leaf]:
    for source in sources:
        yield Leaf(LeafKind.SOURCE, source.unit, MatterPart.BODY, source.header.title, listed=True, content=source,
                   under=under)


def _with_role(chapters: Iterable[Chapter], role: str) -> Chapter | None:
    return next((chapter for chapter in chapters if chapter.role == role), None)


def _words(title: str) -> tuple[Inline, ...]:
    return (Text(title),)
