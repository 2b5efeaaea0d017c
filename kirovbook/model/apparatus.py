"""How the book prints its apparatus: its notes, its citations and its source index, as the author chose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kirovbook.diagnostics import Place


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


EVERY_WORK = "*"
"""Stands in ``nocite`` for the whole bibliography, as ``@*`` does in Pandoc."""


@dataclass(frozen=True, slots=True)
class WantedWork:
    """A work that the source index is to list although nothing cites it, or ``*`` for all of them."""

    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class Apparatus:
    """What the author chose for notes, citations and source index."""

    short_forms: ShortForms = ShortForms.CHAPTER
    ibid: Ibid = Ibid.STYLE
    grouping: Grouping = Grouping.KIND
    nocite: tuple[WantedWork, ...] = ()


USUAL_APPARATUS = Apparatus()
