"""List the works of the source index for programs and for readers: what they are, and where the book uses them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from kirovbook.model.book import Book
from kirovbook.model.index import IndexEntry
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import Note

Pages = Callable[[str], Mapping[str, str]]
"""Gives for an anchor the label of its page in each edition that has pages."""

_PLACE_NAMES = ("unit", "note", "locator")


def called_units(book: Book) -> list[tuple[str, tuple[Note, ...]]]:
    """Give how each unit is called, and its notes, in the order of the book."""
    chapters = (*book.front_matter, *book.chapters)
    return [
        *((plain_inlines(chapter.title), chapter.notes) for chapter in chapters),
        *((source.called, source.notes) for source in book.sources),
        *((plain_inlines(chapter.title), chapter.notes) for chapter in book.back_matter),
    ]


def describe_work(entry: IndexEntry, called: Mapping[str, str], pages: Pages) -> dict[str, object]:
    """Give an entry as the record and `sources --json` have it; ``called`` is what the units are called.

    ``note`` is 0 where the text itself cites; ``page`` has the page label by edition.
    """
    return {
        "key": entry.key,
        "aliases": list(entry.aliases),
        "entry": plain_inlines(entry.entry),
        "kind": entry.standing,
        "cited": [
            {
                "note": place.number, "unit": place.unit, "chapter": called.get(place.unit, ""),
                "page": dict(pages(place.anchor)), "locator": place.locator,
            }
            for place in entry.cited
        ],
        "sources": list(entry.sources),
    }


def names_of_units(book: Book) -> dict[str, str]:
    """Give what each unit of a book is called: a chapter's title, "Source 2"."""
    units = (*book.front_matter, *book.chapters, *book.back_matter)
    names = {unit.unit: plain_inlines(unit.title) for unit in units}
    return names | {source.unit: source.called for source in book.sources}


def render_works_json(book: Book, pages: Pages) -> str:
    """Write the source index as JSON: ``{"works": [...]}``."""
    called = names_of_units(book)
    works = [describe_work(entry, called, pages) for entry in book.index.entries]
    return json.dumps({"works": works}, ensure_ascii=False, indent=1) + "\n"


def render_works_text(book: Book, pages: Pages) -> str:
    """Write the source index to be read: each work with its keys, and below it where it is used."""
    called = names_of_units(book)
    return "".join(line for entry in book.index.entries for line in _lines(entry, book, called, pages))


def _lines(entry: IndexEntry, book: Book, called: Mapping[str, str], pages: Pages) -> list[str]:
    keys = ", ".join((entry.key, *entry.aliases))
    lines = [f"{plain_inlines(entry.entry).strip()} [{keys}]\n"]
    for place in entry.cited:
        where = f"{called.get(place.unit, place.unit)}, note {place.number}" if place.number else called[place.unit]
        on = ", ".join(f"{edition} p. {page}" for edition, page in pages(place.anchor).items())
        told = "; ".join(filter(None, (place.locator, on)))
        lines.append(f"    {where}{f' ({told})' if told else ''}\n")
    lines += [f"    {book.identity.source_label} {number}\n" for number in entry.sources]
    return lines


def recorded_pages(text: str, book: Book) -> Mapping[str, Mapping[str, str]]:
    """Give the pages of each anchor as the record of a build has them; none if its places are not the book's now."""
    pages: dict[str, dict[str, str]] = {}
    try:
        works = {str(work["key"]): work["cited"] for work in json.loads(text)["works"]}
        for entry in book.index.entries:
            for place, recorded in zip(entry.cited, works[entry.key], strict=True):
                if (place.unit, place.number, place.locator) != tuple(recorded[name] for name in _PLACE_NAMES):
                    return {}
                pages[place.anchor] = {str(name): str(page) for name, page in recorded["page"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    return pages
