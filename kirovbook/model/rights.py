"""On what ground a passage may be printed, and what the book as a whole wants of its rights."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

from kirovbook.diagnostics import Place
from kirovbook.quick_dataclass import dataclass


class RightsStatus(StrEnum):
    """The ground on which a passage is printed; ``UNSAID`` where the header does not say."""

    UNSAID = ""
    OWN_WORDS = "own-words"
    PUBLIC_DOMAIN = "public-domain"
    LICENSED = "licensed"
    PERMISSION = "permission"
    QUOTATION = "quotation"
    UNKNOWN = "unknown"


class RightsOf(StrEnum):
    """Whose words the rights are in: the author's, or a translator's, which has rights of its own."""

    UNSAID = ""
    ORIGINAL = "original"
    TRANSLATION = "translation"


class Hindrance(StrEnum):
    """Why an edition may not print a passage, as it is said behind a colon; ``NONE``: it may."""

    NONE = ""
    UNSAID = "nothing says that it may print the passage"
    UNKNOWN = "nobody knows whether it may print the passage"
    ENDED = "the permission for the passage has ended"
    UNCOVERED = "the permission for the passage does not cover it"


IN_COPYRIGHT = frozenset({RightsStatus.UNSAID, RightsStatus.QUOTATION, RightsStatus.UNKNOWN})
"""What is somebody's, and printed without his leave: by the law's exceptions, if at all."""

_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class CoveredEdition:
    """An edition that a permission names, and where it names it."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Rights:
    """On what ground a passage may be printed, and where the header says each thing of it.

    ``basis`` is the reason (for a licence: which), ``until`` a date or a year (EDTF) that the permission holds to the
    end of, ``editions`` those that it covers (none: all). ``places`` has the place of each key that is written.
    """

    status: RightsStatus = RightsStatus.UNSAID
    of: RightsOf = RightsOf.UNSAID
    holder: str = ""
    basis: str = ""
    credit: str = ""
    until: str = ""
    editions: tuple[CoveredEdition, ...] = ()
    places: tuple[tuple[str, Place], ...] = ()

    def has(self, key: str) -> bool:
        """Answer whether the author wrote that key, be its value of use or not."""
        return any(name == key for name, _ in self.places)

    def place(self, key: str, otherwise: Place) -> Place:
        """Give the place of a key's value; that of the header where it is not written."""
        return next((place for name, place in self.places if name == key), otherwise)

    def has_ended(self, day: date) -> bool:
        """Answer whether the permission had ended on a day."""
        last = last_day(self.until)
        return last is not None and last < day

    def covers(self, edition: str) -> bool:
        """Answer whether an edition is among those that are named, or none is."""
        return not self.editions or any(one.name == edition for one in self.editions)

    def hindrance(self, edition: str, day: date) -> Hindrance:
        """Give the reason why an edition of that day may not print the passage."""
        if self.status is RightsStatus.UNSAID:
            return Hindrance.UNSAID
        if self.status is RightsStatus.UNKNOWN:
            return Hindrance.UNKNOWN
        if self.has_ended(day):
            return Hindrance.ENDED
        return Hindrance.NONE if self.covers(edition) else Hindrance.UNCOVERED


def last_day(edtf: str) -> date | None:
    """Give the last day of a year, a month or a day (EDTF level 0); None where the words are none of these."""
    found = _DATE.fullmatch(edtf)
    if found is None:
        return None
    year, month = int(found["year"]), int(found["month"] or _LAST_MONTH)
    if not year or not 1 <= month <= _LAST_MONTH:
        return None
    longest = monthrange(year, month)[1]
    day = int(found["day"] or longest)
    return date(year, month, day) if 1 <= day <= longest else None


@dataclass(frozen=True, slots=True)
class RightsRules:
    """What ``[rights]`` in book.toml says.

    ``one``, ``each`` and ``total`` are words of one work: of its only extract, of each of several, of all of them.
    ``anthology_share`` is the share of the book's words beyond which extracts without permission make an anthology.
    ``notice`` stands under the acknowledgements in the place of the usual one.
    """

    enforce: bool = False
    one: int = 400
    each: int = 300
    total: int = 800
    anthology_share: float = 0.3
    notice: str = ""
    acknowledgements: bool = True


USUAL_RIGHTS = RightsRules()
