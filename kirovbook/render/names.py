"""Lay out the index of names for a page: its lines, where one sends to another, and where a letter ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kirovbook.model.names import NamesEntry, NamesIndex
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SentTo:
    """An entry that another sends to: its heading and its id in the index."""

    words: str
    name: str


@dataclass(frozen=True, slots=True)
class NamesLine:
    """A line of the index: its id, the entries it sends to, and the lines below it.

    ``ends_letter``: the last under its letter, which is set apart from the lines below.
    """

    entry: NamesEntry
    name: str
    see: tuple[SentTo, ...]
    see_also: tuple[SentTo, ...]
    ends_letter: bool
    under: tuple[NamesLine, ...]


def names_lines(index: NamesIndex) -> tuple[NamesLine, ...]:
    """Give the lines of the index, with an id for each that another sends to."""
    wanted = {target for _, entry in index.every_entry() for target in (*entry.see, *entry.see_also)}
    paths = [path for path in _paths(index.entries, "") if path in wanted]
    names = {path: f"named-{number}" for number, path in enumerate(paths, start=1)}
    return tuple(_lines(index.entries, "", names))


def _paths(entries: tuple[NamesEntry, ...], above: str) -> Iterator[str]:
    for entry in entries:
        yield above + entry.heading
        yield from _paths(entry.under, f"{above}{entry.heading}: ")


def _lines(entries: tuple[NamesEntry, ...], above: str, names: dict[str, str]) -> Iterator[NamesLine]:
    following = (*(_letter(entry.heading) for entry in entries[1:]), "")
    for entry, letter in zip(entries, following, strict=False):
        path = above + entry.heading
        yield NamesLine(
            entry,
            names.get(path, ""),
            tuple(SentTo(target, names.get(target, "")) for target in entry.see),
            tuple(SentTo(target, names.get(target, "")) for target in entry.see_also),
            letter not in {"", _letter(entry.heading)},
            tuple(_lines(entry.under, f"{path}: ", names)),
        )


def _letter(heading: str) -> str:
    letters = (sign for sign in unicodedata.normalize("NFKD", heading).casefold() if sign.isalnum())
    first = next(letters, "")
    return "0" if first.isdigit() else first
