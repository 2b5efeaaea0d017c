"""How the book prints its apparatus: its notes, its citations and its source index, as the author chose."""

from __future__ import annotations

from enum import StrEnum

from kirovbook.diagnostics import Place
from kirovbook.model.rights import USUAL_RIGHTS, RightsRules
from kirovbook.quick_dataclass import dataclass


class ShortForms(StrEnum):
    """Where a work is described in full once more: at its first note in each chapter, or in the book alone."""

    CHAPTER = "chapter"
    BOOK = "book"


class Ibid(StrEnum):
    """Where "Ibid." may stand: wherever the style has it, not in the first note of a page, or nowhere."""

    STYLE = "style"
    PAGE = "page"
    NEVER = "never"


class Grouping(StrEnum):
    """How the source index is parted: not at all, by kind (primary or not), by chapter, or by archive."""

    ONE = "one"
    KIND = "kind"
    CHAPTER = "chapter"
    ARCHIVE = "archive"


class IndexPlaces(StrEnum):
    """What the index gives for a place: page and note ("12n3"), the page alone ("12"), or what is cited there too.

    With ``locators`` the place in the work follows: "12n3 [p. 31]".
    """

    NOTES = "notes"
    PAGES = "pages"
    LOCATORS = "locators"


class PageRanges(StrEnum):
    """From how many pages in a row the index joins them: "11–13", as biblatex's ``backrefstyle`` does."""

    THREE = "three"
    TWO = "two"
    NONE = "none"


EVERY_WORK = "*"
"""Stands in ``nocite`` for the whole bibliography, as ``@*`` does in Pandoc."""


@dataclass(frozen=True, slots=True)
class WantedWork:
    """A work that the source index is to list although nothing cites it, or ``*`` for all of them."""

    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class Ruling:
    """The author's last word on two descriptions: that they are of one work, or of two."""

    key: str
    other: str
    place: Place


@dataclass(frozen=True, slots=True)
class Apparatus:
    """What the author chose for notes, citations, indexes and rights.

    ``names_index``: print one where it has entries. ``line_numbers``: number every so many lines of a source's
    passage; 0 numbers none.
    """

    short_forms: ShortForms = ShortForms.CHAPTER
    ibid: Ibid = Ibid.STYLE
    grouping: Grouping = Grouping.KIND
    nocite: tuple[WantedWork, ...] = ()
    index_places: IndexPlaces = IndexPlaces.NOTES
    page_ranges: PageRanges = PageRanges.THREE
    names_index: bool = True
    line_numbers: int = 0
    same: tuple[Ruling, ...] = ()
    different: tuple[Ruling, ...] = ()
    rights: RightsRules = USUAL_RIGHTS


USUAL_APPARATUS = Apparatus()
