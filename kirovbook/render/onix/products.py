"""Describe what is sold: the printed book and the e-book, each with its own ISBN."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.model.book import Identity
from kirovbook.model.catalogue import AccessClaim
from kirovbook.model.edition import Trim
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.barcode import ean_of
from kirovbook.render.epub.rendering import MetaEntry
from kirovbook.render.onix.codes import (
    ACCESS,
    ACCESS_ALWAYS,
    ACCESS_BY_TEXT,
    ACCESS_SUMMARY,
    CERTIFIED_BY,
    claims_of,
)

# Lists 150 and 175: what it is; 79: what is said of a form; 23: how long it is; 48: which side; 51: how it is related.
_PAPERBACK, _DOWNLOAD, _EPUB = "BC", "EA", "E101"
_ACCESSIBILITY, _HAZARDS, _VERSION = "09", "12", "15"
_EPUB_3_3, _NO_HAZARDS = "101F", "00"
_HIGHEST_PAGE, _ALL_PAGES, _PAGES_IN_PRINT = "00", "06", "08"
_HEIGHT, _WIDTH = "01", "02"
_OTHER_FORMAT, _BASED_ON = "06", "13"
_POINTS_IN_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """What the layout tells of the printed book: the size of a page, and the labels of all.

    ``filled`` is how many pages there are without the blank ones that make up the last sheet.
    """

    trim: Trim
    labels: tuple[str, ...]
    filled: int


@dataclass(frozen=True, slots=True)
class Feature:
    """Something said of a form: its kind (list 79), a code of that kind, and words."""

    kind: str
    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """One thing that is sold. ``measures`` are in millimetres; measures and extents go by the codes of their lists.

    ``related`` is the ISBN of the other product, with the code of what that one is to this.
    """

    isbn: str
    form: str
    detail: str = ""
    features: tuple[Feature, ...] = ()
    measures: tuple[tuple[str, int], ...] = ()
    extents: tuple[tuple[str, int], ...] = ()
    related: tuple[str, str] | None = None


def products_of(identity: Identity, printed: PrintedBook | None, package: tuple[MetaEntry, ...]) -> Iterator[Product]:
    """Give the e-book and the printed book, each if it has an ISBN; ``package`` is the metadata of the e-book."""
    epub, paper = ean_of(identity.isbn_epub), ean_of(identity.isbn_print)
    if epub:
        yield Product(
            epub, _DOWNLOAD, _EPUB, tuple(_features(identity.access, package)),
            extents=((_PAGES_IN_PRINT, printed.filled),) if printed else (),
            related=(_BASED_ON, paper) if paper and paper != epub else None,
        )
    if paper and paper != epub:
        yield Product(
            paper, _PAPERBACK, measures=tuple(_measures(printed.trim)) if printed else (),
            extents=tuple(_extents(printed)) if printed else (), related=(_OTHER_FORMAT, epub) if epub else None,
        )


def _features(claim: AccessClaim | None, package: tuple[MetaEntry, ...]) -> Iterator[Feature]:
    """Say of the e-book's accessibility what its package says, and no more."""
    said = [(entry.name.removeprefix("schema:"), entry.value) for entry in package if entry.name.startswith("schema:")]
    codes = {ACCESS[value] for name, value in said if name == "accessibilityFeature" and value in ACCESS}
    codes.update(ACCESS_ALWAYS)
    if ("accessModeSufficient", "textual") in said:
        codes.add(ACCESS_BY_TEXT)
    if claim:
        codes.update(claims_of(claim.conforms_to))
    for summary in (value for name, value in said if name == "accessibilitySummary"):
        yield Feature(_ACCESSIBILITY, ACCESS_SUMMARY, summary)
    yield from (Feature(_ACCESSIBILITY, code) for code in sorted(codes))
    if claim and claim.certified_by:
        yield Feature(_ACCESSIBILITY, CERTIFIED_BY, claim.certified_by)
    if ("accessibilityHazard", "none") in said:
        yield Feature(_HAZARDS, _NO_HAZARDS)
    yield Feature(_VERSION, _EPUB_3_3)


def _measures(trim: Trim) -> Iterator[tuple[str, int]]:
    yield _HEIGHT, round(trim.height / _POINTS_IN_MM)
    yield _WIDTH, round(trim.width / _POINTS_IN_MM)


def _extents(printed: PrintedBook) -> Iterator[tuple[str, int]]:
    yield _HIGHEST_PAGE, sum(label.isdigit() for label in printed.labels[:printed.filled])
    yield _ALL_PAGES, len(printed.labels)
