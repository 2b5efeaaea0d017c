"""An index of names that lies is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from small_books import PRINT, noted_book

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.terms import ENGLISH
from kirovbook.check.epub_reading import ReadEntry, ReadPage
from kirovbook.check.names_integrity import prove_name_links, prove_name_places, prove_names, words_behind
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import ArrangedBook, Book
from kirovbook.model.edition import EditionKind
from kirovbook.model.inlines import Indexed, Text
from kirovbook.model.names import IndexKey, MentionedIn, NamesEntry, NamesIndex
from kirovbook.render.epub.addresses import survey

KIROV, PARTY = IndexKey(person="kirov"), IndexKey(subject=("Party", "congresses"))
NOTED = noted_book(chapters=2, paragraphs=2, notes_each=1, note_words=10)


def wrapped(number: int, *keys: IndexKey) -> Paragraph:
    words = (Text("So "), Indexed((Text("Kirov"),), keys, number), Text(" said."))
    return Paragraph(words, NOTED.chapters[0].place)


def honest() -> Book:
    """A book that names Kirov twice in the text of its first chapter and once in a note, a subject in the second."""
    first, second = NOTED.chapters
    note = replace(first.notes[0], content=(wrapped(2, KIROV),), spelled_out=(wrapped(2, KIROV),))
    first = replace(first, blocks=(wrapped(1, KIROV), *first.blocks, wrapped(3, KIROV)),
                    notes=(note, *first.notes[1:]))
    second = replace(second, blocks=(wrapped(1, PARTY), *second.blocks))
    kirov = tuple(MentionedIn("ch-1", note, number) for note, number in ((0, 1), (1, 2), (0, 3)))
    entries = (
        NamesEntry(IndexKey(), "Kostrikov", see=("Kirov, Sergei",)),
        NamesEntry(KIROV, "Kirov, Sergei", "1886–1934", kirov, variants=("Kirov",)),
        NamesEntry(IndexKey(subject=("Party",)), "Party", under=(
            NamesEntry(PARTY, "congresses", cited=(MentionedIn("ch-2", 0, 1),), see_also=("Kirov, Sergei",)),
        )),
    )
    return replace(NOTED, chapters=(first, second), names=NamesIndex(entries, has_subjects=True))


HONEST = honest()
SEE, KIROVS, PARTYS = HONEST.names.entries


def messages(book: Book) -> list[str]:
    found = list(prove_names(book))
    assert all(one.code == "X111" for one in found)
    return [one.message for one in found]


def with_entries(*entries: NamesEntry) -> Book:
    return replace(HONEST, names=NamesIndex(entries))


def test_an_honest_index() -> None:
    assert messages(HONEST) == []


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((PARTYS, replace(KIROVS, cited=KIROVS.cited[1:])), "'kirov': name-ch-1-1"),
        ((PARTYS, replace(KIROVS, cited=(*KIROVS.cited, MentionedIn("ch-2", 0, 9)))), "'kirov': name-ch-2-9"),
        ((PARTYS, replace(KIROVS, cited=(MentionedIn("ch-1", 1, 1), *KIROVS.cited[1:]))),
         "'kirov': name-ch-1-1, name-ch-1-1"),
        ((PARTYS,), "'kirov': name-ch-1-1, name-ch-1-2, name-ch-1-3"),
        ((KIROVS,), "'Party!congresses': name-ch-2-1"),
        ((PARTYS, KIROVS, NamesEntry(IndexKey(person="x"), "X", cited=(MentionedIn("ch-1", 0, 1),))),
         "'x': name-ch-1-1"),
    ],
    ids=["left out", "made up", "in a note that is none", "a person left out", "a subject left out", "nobody"],
)
def test_an_entry_that_lies(entries: tuple[NamesEntry, ...], said: str) -> None:
    assert messages(with_entries(*entries)) == [f"the index of names and the book do not agree on {said}"]


def test_the_forms_of_a_note_must_name_the_same() -> None:
    first, second = HONEST.chapters
    note = replace(first.notes[0], spelled_out=(wrapped(7, KIROV),))
    book = replace(HONEST, chapters=(replace(first, notes=(note, *first.notes[1:])), second))
    assert messages(book) == ["the forms of note 1 do not name the same persons"]


SEEN = {"name-ch-1-1": "12", "note-ch-1-1": "13", "name-ch-1-3": "14", "name-ch-2-1": "ix"}
PRINTED = {"Kirov, Sergei": "12, 14, 13n1", "congresses": "ix", "Kostrikov": "", "Party": ""}


@pytest.mark.parametrize(
    ("lie", "found"),
    [
        ({}, 0),
        ({"Kirov, Sergei": "12–14"}, 1),
        ({"Kirov, Sergei": "12, 13n1"}, 1),
        ({"Kirov, Sergei": "12, 13n2, 14"}, 1),
        ({"Kirov, Sergei": "12, 13n1, 14, 15"}, 1),
        ({"congresses": ""}, 1),
        ({"Party": "12"}, 1),
        ({"Kostrikov": "12", "congresses": "x"}, 2),
    ],
)
def test_a_printed_place_is_held_against_the_file(lie: dict[str, str], found: int) -> None:
    printed = PRINTED | lie
    told = list(prove_name_places(arrange(HONEST, PRINT), SEEN, lambda entry: printed[entry.heading]))
    assert [one.code for one in told] == ["P117"] * found


def test_an_edition_without_the_index_has_nothing_to_prove() -> None:
    handout = replace(PRINT, sources=("*",))
    assert handout.is_handout
    assert list(prove_name_places(arrange(HONEST, handout), SEEN, lambda _: "lies")) == []


def test_what_stands_behind_a_heading() -> None:
    assert words_behind(SEE, "", ENGLISH) == ". See Kirov, Sergei"
    assert words_behind(PARTYS.under[0], "12, 13n1", ENGLISH) == ", 12, 13n1. See also Kirov, Sergei"


ENTRIES = (
    ReadEntry("Kostrikov", frozenset({"#named-1"})),
    ReadEntry("Kirov, Sergei (1886–1934)", frozenset({"ch-1.xhtml#name-1", "ch-1.xhtml#name-2"})),
    ReadEntry("Party", frozenset()),
    ReadEntry("congresses", frozenset({"ch-2.xhtml#name-1", "#named-1"})),
)


def arranged_epub() -> ArrangedBook:
    return arrange(HONEST, replace(PRINT, kind=EditionKind.EPUB))


def changed(number: int, hrefs: Callable[[frozenset[str]], frozenset[str]]) -> tuple[ReadEntry, ...]:
    return tuple(replace(one, hrefs=hrefs(one.hrefs)) if at == number else one for at, one in enumerate(ENTRIES))


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (ENTRIES, []),
        (changed(1, lambda hrefs: hrefs - {"ch-1.xhtml#name-2"}), ["lead where it should: 'ch-1.xhtml#name-2'"]),
        (changed(1, lambda hrefs: hrefs | {"ch-1.xhtml#name-3"}), ["lead where it should: 'ch-1.xhtml#name-3'"]),
        (changed(0, lambda _: frozenset()), ["does not send to all its entries"]),
        ((ENTRIES[0], ENTRIES[2], ENTRIES[1], ENTRIES[3]), ["missing from its place"] * 2),
        (ENTRIES[:3], ["'congresses' is missing from its place"]),
        ((*ENTRIES, ReadEntry("X", frozenset())), ["has an entry 'X' that the book does not have"]),
    ],
    ids=["honest", "a link lost", "a link too many", "a see lost", "another order", "an entry lost", "an entry more"],
)
def test_the_links_of_an_e_book_are_followed(entries: tuple[ReadEntry, ...], said: list[str]) -> None:
    arranged = arranged_epub()
    page = ReadPage("names-index.xhtml", (), (), (), entries, (), frozenset(), (), has_missing=False)
    found = list(prove_name_links(page, arranged, survey(arranged)))
    assert {one.code for one in found} <= {"E131"}
    assert len(found) == len(said)
    for one, words in zip(found, said, strict=True):
        assert words in one.message
