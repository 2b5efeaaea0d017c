"""Pages spoiled in every way that we can think of: the proof says of each what is wrong, and of which line."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from noted_books import Writer, book_of, prose
from small_books import PRINT

from kirovbook.arrange.matter import arrange
from kirovbook.check import pdf_integrity
from kirovbook.check.expected import MARK_CLOSES, MARK_OPENS, ExpectedNote, expected_notes, expected_passages
from kirovbook.check.mixed_order import runs_from_right
from kirovbook.check.note_openings import find_openings, gather_openings
from kirovbook.check.page_words import words_of
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.check.printed_notes import NoteWords
from kirovbook.diagnostics import Diagnostic, Place
from kirovbook.model.book import ArrangedBook, Book
from kirovbook.model.letters import bare
from kirovbook.model.source import Note

Pages = list[str]
_MARK = re.compile(f"{MARK_OPENS}([0-9]+){MARK_CLOSES}")
_PASSAGES_ON_A_PAGE = 2


def noted() -> Book:
    chapters = []
    for number in (1, 2, 3):
        writer = Writer(f"ch-{number}", number, Random(number))
        for count in range(8):
            # Each ends with words that no other has.
            marks = (writer.note(f"{prose(writer.rng, 20)} See letter {number}{count}{each}.") for each in (1, 2))
            writer.add(writer.paragraph(60, *marks))
        chapters.append(writer.chapter())
    return book_of(*chapters)


@dataclass(frozen=True)
class Printed:
    """A book as pdfium might read it back: the last paragraph of a page and its last note are broken over the foot."""

    arranged: ArrangedBook
    pages: Pages
    anchors: dict[str, int]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(f"{page + 1}" for page in range(len(self.pages)))

    def proved(self, pages: Pages, labels: tuple[str, ...] = ()) -> tuple[Diagnostic, ...]:
        return prove_pdf(b"", self.arranged, labels or self.labels, self.anchors, lambda _: tuple(map(words_of, pages)))


def print_book(book: Book) -> Printed:
    arranged = arrange(book, PRINT)
    notes = {(each.note.unit, each.note.number): each.words for each in expected_notes(arranged)}
    pages: list[list[str]] = []
    feet: dict[int, list[str]] = defaultdict(list)
    anchors: dict[str, int] = {}
    titles = (leaf.unit for leaf in arranged.leaves if leaf.kind.name in {"HALF_TITLE", "TITLE_PAGE"})
    pages.extend([book.identity.title] for _ in titles)
    for unit, passages in groupby(expected_passages(arranged, lambda _: ""), lambda passage: passage.unit):
        pages.append([])
        for count, passage in enumerate(passages, start=1):
            numbers = [int(number) for number in _MARK.findall(passage.words)]
            page = len(pages) - 1
            shown = _MARK.sub(r"\1", passage.words.strip())
            if count % _PASSAGES_ON_A_PAGE or not numbers:
                pages[-1].append(shown)
            else:
                cut = shown.index(" ", len(_MARK.sub(r"\1", passage.words[:passage.words.rindex(MARK_CLOSES) + 20])))
                pages[-1].append(shown[:cut])
                pages.append([shown[cut + 1:]])
            for number in numbers:
                words, anchors[f"note-{unit}-{number}"] = f"{number}. {notes[unit, number]}", page
                is_broken = number == numbers[-1] and len(pages) > page + 1
                cut = words.index(" ", len(words) // 2) if is_broken else len(words)
                feet[page].append(words[:cut])
                feet[page + 1] += [words[cut + 1:]] if words[cut:] else []
    texts = ["\r\n".join([*lines, *feet[page], str(page + 1)]) for page, lines in enumerate(pages)]
    return Printed(arranged, texts, anchors)


PRINTED = print_book(noted())
NOTES = tuple(each for each in expected_notes(PRINTED.arranged))
IN_CHAPTER = [each for each in NOTES if each.note.unit == "ch-2"]
A_NOTE, ANOTHER = (f"{each.note.number}. {each.words}" for each in IN_CHAPTER[6:8])
HOME = PRINTED.anchors["note-ch-2-7"]
A_PARAGRAPH, BELOW = PRINTED.pages[HOME].split("\r\n")[1:3]


def changed(pages: Pages, page: int, old: str, new: str) -> Pages:
    assert old in pages[page]
    return [*pages[:page], pages[page].replace(old, new, 1), *pages[page + 1:]]


def moved(pages: Pages, words: str, by: int) -> Pages:
    left = changed(pages, HOME, words, "")
    return [text + f"\r\n{words}\r\n" if page == HOME + by else text for page, text in enumerate(left)]


SPOILED: dict[str, tuple[Callable[[Pages], Pages], set[str]]] = {
    "nothing": (lambda pages: pages, set()),
    "a word of a paragraph is lost": (lambda pages: changed(pages, HOME, A_PARAGRAPH[20:30], ""), {"P110", "P111"}),
    "a letter of a paragraph is another": (lambda pages: changed(pages, HOME, A_PARAGRAPH[25], "ж"), {"P110", "P111"}),
    "two paragraphs are swapped": (
        lambda pages: changed(pages, HOME, f"{A_PARAGRAPH}\r\n{BELOW}", f"{BELOW}\r\n{A_PARAGRAPH}"), {"P110", "P111"}),
    "a paragraph is on an earlier page": (lambda pages: moved(pages, A_PARAGRAPH, -2), {"P110", "P111"}),
    "a note is lost": (lambda pages: changed(pages, HOME, A_NOTE, ""), {"P112"}),
    "a note's end is lost": (lambda pages: changed(pages, HOME, A_NOTE, A_NOTE[:-9]), {"P112"}),
    "a note's middle is lost": (lambda pages: changed(pages, HOME, A_NOTE, A_NOTE[:50] + A_NOTE[60:]), {"P112"}),
    "a note has another number": (lambda pages: changed(pages, HOME, A_NOTE, f"99{A_NOTE[1:]}"), {"P112"}),
    "a note is before its mark": (lambda pages: moved(pages, A_NOTE, -1), {"P113"}),
    "a note is far behind its mark": (lambda pages: moved(pages, A_NOTE, 4), {"P112"}),
    "a note is on another page than the layout says": (lambda pages: moved(pages, A_NOTE, 1), {"P115", "P118"}),
    "a note is printed twice on its page": (lambda pages: changed(pages, HOME, A_NOTE, A_NOTE * 2), {"P114"}),
    "two notes are swapped": (
        lambda pages: changed(pages, HOME, f"{A_NOTE}\r\n{ANOTHER}", f"{ANOTHER}\r\n{A_NOTE}"), {"P118"}),
    "a page does not bear its number": (lambda pages: changed(pages, HOME, f"\r\n{HOME + 1}", ""), {"P115"}),
    "a page is empty": (lambda pages: [*pages[:HOME], "", *pages[HOME + 1:]], {"P110", "P111"}),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_what_is_spoiled_is_named(spoiled: str) -> None:
    spoil, codes = SPOILED[spoiled]
    assert {each.code for each in PRINTED.proved(spoil(PRINTED.pages))} == codes


@given(st.sampled_from(NOTES), st.sampled_from(range(len(PRINTED.pages))), st.booleans())
def test_a_note_that_stands_a_second_time_anywhere_is_noticed(note: ExpectedNote, page: int, is_ahead: bool) -> None:
    words, text, home = f"{note.note.number}. {note.words}", PRINTED.pages[page], PRINTED.anchors[note.note.anchor]
    # A note that is broken over the foot is not told from the same note whole on one of its two pages.
    assume(words in PRINTED.pages[home] or page not in {home, home + 1})
    twice = [*PRINTED.pages]
    twice[page] = f"{words}\r\n{text}" if is_ahead else f"{text}\r\n{words}"
    found = PRINTED.proved(twice)
    assert found
    assert {each.place for each in found} == {note.note.place}


@given(st.data())
def test_a_word_that_is_lost_anywhere_is_missed(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(range(len(PRINTED.pages))))
    words = PRINTED.pages[page].split(" ")
    lost = data.draw(st.sampled_from(range(len(words))))
    left = " ".join(words[:lost] + words[lost + 1:])
    assert PRINTED.proved([*PRINTED.pages[:page], left, *PRINTED.pages[page + 1:]])


def test_a_folio_is_a_line_of_its_own_below_a_divided_word() -> None:
    """The last line of a page is a note's, and a word of it is divided: pdfium takes the folio for the word's rest."""
    divided = changed(PRINTED.pages, HOME, f"\r\n{HOME + 1}", f"\ufffe{HOME + 1}")
    assert PRINTED.proved(divided) == ()


A_FEW_LETTERS = st.text("12.ab", max_size=40)


@given(st.integers(1, 21), st.text("12.ab", min_size=24, max_size=30), st.lists(A_FEW_LETTERS, min_size=3), st.data())
def test_no_page_that_holds_a_note_is_passed_over(
    number: int, letters: str, around: list[str], data: st.DataObject
) -> None:
    note = NoteWords(Note("ch-1", number, (), (), (), Place("a.md")), f"{number}.{letters}")
    pages = [*around]
    for page in data.draw(st.sets(st.sampled_from(range(len(pages))))):
        cut = data.draw(st.integers(9, len(note.bare)))
        pages[page] += note.bare[:cut]
        if page + 1 < len(pages):
            pages[page + 1] = note.bare[cut:] + pages[page + 1]
    openings = gather_openings(map(find_openings, pages))
    holding = [page for page, text in enumerate(pages) if note.find(text) >= 0]
    assert [page for page in openings.of_whole(note.bare) if note.find(pages[page]) >= 0] == holding
    begun = [page for page in range(len(pages)) if note.pieces(pages, page)]
    assert [page for page in openings.of_first_piece(note.bare) if note.pieces(pages, page)] == begun


def test_a_note_is_looked_for_where_it_may_stand_and_not_on_every_page() -> None:
    pages = [f"text21.{page}. note {page} about the harbour and its masters" for page in range(1000)]
    openings = gather_openings(map(find_openings, pages))
    assert all(len(openings.of_whole(f"{page}. note {page} about the harbour")) == 1 for page in range(100, 1000))


@given(st.text("ab", min_size=1, max_size=12), st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_words_are_cut_where_the_next_page_opens_with_their_rest_else_as_late_as_it_has_it(
    words: str, page: str, after: str
) -> None:
    longest = max(length for length in range(len(words) + 1) if words[:length] in page)
    cuts = [length for length in range(1, longest + 1) if words[length:] in after]
    opens = [length for length in cuts if after.startswith(words[length:])]
    found = pdf_integrity._find_in_two(pdf_integrity._Reading([page, after]), words, (0, 1), longest)
    assert (found[0][2] if found else 0) == max(opens or cuts, default=0)


@given(st.text() | st.text("a\u0301\u00a0\u00ad\ufb01\u2011-\ufffe \u0345Σß"))
def test_bare_words_are_their_letters(text: str) -> None:
    levelled = unicodedata.normalize("NFKC", text).casefold()
    assert bare(text) == "".join(
        letter for letter in levelled
        if letter not in "\u00ad\u2010\u2011-\ufffe\uffff" and not letter.isspace()
        and unicodedata.category(letter) not in {"Cc", "Cf", "Mn"}
    )


@given(st.text(st.characters(codec="utf-8")))
def test_words_from_right_to_left_are_told_by_their_letters(words: str) -> None:
    assert runs_from_right(words) == any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words)
