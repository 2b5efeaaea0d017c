"""Print where a work is used, as an index does: pages, and the notes on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from kirovbook.arrange.pages import STAND_IN
from kirovbook.model.index import CitedIn


def print_places(cited: Sequence[CitedIn], folios: Mapping[str, str]) -> str:
    """Write ``12n3, 45nn1–2``: each page once, the notes on it after it (Chicago Manual, 18th ed., 15.34).

    ``folios`` maps a note's anchor to its page's label; a note that is not in it gets a stand-in. A style that
    cites in the text has no notes to name.
    """
    cited = [place for place in dict.fromkeys(cited) if place.number]
    placed = [(folios.get(f"note-{place.unit}-{place.number}", STAND_IN), place) for place in cited]
    return ", ".join(
        _print_page(folio, [place for _, place in group]) for folio, group in groupby(placed, key=lambda each: each[0])
    )


def _print_page(folio: str, places: Sequence[CitedIn]) -> str:
    written = []
    for run in _runs(places):
        href = f"#note-{escape(run[0].unit)}-{run[0].number}"
        numbers = str(run[0].number) if len(run) == 1 else f"{run[0].number}–{run[-1].number}"
        written.append(f'<a href="{href}">{numbers}</a>')
    sign = "n" if len(places) == 1 else "nn"
    first = f"#note-{escape(places[0].unit)}-{places[0].number}"
    return f'<a href="{first}">{escape(folio)}</a><span class="note-sign">{sign}</span>{", ".join(written)}'


def _runs(places: Sequence[CitedIn]) -> list[list[CitedIn]]:
    """Join notes that follow each other within one unit: 1, 2, 3 is printed 1–3."""
    runs: list[list[CitedIn]] = []
    for place in places:
        last = runs[-1][-1] if runs else None
        if last and last.unit == place.unit and last.number + 1 == place.number:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs
