"""The book: as it was written, as it is settled, and as an edition arranges it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from kirovbook.diagnostics import Place
from kirovbook.model.apparatus import USUAL_APPARATUS, Apparatus
from kirovbook.model.blocks import Block, Heading
from kirovbook.model.catalogue import AccessClaim, Series, SubjectCode
from kirovbook.model.edition import Edition
from kirovbook.model.index import SourceIndex
from kirovbook.model.inlines import Inline
from kirovbook.model.names import NO_NAMES, NamesIndex
from kirovbook.model.source import Note, PrimarySource, SourceHeader, Work
from kirovbook.model.typography import USUAL_TYPOGRAPHY, Typography
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who made the book, with a MARC relator code ("aut", "edt", "trl"); a society or a press ``is_body``."""

    name: str
    role: str = "aut"
    file_as: str = ""
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """What a title page, an imprint and a library catalogue say of the book.

    ``subjects`` are in the author's own words, ``subject_codes`` in those of the trade. ``languages`` are what passages
    of the book are in besides ``lang``; ``source`` is the work that the text derives from.
    """

    title: str
    subtitle: str
    slug: str
    contributors: tuple[Contributor, ...]
    lang: str
    publisher: str
    isbn_print: str
    isbn_epub: str
    identifier: str
    rights: str
    description: str
    subjects: tuple[str, ...]
    date: date
    source_label: str
    subject_codes: tuple[SubjectCode, ...] = ()
    series: Series | None = None
    languages: tuple[str, ...] = ()
    source: str = ""
    access: AccessClaim | None = None


PART = "part"
"""The role of a file among the chapters that opens a part: its title page, with what stands on it."""


class MatterPart(StrEnum):
    """The part of the book that a unit belongs to."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note as the author wrote it, with the label it is called by."""

    label: str
    content: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class WrittenChapter:
    """A file of front matter, narrative or back matter, as the author wrote it.

    ``role`` is the header's ("preface", "chronology", "imprint"...), "chapter" for narrative, "" if none. "part" is
    the title page of a part, which lasts to the next one; only the narrative has it.
    """

    id: str
    part: MatterPart
    role: str
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    notes: tuple[WrittenNote, ...]
    place: Place

    @property
    def opens_part(self) -> bool:
        """Whether it is the title page of a part and no chapter."""
        return self.role == PART


@dataclass(frozen=True, slots=True)
class WrittenSource:
    """The file of a primary source, as the author wrote it: headnote and passage told apart.

    ``stand_in`` is the precis that an edition prints which may not print the passage; none if the file has no other.
    """

    header: SourceHeader
    headnote: tuple[Block, ...]
    passage: tuple[Block, ...]
    notes: tuple[WrittenNote, ...]
    place: Place
    stand_in: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Authority:
    """The one name a person is filed under, and the other spellings that mean the same person."""

    id: str
    preferred: str
    variants: tuple[str, ...]
    dates: str
    place: Place


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything the author wrote, read but not yet settled."""

    identity: Identity
    front_matter: tuple[WrittenChapter, ...]
    chapters: tuple[WrittenChapter, ...]
    sources: tuple[WrittenSource, ...]
    back_matter: tuple[WrittenChapter, ...]
    works: tuple[Work, ...]
    authorities: tuple[Authority, ...]
    apparatus: Apparatus = USUAL_APPARATUS
    typography: Typography = USUAL_TYPOGRAPHY

    def numbered_chapters(self) -> Iterator[tuple[int, WrittenChapter]]:
        """Give the chapters with their numbers, which run through the book; parts are counted by themselves."""
        counted = {True: 0, False: 0}
        for chapter in self.chapters:
            counted[chapter.opens_part] += 1
            yield counted[chapter.opens_part], chapter


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, the title page of a part, or a piece of front or back matter, settled.

    ``number`` is 0 where none is printed; a part's is its own among the parts. ``unit`` names it in every edition:
    "ch-smolny", "part-rise", "front-preface", "back-chronology".
    """

    unit: str
    part: MatterPart
    role: str
    number: int
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    place: Place

    @property
    def opens_part(self) -> bool:
        """Whether it is the title page of a part and no chapter."""
        return self.role == PART


@dataclass(frozen=True, slots=True)
class Book:
    """The settled book, the same for every edition."""

    identity: Identity
    front_matter: tuple[Chapter, ...]
    chapters: tuple[Chapter, ...]
    sources: tuple[PrimarySource, ...]
    back_matter: tuple[Chapter, ...]
    index: SourceIndex
    apparatus: Apparatus = USUAL_APPARATUS
    is_draft: bool = False
    names: NamesIndex = NO_NAMES
    typography: Typography = USUAL_TYPOGRAPHY


class LeafKind(StrEnum):
    """What a part of an edition is; each has a template of its name."""

    COVER = "cover"
    HALF_TITLE = "half-title"
    TITLE_PAGE = "title-page"
    IMPRINT = "imprint"
    CONTENTS = "contents"
    LIST_OF_SOURCES = "list-of-sources"
    HANDOUT_OPENING = "handout-opening"
    PART = "part"
    CHAPTER = "chapter"
    SOURCES_OPENING = "sources-opening"
    SOURCE = "source"
    ACKNOWLEDGEMENTS = "acknowledgements"
    NOTES = "notes"
    SOURCE_INDEX = "source-index"
    NAMES_INDEX = "names-index"
    COLOPHON = "colophon"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of an edition, in its order: what it is, how it is called in the contents (or not at all).

    ``content`` is the chapter or the source it prints; the parts the program makes itself have none. ``under`` is the
    unit of the leaf that it stands under in the contents: its part's, or that which opens the sources.
    """

    kind: LeafKind
    unit: str
    part: MatterPart
    title: tuple[Inline, ...]
    listed: bool
    content: Chapter | PrimarySource | None = None
    under: str = ""


@dataclass(frozen=True, slots=True)
class ArrangedBook:
    """The book as one edition arranges it: its leaves from the cover to the colophon."""

    book: Book
    edition: Edition
    leaves: tuple[Leaf, ...]

    def place_of(self, leaf: Leaf) -> Place:
        """Give the place in the manuscript of what a leaf prints; the edition's own where the program makes it."""
        match leaf.content:
            case Chapter(place=place):
                return place
            case PrimarySource(header=header):
                return header.place
            case None:
                return self.edition.place

    def heading_ids(self) -> frozenset[str]:
        """Give the ids of all headings that this edition holds."""
        blocks = (block for leaf in self.leaves if isinstance(leaf.content, Chapter) for block in leaf.content.blocks)
        return frozenset(block.attributes.id for block in blocks if isinstance(block, Heading))
