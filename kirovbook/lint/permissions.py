"""Show the rules what a book prints of other people's, on what ground, and in which editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from kirovbook.arrange.matter import holds_source
from kirovbook.arrange.passages import prints_precis
from kirovbook.diagnostics import Place
from kirovbook.model.book import Book, Manuscript, WrittenSource
from kirovbook.model.edition import Edition
from kirovbook.model.plain import count_words
from kirovbook.model.rights import IN_COPYRIGHT, Hindrance, Rights, RightsRules
from kirovbook.model.source import SourceKind, Work
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A quotation in the narrative: how many words it has, and where it begins."""

    words: int
    place: Place


WordsQuoted = Mapping[str, tuple[QuotedWords, ...]]
"""The quotations in the narrative by the key of the work that is cited for them."""

NO_QUOTATIONS: WordsQuoted = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Passage:
    """The passage of a source: of which work (by its one key, or empty), how many words, and where it is printed.

    ``hindered`` gives for each edition that may not print it the reason. In those, ``has_precis`` answers, its
    precis is printed; without one it is printed all the same. ``printed`` names the editions where it is.
    """

    called: str
    kind: SourceKind
    rights: Rights
    place: Place
    key: str
    work: Work | None
    words: int
    has_headnote: bool
    has_precis: bool
    printed: tuple[str, ...]
    hindered: tuple[tuple[str, Hindrance], ...]

    @property
    def status_place(self) -> Place:
        """The place of its status, or of the header's id where that is not written."""
        return self.rights.place("status", self.place)

    @property
    def is_quoted(self) -> bool:
        """Whether its words are somebody's and are printed without his leave."""
        is_words = self.kind is SourceKind.EXTRACT and bool(self.printed)
        return is_words and self.rights.status in IN_COPYRIGHT


@dataclass(frozen=True, slots=True)
class Permissions:
    """The passages of a book in its order, and what the book says of rights.

    ``words`` counts those of the narrative, the headnotes and the passages; 0 where nothing is quoted.
    """

    passages: tuple[Passage, ...]
    rules: RightsRules
    words: int
    words_quoted: WordsQuoted

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.passages)


def permissions_of(
    manuscript: Manuscript, book: Book, editions: Iterable[Edition], words_quoted: WordsQuoted = NO_QUOTATIONS,
) -> Permissions:
    """Gather what some editions print of the sources; descriptions of one work have one key, as in the index."""
    keys = {alias: entry.key for entry in book.index.entries for alias in (entry.key, *entry.aliases)}
    works = {work.key: work for work in manuscript.works}
    listed = tuple(editions)
    passages = tuple(
        _passage(source, settled.called, keys, works, _where(source, manuscript, listed))
        for source, settled in zip(manuscript.sources, book.sources, strict=True)
    )
    words = _words_of(manuscript) if any(one.is_quoted for one in passages) else 0
    return Permissions(passages, manuscript.apparatus.rights, words, words_quoted)


def _passage(
    source: WrittenSource, called: str, keys: Mapping[str, str], works: Mapping[str, Work],
    where: tuple[tuple[str, ...], tuple[tuple[str, Hindrance], ...]],
) -> Passage:
    header = source.header
    printed, hindered = where
    return Passage(
        called, header.kind, header.rights, header.place, keys.get(header.work, header.work), works.get(header.work),
        count_words(source.passage), bool(source.headnote), bool(source.stand_in), printed, hindered,
    )  # fmt: skip


def _where(
    source: WrittenSource, manuscript: Manuscript, editions: tuple[Edition, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, Hindrance], ...]]:
    """Give the editions that print a passage, and those that may not, with the reason."""
    day, rights = manuscript.identity.date, source.header.rights
    names = [edition.name for edition in editions if holds_source(edition, source.header.id)]
    printed = tuple(name for name in names if not prints_precis(source, name, day))
    hindered = tuple((name, why) for name in names if (why := rights.hindrance(name, day)))
    return printed, hindered


def _words_of(manuscript: Manuscript) -> int:
    pieces = (*manuscript.front_matter, *manuscript.chapters, *manuscript.back_matter)
    narrative = sum(count_words(piece.blocks) for piece in pieces)
    return narrative + sum(count_words((*one.headnote, *one.passage)) for one in manuscript.sources)
