"""Persons and subjects are found where the author names them, and nowhere else."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from named_books import PEOPLE, of_entries, person, settle, written
from settled_books import CSL_PLACE, IBID, SmallSource, chapter, read_cases

from kirovbook.check.names_integrity import prove_names
from kirovbook.check.settled_integrity import prove_settled
from kirovbook.model.apparatus import Apparatus
from kirovbook.model.book import Book, MatterPart
from kirovbook.model.inlines import Indexed, Inline, Text
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import inlines_of, walk_inlines
from kirovbook.resolve import resolve
from kirovbook.resolve.person_forms import fold, forms_of, make_finder

HERE = Path(__file__).parent
PATIENCE = 2  # seconds of the processor, for 100,000 words and 200 persons of five variants; a tenth is usual


def in_order(book: Book) -> list[str]:
    """Give what is found as the table writes it, from the wrapped words themselves."""
    unit = book.chapters[0]
    notes = {id(inline): note.number for note in unit.notes for inline in inlines_of(note.content)}
    every: list[Inline] = [*walk_inlines(unit.title), *inlines_of(unit.blocks)]
    every += [inline for note in unit.notes for inline in inlines_of(note.content)]
    wrapped = sorted((one for one in every if isinstance(one, Indexed)), key=lambda one: one.number)
    assert [one.number for one in wrapped] == list(range(1, len(wrapped) + 1))
    lines = []
    for one in wrapped:
        note = f"n{notes[id(one)]} " if id(one) in notes else ""
        words = " ".join(plain_inlines(one.content).split())
        lines += [f"{key.person or '!'.join(key.subject)} {note}{words}" for key in one.keys]
    return lines


@pytest.mark.parametrize("case", read_cases(HERE / "mentions.md"), ids=lambda case: case.title)
def test_mentions_are_found(case) -> None:
    text = case.blocks["text"].replace("&nbsp;", "\u00a0")
    outcome = settle(f"# One {{#one}}\n\n{text}")
    assert in_order(outcome.value) == case.blocks["found"].rstrip("\n").split("\n")
    assert list(prove_names(outcome.value)) == []
    assert prove_settled(written(f"# One {{#one}}\n\n{text}"), outcome.value) == ()


def test_titles_sources_and_back_matter_are_searched_and_provenances_are_not() -> None:
    source = SmallSource("letter", "orlov1953", headnote="Lenin kept it.")
    book = settle("# Kirov\n\nText [@src:letter].", sources=(source,), back=("# Dates\n\nKirov.",)).value
    units = {place.unit for place in of_entries(book)["Kirov, Sergei Mironovich"].cited}
    assert units == {"ch-c1", "back-c50"}
    assert [place.unit for place in of_entries(book)["Lenin, Vladimir Ilyich"].cited] == ["src-letter"]
    assert "Orlov, Alexander" not in of_entries(book)


@pytest.mark.parametrize("role", ["imprint", "colophon", "dedication", "epigraph"])
def test_leaves_that_speak_of_the_book_are_passed_over(role: str) -> None:
    piece = replace(chapter("# A\n\nKirov.", 7, MatterPart.BACK), role=role)
    book = resolve(replace(written("# One\n\nLenin."), back_matter=(piece,)), IBID, CSL_PLACE).value
    assert [entry.heading for entry in of_entries(book).values() if entry.cited] == ["Lenin, Vladimir Ilyich"]


def test_an_unknown_person_is_named_with_the_nearest() -> None:
    found = [one for one in settle("# One\n\nText.\n\n[He]{person=orlof} and Kirov.[^a]\n\n[^a]: [x]{person=y}\n")
             .diagnostics if one.code == "X112"]
    assert [(one.place.line, one.hint) for one in found] == [
        (5, "did you mean 'orlov'?"), (7, "give the person a table in people.toml"),
    ]
    assert found[0].message == "people.toml has no person 'orlof'"


def test_an_index_that_is_not_wanted_leaves_the_book_as_it_is_but_says_what_is_wrong() -> None:
    outcome = settle("# One\n\nKirov. [He]{person=orlof}", apparatus=Apparatus(names_index=False))
    assert outcome.value.names.entries == ()
    assert in_order(outcome.value) == []
    assert "X112" in {one.code for one in outcome.diagnostics}


def test_mentions_have_the_same_numbers_in_both_forms_of_a_note() -> None:
    text = "# One\n\nA.[@orlov1953, p. 1] B.[^a]\n\n[^a]: Kirov: [@orlov1953, p. 1]; and Lenin.\n"
    (unit,) = settle(text).value.chapters
    note = unit.notes[1]
    assert plain_inlines(note.content[0].content) != plain_inlines(note.spelled_out[0].content)
    numbers = [[one.number for one in inlines_of(blocks) if isinstance(one, Indexed)]
               for blocks in (note.content, note.spelled_out)]
    assert numbers == [[1, 2], [1, 2]]


def test_the_words_of_a_span_keep_what_else_they_are() -> None:
    book = settle("# One\n\n[Киров]{lang=ru person=kirov} [x]{index=Y}").value
    spans = [one for one in inlines_of(book.chapters[0].blocks) if isinstance(one, Indexed)]
    assert spans[0].content[0].attributes.pairs == (("lang", "ru"),)
    assert spans[1].content == (Text("x"),)


def test_forms_are_told_apart() -> None:
    forms = forms_of(PEOPLE)
    assert forms[fold("S. M. Kirov")] == forms["S.Kirov"] == "kirov"
    assert "Gusev" not in forms
    assert "Twin" not in forms
    assert forms["Ryutin"] == "ryutin"


def test_a_ruler_has_no_initials_and_a_title_is_no_given_name() -> None:
    forms = forms_of([person("n", "Nicholas II, Emperor of Russia"), person("l", "Lvov, Georgy, Prince")])
    assert set(forms) == {"Nicholas II, Emperor of Russia", "Nicholas II", "Lvov, Georgy, Prince", "Lvov",
                          "Georgy Lvov", "G.Lvov"}


@given(st.text(alphabet="KirovLen. -'’\u00a0\n,ABé", max_size=60),
       st.lists(st.text(alphabet="KirovLen. -'’,ABé()[*+\\|", max_size=20), max_size=5))
def test_any_name_may_be_declared_and_any_text_searched(text: str, variants: list[str]) -> None:
    finder = make_finder([person("a", "Kirov, A.", *variants), person("b", text[:30] or "B")])
    last = 0
    for found in finder.find(text):
        assert last <= found.start < found.end <= len(text)
        assert fold(text[found.start : found.end]) in finder.forms
        last = found.end


def test_no_time_is_lost_on_a_long_book_with_many_persons() -> None:
    people = tuple(
        person(f"p{number}", f"{stem}ov, {stem}an Petrovich", f"{stem}ov", f"{stem}off", f"General {stem}ov",
               f"{stem}an {stem}ov", f"{stem}ow")
        for number in range(200) for stem in (f"{chr(65 + number % 26)}{chr(97 + number // 26)}ber",)
    )
    named = " ".join(f"said General {one.variants[0]} to the old committee of the railway" for one in people)
    text = " ".join([named] * 50)
    assert len(text.split()) >= 100_000
    start = time.process_time()
    found = sum(1 for _ in make_finder(people).find(text))
    assert time.process_time() - start < PATIENCE
    assert found == 200 * 50


def test_a_line_of_many_names_takes_no_long_time() -> None:
    start = time.process_time()
    book = settle("# One\n\n" + "*Kirov* met Lenin " * 3000).value
    assert len(in_order(book)) == 6000
    assert time.process_time() - start < 20 * PATIENCE
