"""Say what a library, a shop and a reader with a screen reader want to know of an e-book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from kirovbook.arrange.terms import Terms
from kirovbook.model.book import ArrangedBook, Contributor, Identity, LeafKind
from kirovbook.model.catalogue import AccessClaim, Series, SubjectCode
from kirovbook.model.inlines import Picture
from kirovbook.render.epub.rendering import MetaEntry

_AUTHOR = "aut"
_NO_ISBN_DIGIT = re.compile(r"[^0-9Xx]")


def identifier_of(identity: Identity) -> str:
    """Give the e-book's own ISBN, else the identifier of the book, else one made of its title and slug."""
    if digits := _NO_ISBN_DIGIT.sub("", identity.isbn_epub):
        return f"urn:isbn:{digits.upper()}"
    return identity.identifier or f"urn:uuid:{uuid5(NAMESPACE_URL, f'{identity.title}/{identity.slug}')}"


def describe(
    arranged: ArrangedBook, pictures: tuple[Picture, ...], terms: Terms, *, has_page_list: bool = False
) -> Iterator[MetaEntry]:
    """Give the metadata of the package but for its identifier and the moment of its making.

    ``pictures`` are those that the book shows, the cover aside.
    """
    identity = arranged.book.identity
    yield from _titles(identity)
    yield from _contributors(identity.contributors)
    for lang in (identity.lang, *identity.languages):
        yield MetaEntry("dc:language", lang)
    if identity.isbn_epub:
        yield MetaEntry("identifier-type", "15", refines="id", scheme="onix:codelist5")
    for name, value in (
        ("dc:publisher", identity.publisher),
        ("dc:date", identity.date.isoformat()),
        ("dc:description", identity.description),
        ("dc:rights", identity.rights),
        ("dc:source", identity.source),
        *(("dc:subject", subject) for subject in identity.subjects),
    ):
        if value:
            yield MetaEntry(name, value)
    yield from _subject_codes(identity.subject_codes)
    if identity.series:
        yield from _series(identity.series)
    if identity.access:
        yield from _claim(identity.access)
    has_index = any(leaf.kind is LeafKind.SOURCE_INDEX for leaf in arranged.leaves)
    yield from _access(pictures, terms, has_index=has_index, has_page_list=has_page_list)
    if has_page_list:
        yield from _page_source(identity)


def _page_source(identity: Identity) -> Iterator[MetaEntry]:
    """Name the book whose pages the list of pages counts: EPUB Accessibility 1.1, 4.2.3, and EPUB 3.3's older way."""
    digits = _NO_ISBN_DIGIT.sub("", identity.isbn_print).upper()
    source = f"urn:isbn:{digits}" if digits else ", ".join(filter(None, (identity.title, identity.publisher)))
    yield MetaEntry("pageBreakSource", source)
    yield MetaEntry("dc:source", source, id="printed-book")
    yield MetaEntry("source-of", "pagination", refines="printed-book")


def _titles(identity: Identity) -> Iterator[MetaEntry]:
    titles = (("title", identity.title, "main"), ("subtitle", identity.subtitle, "subtitle"))
    for place, (name, title, kind) in enumerate(titles, start=1):
        if title:
            yield MetaEntry("dc:title", title, id=name)
            yield MetaEntry("title-type", kind, refines=name)
            yield MetaEntry("display-seq", str(place), refines=name)


def _contributors(people: tuple[Contributor, ...]) -> Iterator[MetaEntry]:
    """Name the authors as creators; where there is none, whoever made the book."""
    has_author = any(person.role == _AUTHOR for person in people)
    for place, person in enumerate(people, start=1):
        name = f"person-{place}"
        is_creator = person.role == _AUTHOR or not has_author
        yield MetaEntry("dc:creator" if is_creator else "dc:contributor", person.name, id=name)
        yield MetaEntry("role", person.role, refines=name, scheme="marc:relators")
        if person.file_as:
            yield MetaEntry("file-as", person.file_as, refines=name)


def _subject_codes(codes: tuple[SubjectCode, ...]) -> Iterator[MetaEntry]:
    """EPUB 3.3, ``authority`` and ``term``: a code refines words; where the author gives none it stands for them."""
    for place, subject in enumerate(codes, start=1):
        name = f"subject-{place}"
        yield MetaEntry("dc:subject", subject.text or subject.code, id=name)
        yield MetaEntry("authority", subject.scheme, refines=name)
        yield MetaEntry("term", subject.code, refines=name)


def _series(series: Series) -> Iterator[MetaEntry]:
    """EPUB 3.3, ``belongs-to-collection``: that it is a series, which volume of it, and the identifier of them all."""
    yield MetaEntry("belongs-to-collection", series.title, id="series")
    yield MetaEntry("collection-type", "series", refines="series")
    if series.number:
        yield MetaEntry("group-position", series.number, refines="series")
    if series.issn:
        yield MetaEntry("dcterms:identifier", f"urn:issn:{series.issn}", refines="series")


def _claim(claim: AccessClaim) -> Iterator[MetaEntry]:
    """EPUB Accessibility 1.1, "Conformance Reporting": only what the publisher claims."""
    yield MetaEntry("dcterms:conformsTo", claim.conforms_to, id="conformance")
    if claim.certified_by:
        yield MetaEntry("a11y:certifiedBy", claim.certified_by, refines="conformance")


def _access(
    pictures: tuple[Picture, ...], terms: Terms, *, has_index: bool, has_page_list: bool
) -> Iterator[MetaEntry]:
    """EPUB Accessibility 1.1, section 2: say no more than is so."""
    are_described = all(picture.alternative for picture in pictures)
    features = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"]
    if has_index:
        features.append("index")
    if are_described:
        features.append("alternativeText")
    if has_page_list:
        features += ["pageBreakMarkers", "pageNavigation"]
    yield MetaEntry("schema:accessMode", "textual")
    if pictures:
        yield MetaEntry("schema:accessMode", "visual")
    yield MetaEntry("schema:accessModeSufficient", "textual" if are_described else "textual,visual")
    for feature in features:
        yield MetaEntry("schema:accessibilityFeature", feature)
    yield MetaEntry("schema:accessibilityHazard", "none")
    yield MetaEntry("schema:accessibilitySummary", terms.summary)
