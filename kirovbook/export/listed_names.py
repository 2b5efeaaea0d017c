"""Say for the record what the index of names holds: each person and subject, with every place and its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kirovbook.model.book import Book
from kirovbook.model.names import NamesEntry

Pages = Callable[[str], Mapping[str, str]]


def describe_names(book: Book, pages: Pages) -> list[dict[str, object]]:
    """List the entries that have places; ``pages`` gives the page label of an anchor by edition."""
    listed: list[dict[str, object]] = []
    _describe(book.names.entries, (), pages, listed)
    return listed


def _describe(
    entries: tuple[NamesEntry, ...], above: tuple[str, ...], pages: Pages, listed: list[dict[str, object]]
) -> None:
    for entry in entries:
        path = (*above, entry.heading)
        if entry.cited:
            listed.append({
                "id": entry.key.person or "!".join(path),
                "kind": "person" if entry.key.person else "subject",
                "preferred": ": ".join(path),
                "dates": entry.dates,
                "variants": list(entry.variants),
                "places": [
                    {"unit": place.unit, "note": place.number, "mention": place.passage, "page": pages(place.anchor)}
                    for place in entry.cited
                ],
            })
        _describe(entry.under, path, pages, listed)
