"""A note may send its reader to another note, whatever number that has come to bear."""

from __future__ import annotations

from settled_books import settle, words

from kirovbook.model.inlines import Missing, NoteReference
from kirovbook.model.plain import plain_blocks
from kirovbook.model.walk import inlines_of

LABELLED = "He denied it.[^letter]\n\n[^letter]: The letter is lost."


def said(*chapters: str) -> list[str]:
    book = settle(*chapters).value
    return [line for chapter in book.chapters for line, _ in plain_blocks(chapter.blocks)]


def test_a_reference_prints_the_number_of_the_note():
    assert said("One [@knight]. See [@note:letter]. " + LABELLED)[0].startswith("One. See note\u00a02. He")


def test_a_reference_to_another_chapter_names_it():
    book = settle(LABELLED, "As [see @note:letter] says.").value
    (reference,) = [one for one in inlines_of(book.chapters[1].blocks) if isinstance(one, NoteReference)]
    assert (reference.unit, reference.number, reference.anchor) == ("ch-c1", 1, "note-ch-c1-1")
    assert [line for line, _ in plain_blocks(book.chapters[1].blocks)] == [
        "As see chapter\u00a01, note\u00a01 says."
    ]


def test_notes_and_citations_may_hold_a_reference():
    text = "One.[^a] Two [@knight, p. 3].[^b]\n\n[^a]: See [@note:b; also @getty].\n\n[^b]: Compare [@note:a]."
    (chapter,) = settle(text).value.chapters
    assert words(chapter.notes[0]).startswith("See note\u00a03")
    assert "Getty" in words(chapter.notes[0])
    assert words(chapter.notes[2]) == words(chapter.notes[2], spelled_out=True) == "Compare note\u00a01."


def test_the_note_of_the_same_file_is_meant_first():
    chapters = ("One.[^1]\n\n[^1]: First.", "Two [@knight].[^1] See [@note:1].\n\n[^1]: Second.")
    outcome = settle(*chapters)
    assert [line for line, _ in plain_blocks(outcome.value.chapters[1].blocks)] == ["Two. See note\u00a02."]
    assert not [found for found in outcome.diagnostics if found.code.startswith("X")]


def test_a_label_of_several_chapters_is_doubtful_elsewhere():
    outcome = settle("One.[^1]\n\n[^1]: First.", "Two.[^1]\n\n[^1]: Second.", "See [@note:1].")
    (found,) = [one for one in outcome.diagnostics if one.code == "X106"]
    assert (found.place.file, found.place.column, found.length) == ("manuscript/body/03.md", 6, 7)
    assert [str(one.place) for one in found.related] == ["manuscript/body/01.md:1:5", "manuscript/body/02.md:1:5"]


def test_an_unknown_label_names_the_nearest():
    outcome = settle("See.[^b] " + LABELLED + "\n\n[^b]: As [@note:leter].")
    (found,) = [one for one in outcome.diagnostics if one.code == "X105"]
    assert found.hint == "did you mean '@note:letter'?"
    assert any(isinstance(one, Missing) for note in outcome.value.chapters[0].notes for one in inlines_of(note.content))


def test_a_note_that_nothing_calls_cannot_be_referred_to():
    outcome = settle("See [@note:b].\n\n[^b]: Never called.")
    assert "X105" in [found.code for found in outcome.diagnostics]
