"""What a tagged PDF is made of: elements that hold elements, runs of what is drawn, and the areas of links.

The kinds are the standard structure types of ISO 32000-1, 14.8.4.
"""

from __future__ import annotations

from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words, or a picture, drawn at one go: the page's index from 0, and their number on it (the MCID)."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A rectangle that can be followed: the page's index, its number among all areas, and what is said of it."""

    page: int
    number: int
    says: str = ""


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the items of a list are marked: "Decimal", "Disc", "Description" for terms (ISO 32000-2, table 382)."""

    style: str


@dataclass(frozen=True, slots=True)
class HeadsCells:
    """What a header cell is the header of: "Column" or "Row"."""

    scope: str


@dataclass(frozen=True, slots=True)
class HeadedBy:
    """The ids of the header cells of a cell."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a picture stands: left, bottom, right and top in points from the page's origin."""

    edges: tuple[float, float, float, float]


Attribute = Numbering | HeadsCells | HeadedBy | Box


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the tree.

    ``alternative`` is read in the place of what it holds. ``refers_to`` is the id of another element: the note of
    a mark, the mark of a note. ``lang`` is a BCP 47 tag, or empty where the language goes on.
    """

    kind: str
    kids: tuple[Element | Run | LinkArea, ...]
    id: str = ""
    lang: str = ""
    alternative: str = ""
    refers_to: str = ""
    attribute: Attribute | None = None


Kid = Element | Run | LinkArea
