"""The source index is parted as the book asks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_books import IDENTITY, PRINT, noted_book

from kirovbook.arrange.index_groups import index_groups
from kirovbook.arrange.matter import arrange
from kirovbook.model.apparatus import Apparatus, Grouping
from kirovbook.model.book import Book
from kirovbook.model.index import CitedIn, IndexEntry, SourceIndex
from kirovbook.model.inlines import Text
from kirovbook.model.source import Standing


def entry(key: str, standing: Standing, units: tuple[str, ...], sources: tuple[int, ...] = (), archive: str = ""):
    cited = tuple(CitedIn(unit, 1) for unit in units)
    return IndexEntry(key, (), (Text(key),), key, standing, cited, sources, archive)


ENTRIES = (
    entry("getty", Standing.SECONDARY, ("ch-1", "ch-2")),
    entry("letter", Standing.PRIMARY, ("ch-2",), archive="Österreichisches Staatsarchiv"),
    entry("minutes", Standing.PRIMARY, ("src-s1",), archive="GARF"),
    entry("orlov", Standing.PRIMARY, (), (1,)),
    entry("report", Standing.PRIMARY, (), archive="RGAE"),
    entry("unread", Standing.SECONDARY, ()),
)


def grouped(grouping: Grouping, *, is_numbered: bool = False) -> list[tuple[str, list[tuple[str, int]]]]:
    book: Book = replace(
        noted_book(2, 2, 1), index=SourceIndex(ENTRIES, is_numbered), apparatus=Apparatus(grouping=grouping)
    )
    assert book.identity == IDENTITY
    groups = index_groups(arrange(book, PRINT))
    return [(group.heading, [(one.key, len(one.cited)) for one in group.entries]) for group in groups]


def test_one_list_has_no_heading():
    every = [("getty", 2), ("letter", 1), ("minutes", 1), ("orlov", 0), ("report", 0), ("unread", 0)]
    assert grouped(Grouping.ONE) == [("", every)]


def test_primary_sources_come_before_other_works():
    assert grouped(Grouping.KIND) == [
        ("Primary sources", [("letter", 1), ("minutes", 1), ("orlov", 0), ("report", 0)]),
        ("Other works", [("getty", 2), ("unread", 0)]),
    ]


def test_archives_come_before_what_is_published():
    assert grouped(Grouping.ARCHIVE) == [
        ("GARF", [("minutes", 1)]),
        ("Österreichisches Staatsarchiv", [("letter", 1)]),
        ("RGAE", [("report", 0)]),
        ("Primary sources", [("orlov", 0)]),
        ("Other works", [("getty", 2), ("unread", 0)]),
    ]


def test_each_chapter_lists_the_works_it_cites_with_its_own_places():
    assert grouped(Grouping.CHAPTER) == [
        ("Chapter of winter", [("getty", 1)]),
        ("Chapter of delegate", [("getty", 1), ("letter", 1)]),
        ("The Sources", [("minutes", 1), ("orlov", 0)]),
        ("Other works", [("report", 0), ("unread", 0)]),
    ]


@pytest.mark.parametrize("grouping", Grouping)
def test_numbered_works_stay_in_one_list(grouping: Grouping):
    assert [heading for heading, _ in grouped(grouping, is_numbered=True)] == [""]


@pytest.mark.parametrize("grouping", Grouping)
def test_no_work_is_lost(grouping: Grouping):
    assert {key for _, keys in grouped(grouping) for key, _ in keys} == {one.key for one in ENTRIES}
