"""What a catalogue and the trade say of a book beyond its title page: series, subjects, what it conforms to."""

from __future__ import annotations

from enum import StrEnum

from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Series:
    """A series that the book is a volume of: its title, the volume ("3", "2.1") and its ISSN, empty where unknown."""

    title: str
    number: str = ""
    issn: str = ""

    @property
    def called(self) -> str:
        """Give its title with the volume, as it stands on a page: 'Lives and Sources, 3'."""
        return f"{self.title}, {self.number}" if self.number else self.title


class SubjectScheme(StrEnum):
    """A scheme of subjects that booksellers sort by, called as EPUB 3.3 calls it (the property ``authority``)."""

    BISAC = "BISAC"
    THEMA = "Thema"


@dataclass(frozen=True, slots=True)
class SubjectCode:
    """A subject by its code in a scheme ("HIS032000"), and in the scheme's words where the author gives them."""

    scheme: SubjectScheme
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class AccessClaim:
    """What the publisher claims of the e-book's accessibility: the standard it conforms to, and who certified it."""

    conforms_to: str
    certified_by: str = ""
