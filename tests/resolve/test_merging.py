"""A work that the bibliography describes twice is one work to the book."""

from __future__ import annotations

from settled_books import SmallSource, settle, words

from kirovbook.diagnostics import Place
from kirovbook.model.apparatus import Apparatus, Ruling, WantedWork

BIB = """@book{knight, author = {Knight, Amy}, title = {Who Killed {Kirov}?}, publisher = {Hill}, date = {1999},
  isbn = {978-0-8090-6404-5}}
@misc{who, author = {Knight, A.}, title = {Who killed Kirov?}, year = 1999, location = {New York}}
@book{getty, author = {Getty, J. Arch}, title = {The Road to Terror}, publisher = {Yale University}, date = {1999}}
@book{road, author = {Getty, J. A.}, title = {The Road to Teror}, publisher = {Yale}, date = {1999}}
"""
SETTINGS = Place("manuscript/book.toml", 12, 10)


def codes(outcome) -> list[str]:
    return [found.code for found in outcome.diagnostics if found.code != "B107"]


def test_positions_treat_both_keys_as_one_work():
    outcome = settle("One [@who, p. 3]. Two [@knight, p. 4]. Three [@getty]. Four [@who, p. 5].", bib=BIB)
    notes = [words(note) for note in outcome.value.chapters[0].notes]
    assert notes[1] == "Ibid., 4."
    assert notes[3].startswith("Knight, Who Killed Kirov?")
    assert [note.works for note in outcome.value.chapters[0].notes][::3] == [("knight",), ("knight",)]


def test_the_index_has_it_once_with_all_places_and_aliases():
    source = SmallSource("one", "who", "p. 9")
    outcome = settle("One [@who, p. 3]. Two [@knight, p. 4].", bib=BIB, sources=(source,))
    (entry,) = [one for one in outcome.value.index.entries if one.key == "knight"]
    assert entry.aliases == ("who",)
    assert [place.number for place in entry.cited] == [1, 2]
    assert entry.sources == (1,)
    assert "who" not in [one.key for one in outcome.value.index.entries]


def test_what_was_joined_is_said_with_its_reason():
    (found,) = [one for one in settle("One [@knight].", bib=BIB).diagnostics if one.code == "B205"]
    assert (found.severity, found.place.line) == ("advice", 3)
    assert "'knight' and 'who' are one work: " in found.message
    assert "1999" in found.message


def test_what_may_be_one_work_is_a_warning_that_names_both_lines():
    (found,) = [one for one in settle("One [@getty].", bib=BIB).diagnostics if one.code == "B203"]
    assert {found.place.line, *(one.place.line for one in found.related)} == {4, 5}


def test_what_the_book_does_not_use_is_not_warned_of():
    assert "B203" not in codes(settle("One [@knight].", bib=BIB))


def test_the_author_has_the_last_word():
    same = Apparatus(same=(Ruling("getty", "road", SETTINGS),), different=(Ruling("who", "knight", SETTINGS),))
    outcome = settle("One [@getty]. Two [@road]. Three [@who]. Four [@knight].", bib=BIB, apparatus=same)
    assert [words(note) == "Ibid." for note in outcome.value.chapters[0].notes] == [False, True, False, False]
    (joined,) = [one for one in outcome.diagnostics if one.code == "B205"]
    assert "the author says so" in joined.message
    assert "B203" not in codes(outcome)


def test_a_ruling_on_an_unknown_key():
    ruled = Apparatus(same=(Ruling("getty", "knigth", SETTINGS),))
    (found,) = [one for one in settle("One [@getty].", bib=BIB, apparatus=ruled).diagnostics if one.code == "C101"]
    assert found.place == SETTINGS
    assert "'knight'" in found.hint


def test_a_wanted_work_may_be_named_by_its_alias():
    wanted = Apparatus(nocite=(WantedWork("who", SETTINGS),))
    outcome = settle("One [@getty].", bib=BIB, apparatus=wanted)
    assert [entry.key for entry in outcome.value.index.entries] == ["getty", "knight"]
    assert "C101" not in codes(outcome)


def test_an_alias_that_biblatex_knows_can_be_cited():
    bib = BIB.replace("@book{getty,", "@book{getty, ids = {old, older},")
    outcome = settle("One [@old, p. 3]. Two [@getty, p. 4].", bib=bib)
    assert [words(note) for note in outcome.value.chapters[0].notes][1] == "Ibid., 4."
    assert "C101" not in codes(outcome)
