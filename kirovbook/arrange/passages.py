"""Choose for each edition which passage of a source it prints: the extract where rights allow it, else the precis.

The choice is made in the manuscript, before it is settled, so that the notes, the indexes and the proofs of an
edition are those of what it prints. A book whose sources have one passage each is settled once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from kirovbook.diagnostics import ERROR, Diagnostic, Outcome
from kirovbook.model.book import Book, Manuscript, WrittenSource
from kirovbook.model.edition import Edition
from kirovbook.model.rights import Rights, RightsStatus
from kirovbook.model.source import SourceKind
from kirovbook.quick_dataclass import dataclass

Retold = frozenset[str]
"""The ids of the sources of which an edition prints the precis in the place of the passage."""

NOTHING_RETOLD: Retold = frozenset()
_UNCITED = "B107"


@dataclass(frozen=True, slots=True)
class Variant:
    """The manuscript with the passages that some editions print, and the book that it was settled into."""

    manuscript: Manuscript
    book: Book


def prints_precis(source: WrittenSource, edition: str, day: date) -> bool:
    """Answer whether an edition of that day prints the precis in the place of the passage."""
    return bool(source.stand_in and source.header.rights.hindrance(edition, day))


def retold_in(manuscript: Manuscript, edition: str) -> Retold:
    """Give the sources that an edition retells because their rights do not allow it the passage."""
    day = manuscript.identity.date
    return frozenset(one.header.id for one in manuscript.sources if prints_precis(one, edition, day))


def with_passages(manuscript: Manuscript, retold: Retold) -> Manuscript:
    """Give the manuscript with the precis of some sources in the place of their passages."""
    return replace(manuscript, sources=tuple(
        _retold(one) if one.header.id in retold and one.stand_in else one for one in manuscript.sources
    ))


def _retold(source: WrittenSource) -> WrittenSource:
    """A retelling is in the editors' own words: it owes nobody a line of credit."""
    rights = Rights(RightsStatus.OWN_WORDS, source.header.rights.of)
    header = replace(source.header, kind=SourceKind.PRECIS, rights=rights)
    return replace(source, header=header, passage=source.stand_in, stand_in=())


def settle_variants(
    manuscript: Manuscript, book: Book, editions: Iterable[Edition], settle: Callable[[Manuscript], Outcome[Book]]
) -> Outcome[Mapping[str, Variant]]:
    """Give each edition, by its name, the book with the passages that it prints.

    ``book`` is the manuscript settled with the passage of every source; it serves the editions that print them all.
    """
    settled = {NOTHING_RETOLD: Variant(manuscript, book)}
    found: list[Diagnostic] = []
    by_edition = {edition.name: retold_in(manuscript, edition.name) for edition in editions}
    for retold in dict.fromkeys(by_edition.values()):
        if retold not in settled:
            variant = with_passages(manuscript, retold)
            outcome = settle(variant)
            settled[retold] = Variant(variant, outcome.value)
            found += (one for one in outcome.diagnostics if one.code != _UNCITED)
    return Outcome({name: settled[retold] for name, retold in by_edition.items()}, tuple(found))


def look_into_precis(
    manuscript: Manuscript, found: tuple[Diagnostic, ...], settle: Callable[[Manuscript], Outcome[Book]]
) -> tuple[Diagnostic, ...]:
    """Add to what was found what is wrong in a precis that may stand in for a passage.

    A work that only such a precis cites is cited all the same.
    """
    ids = frozenset(one.header.id for one in manuscript.sources if one.stand_in)
    if not ids:
        return found
    seen = settle(with_passages(manuscript, ids)).diagnostics
    uncited = frozenset(one.place for one in seen if one.code == _UNCITED)
    kept = tuple(one for one in found if one.code != _UNCITED or one.place in uncited)
    return (*kept, *(one for one in seen if one.code != _UNCITED))


def unknown_editions(manuscript: Manuscript, editions: Iterable[Edition]) -> Iterator[Diagnostic]:
    """Find each edition that a permission names and the book does not have."""
    known = tuple(edition.name for edition in editions)
    for source in manuscript.sources:
        for one in source.header.rights.editions:
            if one.name not in known:
                near = get_close_matches(one.name, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"use some of: {', '.join(known)}"
                message = f"the rights name an edition {one.name[:60]!r} that the book does not have"
                yield Diagnostic("R203", ERROR, one.place, message, hint)
