"""Say on what ground each source is printed, as a press acknowledges it: by status, then by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kirovbook.arrange.terms import Terms, terms_of
from kirovbook.model.book import ArrangedBook, LeafKind
from kirovbook.model.inlines import (
    CitationText,
    Indexed,
    Inline,
    Inlines,
    Link,
    NoteMark,
    NoteReference,
    Picture,
    ReferenceText,
    Span,
    Text,
)
from kirovbook.model.plain import plain_inlines
from kirovbook.model.rights import IN_COPYRIGHT, Rights, RightsStatus
from kirovbook.model.source import PrimarySource
from kirovbook.model.walk import map_inlines
from kirovbook.quick_dataclass import dataclass

_STOPS = (".", "!", "?", "…")
_SOMEBODYS = IN_COPYRIGHT | {RightsStatus.LICENSED, RightsStatus.PERMISSION}


@dataclass(frozen=True, slots=True)
class AcknowledgedGroup:
    """The sources of one status: its heading, what is said of them all, and a line for each."""

    heading: str
    basis: str
    lines: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Acknowledgements:
    """The groups in their order, none of them empty, and the notice below them or nothing."""

    groups: tuple[AcknowledgedGroup, ...]
    notice: str


def acknowledgements_of(arranged: ArrangedBook) -> Acknowledgements:
    """Give what an edition has to acknowledge: of the sources that it holds, as it prints them."""
    contents = (leaf.content for leaf in arranged.leaves if leaf.kind is LeafKind.SOURCE)
    sources = tuple(content for content in contents if isinstance(content, PrimarySource))
    return _acknowledge(sources, arranged)


def has_to_acknowledge(sources: Iterable[PrimarySource]) -> bool:
    """Answer whether the header of any of some sources says on what ground it is printed."""
    return any(source.header.rights.status is not RightsStatus.UNSAID for source in sources)


def _acknowledge(sources: tuple[PrimarySource, ...], arranged: ArrangedBook) -> Acknowledgements:
    terms, rules = terms_of(arranged.book.identity.lang), arranged.book.apparatus.rights
    groups = tuple(
        _group(heading, here, terms)
        for status, heading in _headings(terms)
        if (here := tuple(source for source in sources if source.header.rights.status is status))
    )
    is_somebodys = any(source.header.rights.status in _SOMEBODYS for source in sources)
    return Acknowledgements(groups, rules.notice or (terms.every_effort if is_somebodys else ""))


def _headings(terms: Terms) -> Iterator[tuple[RightsStatus, str]]:
    """The order of a press: what others have allowed first, what nobody had to allow last."""
    yield RightsStatus.PERMISSION, terms.by_permission
    yield RightsStatus.LICENSED, terms.under_licence
    yield RightsStatus.QUOTATION, terms.quoted
    yield RightsStatus.UNKNOWN, terms.rights_unknown
    yield RightsStatus.PUBLIC_DOMAIN, terms.in_public_domain
    yield RightsStatus.OWN_WORDS, terms.in_own_words


def _group(heading: str, sources: tuple[PrimarySource, ...], terms: Terms) -> AcknowledgedGroup:
    """A reason that is the same for all of several sources is given once."""
    grounds = {source.header.rights.basis for source in sources if source.header.rights.basis}
    is_licence = sources[0].header.rights.status is RightsStatus.LICENSED
    shared = grounds.pop() if len(grounds) == 1 and len(sources) > 1 and not is_licence else ""
    if shared and any(source.header.rights.basis != shared for source in sources):
        shared = ""
    lines = tuple(_line(source, terms, says_basis=not shared) for source in sources)
    return AcknowledgedGroup(heading, _sentence(shared), lines)


def _line(source: PrimarySource, terms: Terms, *, says_basis: bool) -> Inlines:
    """Give "Source 4, A Letter. From: its work. The credit." as one line that leads to the source."""
    title = map_inlines(source.header.title, _bare)
    provenance = map_inlines(source.provenance, _bare)
    said = " ".join(_grounds(source.header.rights, terms, says_basis=says_basis))
    called = ReferenceText(source.called, source.unit, source.header.place)
    parts = [(called, Text(", "), *title, *_stop(title)), provenance, (Text(said),) if said else ()]
    joined = [inline for part in parts if part for inline in (*part, Text(" "))]
    return tuple(joined[:-1])


def _grounds(rights: Rights, terms: Terms, *, says_basis: bool) -> Iterator[str]:
    if rights.credit:
        yield _sentence(rights.credit)
    elif rights.holder:
        form = terms.permission_of if rights.status is RightsStatus.PERMISSION else terms.rights_of
        yield _once_stopped(form.format(holder=rights.holder))
    if rights.basis and says_basis:
        is_licence = rights.status is RightsStatus.LICENSED
        yield _once_stopped(terms.licence.format(basis=rights.basis)) if is_licence else _sentence(rights.basis)


def _sentence(words: str) -> str:
    """Write a note of the author's as a sentence."""
    words = words.strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words.endswith(_STOPS) else ".")


def _once_stopped(words: str) -> str:
    return words[:-1] if words.endswith("..") else words


def _stop(title: Inlines) -> Inlines:
    return () if plain_inlines(title).rstrip("’”'\"» ").endswith(_STOPS) else (Text("."),)


def _bare(inline: Inline) -> Inlines:
    """A title that another page repeats is without its notes, and is no place that anything leads to."""
    match inline:
        case NoteMark() | Picture():
            return ()
        case Link(content) | Indexed(content):
            return content
        case ReferenceText(words) | NoteReference(words):
            return (Text(words),)
        case CitationText():
            return (replace(inline, passage=0),)
        case Span(content, attributes) if attributes.id:
            return (Span(content, replace(attributes, id="")),)
        case _:
            return (inline,)
