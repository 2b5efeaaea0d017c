"""Read where a document lies: the archive, and fond, opis, delo and list, or a shelf-mark of another form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.folding import fold

_FIELDS = (("f", "fond"), ("op", "opis"), ("d", "delo"), ("l", "list"))
_PARTS = re.compile(
    r"\b(?:(?P<f>f|fond)|(?P<op>op|opis)|(?P<d>d|delo|ed khr)|(?P<l>l|ll|list|listy)) (?P<number>\d+[a-z]?(?: \d+)?)"
)
_ARCHIVES = {
    "rtskhidni": "rgaspi",
    "tspaiml": "rgaspi",
    "russianstatearchiveofsociopoliticalhistory": "rgaspi",
    "rossiiskiigosudarstvennyiarkhivsotsialnopoliticheskoiistorii": "rgaspi",
    "tsgaor": "garf",
    "statearchiveoftherussianfederation": "garf",
    "gosudarstvennyiarkhivrossiiskoifederatsii": "garf",
}
"""Archives under an older name, or with the name in full (as their own guides give them)."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A place in an archive: fond, opis, delo, list ("" where it is not said), or other words of a shelf-mark."""

    archive: str
    parts: tuple[str, str, str, str]
    other: str = ""

    @property
    def is_leaf(self) -> bool:
        """Answer whether the place is one document's: down to the leaf, or a shelf-mark of another form."""
        return bool(self.archive and ((all(self.parts)) or self.other))

    @property
    def is_file(self) -> bool:
        """Answer whether the place is at least a file of many leaves."""
        return bool(self.archive and all(self.parts[:3]))


_ARCHIVAL = frozenset({"archive", "letter", "unpublished", "manuscript", "misc", "interview", "speech", "report"})


def read_shelf(fields: Mapping[str, str], kind: str) -> Shelf | None:
    """Give the place in an archive that the fields of a work of that type name; None where they name none.

    The archive of a book or an article is a library or a database: it says nothing about the work.
    """
    is_archival = kind in _ARCHIVAL and ("archive" in fields or "library" in fields or "repository" in fields)
    if not (is_archival or "f" in fields or "fond" in fields):
        return None
    archive = fields.get("archive") or fields.get("repository") or ""
    mark = fields.get("shelfmark") or fields.get("callnumber") or ""
    if library := fields.get("library"):
        name, _, rest = library.partition(",")
        archive, mark = archive or name, mark or rest
    if not mark and "number" in fields and (kind != "misc" or _PARTS.search(fold(fields["number"]))):
        mark = fields["number"]
    parts = [next((_plain(fields[name]) for name in names if name in fields), "") for names in _FIELDS]
    folded = fold(mark)
    if not any(parts):
        found: dict[str, str] = {}
        for match in _PARTS.finditer(folded):
            name = next(name for name in ("f", "op", "d", "l") if match[name])
            found.setdefault(name, match["number"])
        parts = [found.get(name, "") for name in ("f", "op", "d", "l")]
    squeezed = fold(archive).replace(" ", "")
    other = "" if any(parts) or not any(sign.isdigit() for sign in folded) else folded
    if not (any(parts) or other):
        return None
    return Shelf(_ARCHIVES.get(squeezed, squeezed), (parts[0], parts[1], parts[2], parts[3]), other)


def _plain(value: str) -> str:
    """Give "f. 671" as "671", and "13–18" as "13 18"."""
    return re.sub(r"^[a-z]+ (?=\d)", "", fold(value))


def is_elsewhere(one: Shelf, other: Shelf) -> bool:
    """Answer whether two places are surely not one: another archive, or another part of it."""
    if one.archive and other.archive and one.archive != other.archive:
        return True
    if one.other and other.other:
        return one.other != other.other
    return any(a and b and a != b for a, b in zip(one.parts, other.parts, strict=True))
