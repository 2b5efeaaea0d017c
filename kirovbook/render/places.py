"""Print where a work is used, as an index does: pages, the notes on them, and pages in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Protocol

from kirovbook.arrange.pages import STAND_IN
from kirovbook.model.apparatus import Apparatus, IndexPlaces, PageRanges
from kirovbook.model.index import CitedIn
from kirovbook.quick_dataclass import dataclass

_FROM = {PageRanges.NONE: 10**9, PageRanges.TWO: 2, PageRanges.THREE: 3}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN_NUMBER = re.compile(r"[ivxlcdm]+")
_WHOLE, _HUNDRED = 100, 100
_PAIR = 2


class Placed(Protocol):
    """A place that an index leads to: the unit, the number of the note there or 0, and the name of its anchor."""

    @property
    def unit(self) -> str:
        """The unit: "ch-smolny"."""

    @property
    def number(self) -> int:
        """The number of the note, or 0 where the place is in the text."""

    @property
    def anchor(self) -> str:
        """The name of the anchor: "name-ch-smolny-3"."""


@dataclass(frozen=True, slots=True)
class _OnPage:
    """What one page holds of an entry: its label, its notes in order, and the anchor of its first place."""

    folio: str
    notes: tuple[Placed, ...]
    anchor: str


def print_places(cited: Sequence[Placed], folios: Mapping[str, str], apparatus: Apparatus) -> str:
    """Write ``12n3, 45n1–2, 101–3``: each page once, with the notes on it (Chicago Manual, 18th ed., 15.34).

    ``folios`` maps an anchor to its page's label; a place that is not in it gets a stand-in. Pages whose text is
    meant are joined where enough of them are in a row, Roman ones never with Arabic; the notes on them follow.
    """
    names_notes = apparatus.index_places is not IndexPlaces.PAGES
    pages = list(_pages(cited, folios, names_notes=names_notes))
    written: list[tuple[tuple[bool, int], str]] = []
    for run in _runs(page for page in pages if not page.notes):
        if len(run) >= _FROM[apparatus.page_ranges]:
            words = _link(run[0].anchor, f"{run[0].folio}–{_shortened(run[0].folio, run[-1].folio)}")
            written.append((_order(run[0].folio), words))
        else:
            written += [(_order(page.folio), _print_page(page)) for page in run]
    written += [(_order(page.folio), _print_page(page)) for page in pages if page.notes]
    return ", ".join(words for _, words in sorted(written, key=lambda pair: pair[0]))


def print_cited(cited: Sequence[CitedIn], folios: Mapping[str, str], apparatus: Apparatus) -> str:
    """Write the places of a work; with what is cited there, ``12n3 [p. 31]``, where the author asks for it."""
    if apparatus.index_places is not IndexPlaces.LOCATORS:
        return print_places(cited, folios, apparatus)
    written = []
    for anchor, locators in locators_by_anchor(cited).items():
        folio = folios.get(anchor, STAND_IN)
        place = next(place for place in cited if place.anchor == anchor)
        words = _print_notes(folio, [place]) if place.number else _link(anchor, escape(folio))
        written.append((_order(folio), words + escape(bracketed(locators), quote=False)))
    return ", ".join(words for _, words in sorted(written, key=lambda pair: pair[0]))


def locators_by_anchor(cited: Sequence[CitedIn]) -> dict[str, tuple[str, ...]]:
    """Give what is cited of a work in each of its places, in their order."""
    located: dict[str, tuple[str, ...]] = {}
    for place in cited:
        before = located.get(place.anchor, ())
        located[place.anchor] = (*before, place.locator) if place.locator else before
    return located


def bracketed(locators: Sequence[str]) -> str:
    """Write what is cited behind its place: " [p. 31; ch. 2]"."""
    return f" [{'; '.join(dict.fromkeys(locators))}]" if locators else ""


def _pages(cited: Sequence[Placed], folios: Mapping[str, str], *, names_notes: bool) -> Iterator[_OnPage]:
    """Give the pages in their order; a note may have come to stand behind the page of its mark."""
    places = {place.anchor: place for place in reversed(cited)}
    placed = [(folios.get(anchor, STAND_IN), place) for anchor, place in reversed(places.items())]
    placed.sort(key=lambda pair: _order(pair[0]))
    for folio, group in groupby(placed, key=lambda pair: pair[0]):
        here = [place for _, place in group]
        noted = [place for place in here if place.number and names_notes]
        notes = {(place.unit, place.number): place for place in reversed(noted)}
        if len(noted) < len(here):
            yield _OnPage(folio, (), next(place for place in here if place not in noted).anchor)
        if notes:
            yield _OnPage(folio, tuple(reversed(notes.values())), noted[0].anchor)


def _order(folio: str) -> tuple[bool, int]:
    """Put Roman pages before Arabic ones, as they stand in the book."""
    kind, number = _number(folio)
    return kind == "arabic", number


def _runs(pages: Iterable[_OnPage]) -> list[list[_OnPage]]:
    """Join pages that follow each other."""
    runs: list[list[_OnPage]] = []
    for page in pages:
        last = runs[-1][-1] if runs else None
        if last and _follows(last.folio, page.folio):
            runs[-1].append(page)
        else:
            runs.append([page])
    return runs


def _follows(before: str, after: str) -> bool:
    (first_kind, first), (next_kind, following) = _number(before), _number(after)
    return bool(first_kind) and first_kind == next_kind and first + 1 == following


def _number(folio: str) -> tuple[str, int]:
    """Tell what kind of number a page label is, and its value; no kind if it is none."""
    if folio.isdecimal():
        return "arabic", int(folio)
    if not _ROMAN_NUMBER.fullmatch(folio):
        return "", 0
    values = [_ROMAN[letter] for letter in folio]
    total = sum(-value if value < after else value for value, after in zip(values, (*values[1:], 0), strict=True))
    return "roman", total


def _shortened(first: str, last: str) -> str:
    """Give the last number of a range as Chicago prints it (18th ed., 9.63): 71–72, 100–104, 101–8, 321–28."""
    if not (first.isdecimal() and last.isdecimal()) or int(first) < _WHOLE or int(first) % _HUNDRED == 0:
        return last
    if len(first) != len(last) or first[:-_PAIR] != last[:-_PAIR]:
        return last
    kept = last[-_PAIR:]
    return kept.lstrip("0") if first[-_PAIR] == "0" and kept.startswith("0") else kept


def _print_page(page: _OnPage) -> str:
    if not page.notes:
        return _link(page.anchor, escape(page.folio))
    # The page is said again for each: in "12n3, 6" a reader could take the 6 for a page.
    return ", ".join(_print_notes(page.folio, run) for run in _note_runs(page.notes))


def _print_notes(folio: str, run: list[Placed]) -> str:
    numbers = str(run[0].number) if len(run) == 1 else f"{run[0].number}–{run[-1].number}"
    return _link(run[0].anchor, f'{escape(folio)}<span class="note-sign">n</span>{numbers}')


def _note_runs(notes: Sequence[Placed]) -> list[list[Placed]]:
    """Join notes that follow each other within one unit: 1, 2, 3 is printed 1–3."""
    runs: list[list[Placed]] = []
    for note in notes:
        last = runs[-1][-1] if runs else None
        if last and last.unit == note.unit and last.number + 1 == note.number:
            runs[-1].append(note)
        else:
            runs.append([note])
    return runs


def _link(anchor: str, words: str) -> str:
    return f'<a href="#{escape(anchor)}">{words}</a>'
