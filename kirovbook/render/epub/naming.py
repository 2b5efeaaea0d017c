"""Write the index of names of an e-book: a link to the first mention in each chapter, source and note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kirovbook.arrange.terms import Terms
from kirovbook.model.names import MentionedIn, NamesEntry
from kirovbook.render.epub.addresses import Addresses
from kirovbook.render.epub.citing import CitingNote

_NO_BREAK = "\N{NO-BREAK SPACE}"


def mention_links(
    entry: NamesEntry, names: Mapping[str, str], addresses: Addresses, terms: Terms
) -> Iterator[CitingNote]:
    """Write 'ch. 3' and 'ch. 3, n. 12', and for the next note of the same unit '14' alone.

    ``names`` say how the index calls each unit. A unit's text comes before its notes.
    """
    first = {(place.unit, place.number): place for place in reversed(entry.cited)}
    units = dict.fromkeys(place.unit for place in entry.cited)
    for unit in units:
        name = _held_together(names.get(unit, unit))
        places = sorted((place for (where, _), place in first.items() if where == unit), key=_number)
        is_first_note = True
        for place in places:
            called = f"{name}, {terms.note_short}{_NO_BREAK}{place.number}" if place.number else name
            words = called if is_first_note or not place.number else str(place.number)
            is_first_note = is_first_note and not place.number
            yield CitingNote(words, called, addresses.of_mention(place))


def _held_together(words: str) -> str:
    """Keep the number of "Source 8" on the line of its word."""
    first, space, number = words.rpartition(" ")
    return f"{first}{_NO_BREAK}{number}" if space and number.isdigit() else words


def _number(place: MentionedIn) -> int:
    return place.number
