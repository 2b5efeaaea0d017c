"""Notes are numbered in reading order, and say "ibid." exactly where a printer would."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from settled_books import IBID, Case, all_units, read_cases, settle, words

from kirovbook.model.inlines import NoteMark
from kirovbook.model.walk import inlines_of, walk_inlines

HERE = Path(__file__).parent


@pytest.mark.parametrize("case", read_cases(HERE / "notes.md"), ids=lambda case: case.title)
def test_notes(case: Case):
    chapters = case.blocks["markdown"].split("\n=====\n")
    book = settle(*chapters).value
    lines = []
    for _, notes in all_units(book):
        for note in notes:
            said, spelled = words(note), words(note, spelled_out=True)
            lines.append(f"{note.number} {said}" + (f" == {spelled}" if spelled != said else ""))
    assert lines == case.blocks["notes"].splitlines()


KEYS = ["knight", "getty", "lenoe", "granat", "nobody"]
PIECES = st.one_of(
    st.sampled_from([f"[@{key}]" for key in KEYS]),
    st.sampled_from([f"[see @{key}, p. 3; @knight, pp. 4-5]" for key in KEYS]),
    st.sampled_from([f"@{key} [p. 3]" for key in KEYS]),
    st.sampled_from(["^[Mine.]", "^[See [@getty].]", "^[@knight, ibid.]", "[@src:one]", "[@ch:c1, p. 2]", "[@src:no]"]),
    st.sampled_from(["words", ".", ", ", "*emphasis*", "\n\n", "\n\n> ", "“x”", " — ", "[x](#y)", "\n\n- "]),
)
CHAPTERS = st.lists(st.lists(PIECES, max_size=12).map(" ".join), min_size=1, max_size=3)


@settings(max_examples=25)
@given(CHAPTERS)
def test_any_citations_settle(chapters: list[str]):
    outcome = settle(*chapters)
    lengths = {}
    for number, text in enumerate(chapters, start=1):
        lengths[f"manuscript/body/{number:02}.md"] = [len(line) for line in text.split("\n")]
    for found in outcome.diagnostics:
        if found.place.file in lengths:
            assert found.place.column <= lengths[found.place.file][found.place.line - 1] + 1
        else:
            assert found.place.file == "bibliography.bib"
    for unit, notes in all_units(outcome.value):
        assert [note.number for note in notes] == list(range(1, len(notes) + 1)), unit
    for chapter in outcome.value.chapters:
        inlines = (*walk_inlines(chapter.title), *inlines_of(chapter.blocks))
        marks = [inline.number for inline in inlines if isinstance(inline, NoteMark)]
        assert marks == [note.number for note in chapter.notes]
        assert all(words(note).strip() for note in chapter.notes)
        assert not any("ibid" in words(note, spelled_out=True).lower() for note in chapter.notes if note.works) or any(
            "ibid." in text for text in chapters
        )


def test_a_note_called_twice_is_an_error():
    outcome = settle("One.[^a] Two.[^a] Three.[^b]\n\n[^a]: Note.\n[^b]: Other.")
    (found,) = [one for one in outcome.diagnostics if one.code == "C102"]
    assert (found.place.line, found.place.column) == (1, 14)
    assert found.related[0].place.column == 5
    assert [(note.number, words(note)) for note in outcome.value.chapters[0].notes] == [(1, "Note."), (2, "Other.")]


def test_an_unknown_key_names_the_nearest():
    outcome = settle("One [see @knigth, p. 3].")
    (found,) = [one for one in outcome.diagnostics if one.code == "C101"]
    assert (found.place.line, found.place.column, found.length) == (1, 10, 7)
    assert found.hint == "did you mean 'knight'? (bibliography.bib:1)"


def test_works_that_nothing_cites_are_advice():
    counted = Counter(found.code for found in settle("One [@knight].").diagnostics)
    assert counted == {"B107": 11}


@pytest.mark.parametrize(
    ("lang", "csl", "first", "again"),
    [
        ("en-US", IBID, "15th ed. (1998), under “Kirov.”", "15th ed. (1998), under “Kirov,” 3; "),
        ("en-GB", IBID, "15th edn (1998), under “Kirov”.", "15th edn (1998), under “Kirov”, 3; "),
        ("ru-RU", IBID, "15-я изд. (1998), см. «Kirov».", "15-я изд. (1998), см. «Kirov», 3; "),
        ("en-US", f"{IBID}-17th-edition", "15th ed. (1998), s.v. “Kirov.”", "15th ed. (1998), s.v. “Kirov,” 3; "),
    ],
)
def test_an_unsigned_entry_says_its_date_once(lang: str, csl: str, first: str, again: str):
    bib = "@inreference{eb, title={Kirov}, booktitle={Britannica}, edition={15}, date={1998}}\n@book{b, title={B}}"
    book = settle("A [@eb].", "A [@eb, 3; @b].", bib=bib, lang=lang, csl=csl).value
    said = [words(chapter.notes[0]).replace("\xa0", " ") for chapter in book.chapters]
    assert said[0] == f"Britannica, {first}"
    assert said[1].startswith(f"Britannica, {again}")
