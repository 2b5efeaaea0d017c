"""List the rights of every source for a table of figures: whoever clears permissions works from it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from kirovbook.arrange.matter import holds_source
from kirovbook.arrange.passages import prints_precis
from kirovbook.model.book import Book, Manuscript, WrittenSource
from kirovbook.model.edition import Edition
from kirovbook.model.plain import count_words, plain_inlines
from kirovbook.model.source import SourceKind

COLUMNS = (
    "number", "id", "title", "work", "kind", "status", "of", "holder", "basis", "credit", "until", "editions", "words",
    "printed",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_rights_csv(manuscript: Manuscript, book: Book, editions: Iterable[Edition]) -> str:
    """Write a line for each source (RFC 4180, with bare line feeds); ``printed`` says which passage stands where."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    keys = {alias: entry.key for entry in book.index.entries for alias in (entry.key, *entry.aliases)}
    listed = tuple(editions)
    for number, source in enumerate(manuscript.sources, start=1):
        rows.writerow([str(number), *(_safe(cell) for cell in _cells(source, keys, manuscript, listed))])
    return written.getvalue()


def _cells(
    source: WrittenSource, keys: dict[str, str], manuscript: Manuscript, editions: tuple[Edition, ...]
) -> tuple[str, ...]:
    header, rights = source.header, source.header.rights
    return (
        header.id, plain_inlines(header.title), keys.get(header.work, header.work), header.kind,
        rights.status, rights.of, rights.holder, rights.basis, rights.credit, rights.until,
        " ".join(one.name for one in rights.editions),
        str(count_words(source.passage)), _printed(source, manuscript, editions),
    )  # fmt: skip


def _printed(source: WrittenSource, manuscript: Manuscript, editions: tuple[Edition, ...]) -> str:
    kinds = (
        (edition.name, SourceKind.PRECIS if prints_precis(source, edition.name, manuscript.identity.date)
         else source.header.kind)
        for edition in editions if holds_source(edition, source.header.id)
    )
    return "; ".join(f"{name}: {kind}" for name, kind in kinds)


def _safe(cell: str) -> str:
    """Keep a table of figures from taking words for a formula and running it (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
