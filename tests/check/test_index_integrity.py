"""An index that lies is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from small_books import PRINT, noted_book

from kirovbook.arrange.matter import arrange
from kirovbook.check.index_integrity import prove_index, prove_places, read_places
from kirovbook.model.apparatus import Apparatus, WantedWork
from kirovbook.model.book import Book
from kirovbook.model.index import CitedIn, IndexEntry, SourceIndex
from kirovbook.model.inlines import Text
from kirovbook.model.source import Standing

NOTED = noted_book(chapters=2, paragraphs=2, notes_each=2, note_words=10)


def honest() -> Book:
    """A book whose index names each of its notes."""
    units = (*NOTED.chapters, *NOTED.sources)
    (entry,) = NOTED.index.entries
    cited = tuple(CitedIn(note.unit, note.number) for unit in units for note in unit.notes)
    taken = tuple(source.number for source in NOTED.sources if source.header.work == "work")
    return replace(NOTED, index=SourceIndex((replace(entry, cited=cited, sources=taken),)))


HONEST = honest()
(ENTRY,) = HONEST.index.entries


def messages(**changes: object) -> list[str]:
    entry = replace(ENTRY, **changes)  # type: ignore[arg-type]
    found = list(prove_index(replace(HONEST, index=SourceIndex((entry,)))))
    assert all(one.code == "X110" for one in found)
    return [one.message for one in found]


def test_an_honest_index():
    assert messages() == []


def test_a_place_left_out():
    assert messages(cited=ENTRY.cited[1:]) == ["the source index does not name 'note-ch-1-1', which cites 'work'"]


def test_a_place_made_up():
    made_up = CitedIn("ch-1", 99)
    assert messages(cited=(*ENTRY.cited, made_up)) == [
        "the source index names 'note-ch-1-99', which does not cite 'work'"
    ]


def test_other_sources():
    assert messages(sources=()) == ["the source index names other sources than those taken from 'work'"]


def test_a_work_left_out():
    found = list(prove_index(replace(HONEST, index=SourceIndex())))
    assert len(found) == len(ENTRY.cited)


def test_a_work_that_nothing_uses():
    idle = IndexEntry("idle", (), (Text("Idle."),), "idle", Standing.SECONDARY, (), ())
    book = replace(HONEST, index=SourceIndex((ENTRY, idle)))
    assert [one.message for one in prove_index(book)] == ["the source index holds 'idle', which nothing uses"]
    wanted = Apparatus(nocite=(WantedWork("idle", NOTED.chapters[0].place),))
    assert list(prove_index(replace(book, apparatus=wanted))) == []


SEEN = {place.anchor: str(12 + number // 3) for number, place in enumerate(ENTRY.cited)}


@pytest.mark.parametrize(
    ("lie", "is_found"),
    [
        (lambda words: words, False),
        (lambda words: words.replace("12n", "13n", 1), True),
        (lambda words: words.replace("n1", "n2", 1), True),
        (lambda words: words.rpartition(", ")[0], True),
        (lambda words: words + ", 40n9", True),
        (lambda _: "", True),
    ],
)
def test_a_printed_place_is_held_against_the_file(lie: Callable[[str], str], is_found: bool):
    pages: dict[str, list[int]] = {}
    for place in ENTRY.cited:
        pages.setdefault(SEEN[place.anchor], []).append(place.number)
    words = ", ".join(f"{folio}n{number}" for folio, numbers in pages.items() for number in numbers)
    found = list(prove_places(arrange(HONEST, PRINT), SEEN, lambda _: lie(words)))
    assert [one.code for one in found] == (["P116"] if is_found else [])


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("12n3", [("12", 3)]),
        ("12n3–5, 12n7, 45n1", [("12", 3), ("12", 4), ("12", 5), ("12", 7), ("45", 1)]),
        ("12n3, 45, 46n2", [("12", 3), ("45", 0), ("46", 2)]),
        ("12n3, 101–3", [("12", 3), ("101", 0), ("102", 0), ("103", 0)]),
        ("99–101", [("99", 0), ("100", 0), ("101", 0)]),
        ("ix–xi, 1", [("ix", 0), ("x", 0), ("xi", 0), ("1", 0)]),
        ("xn3", [("x", 3)]),
        ("12n3 [p. 31, 40; ch. 2], 13n4", [("12", 3), ("13", 4)]),
        ("", []),
    ],
)
def test_printed_places_are_read_back(words: str, read: list[tuple[str, int]]):
    assert list(read_places(words, ["viii", "ix", "x", "xi", "1"])) == read
