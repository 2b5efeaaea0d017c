"""The author chooses where short forms begin afresh, and which works the index lists though nothing cites them."""

from __future__ import annotations

from settled_books import IBID, SmallSource, settle, words

from kirovbook.diagnostics import Outcome, Place
from kirovbook.model.apparatus import Apparatus, ShortForms, WantedWork
from kirovbook.model.book import Book

IN_BOOK = Apparatus(short_forms=ShortForms.BOOK)
FULL = "Amy Knight, Who Killed Kirov? The Kremlin’s Greatest Mystery (Hill and Wang, 1999)"
SHORT = "Knight, Who Killed Kirov?"
SETTINGS = Place("manuscript/book.toml", 9, 11)


def notes(outcome: Outcome[Book]) -> list[list[str]]:
    units = (*outcome.value.chapters, *outcome.value.sources, *outcome.value.back_matter)
    return [[words(note) for note in unit.notes] for unit in units]


def test_short_forms_begin_afresh_in_each_chapter():
    outcome = settle("One [@knight, p. 1].", "Two [@knight, p. 2].")
    assert notes(outcome) == [[f"{FULL}, 1."], [f"{FULL}, 2."]]


def test_short_forms_may_run_on_through_the_book():
    outcome = settle(
        "One [@knight, p. 1]. Two [@getty].", "Three [@knight, p. 2]. Four [@knight, p. 3].", apparatus=IN_BOOK
    )
    assert notes(outcome)[1] == [f"{SHORT}, 2.", "Ibid., 3."]
    assert words(outcome.value.chapters[1].notes[1], spelled_out=True) == f"{SHORT}, 3."


def test_a_chapter_never_begins_with_ibid():
    outcome = settle("One [@knight, p. 1].", "Two [@knight, p. 2]. Three [@knight, p. 2].", apparatus=IN_BOOK)
    assert notes(outcome) == [[f"{FULL}, 1."], [f"{SHORT}, 2.", "Ibid."]]


def test_a_source_describes_its_works_in_full_since_a_handout_prints_it_alone():
    source = SmallSource("one", "getty", headnote="Headnote [@knight, p. 5]. Again [@knight, p. 6].")
    outcome = settle(
        "One [@knight, p. 1].", sources=(source,), back=("# After\n\nLast [@knight, p. 9].",), apparatus=IN_BOOK
    )
    assert notes(outcome) == [[f"{FULL}, 1."], [f"{FULL}, 5.", "Ibid., 6."], [f"{SHORT}, 9."]]


def test_a_style_that_names_notes_by_number_begins_afresh_in_each_chapter():
    outcome = settle("One [@knight]. Two [@getty]. Three [@knight].", "Four [@knight].", csl="oscola",
                     apparatus=IN_BOOK)
    said = notes(outcome)
    assert said[0][2] == "Knight (n 1)."
    assert said[1] == said[0][:1]
    assert [(found.code, found.place.line) for found in outcome.diagnostics if found.code != "B107"] == [("C112", 3)]


def test_works_may_be_listed_though_nothing_cites_them():
    wanted = Apparatus(nocite=(WantedWork("getty", SETTINGS), WantedWork("gety", SETTINGS)))
    outcome = settle("One [@knight].", apparatus=wanted)
    assert [(entry.key, len(entry.cited)) for entry in outcome.value.index.entries] == [("getty", 0), ("knight", 1)]
    (unknown,) = [found for found in outcome.diagnostics if found.code == "C101"]
    assert (unknown.place, unknown.length) == (SETTINGS, 4)
    assert unknown.hint.startswith("did you mean 'getty'?")
    assert not any("'getty'" in found.message for found in outcome.diagnostics if found.code == "B107")


def test_every_work_may_be_listed():
    outcome = settle("One [@knight].", apparatus=Apparatus(nocite=(WantedWork("*", SETTINGS),)))
    assert len(outcome.value.index.entries) == 12
    assert not outcome.diagnostics


def test_numbered_works_stand_in_the_order_of_their_numbers():
    outcome = settle("One [@knight; @getty]. Two [@arnot; @getty].", csl="ieee")
    assert [entry.key for entry in outcome.value.index.entries] == ["knight", "getty", "arnot"]
    assert outcome.value.index.is_numbered


def test_a_style_is_known_by_the_name_it_bore_before():
    assert notes(settle("One [@knight].", csl="chicago-fullnote-bibliography-with-ibid")) == notes(
        settle("One [@knight].", csl=IBID)
    )


def test_particles_are_filed_as_the_style_has_it():
    bib = """@book{a, author = {Groß, Anna}, title = {A}, date = {1930}}
@book{b, author = {van Gogh, Vincent}, title = {B}, date = {1931}, options = {useprefix=true}}
@book{c, author = {Vogel, Carl}, title = {C}, date = {1932}}
@book{d, author = {Ульянов, В.}, title = {D}, date = {1933}, langid = {russian}}
@book{e, author = {Gœthe, J.}, title = {E}, date = {1934}}
"""
    cited = "One [@a; @b; @c; @d; @e]."
    filed = [entry.key for entry in settle(cited, bib=bib).value.index.entries]
    kept = [entry.key for entry in settle(cited, bib=bib, csl="apa").value.index.entries]
    assert (filed, kept) == (["e", "b", "a", "c", "d"], ["e", "a", "b", "c", "d"])
