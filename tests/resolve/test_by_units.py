"""A unit that is asked for alone is printed as it would be with the whole book."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from settled_books import CSL_PLACE, IBID, SmallSource, manuscript, settle, words, works_of

from kirovbook.cache import Cache, Recent
from kirovbook.diagnostics import ERROR, Outcome, Place
from kirovbook.memory import Memory
from kirovbook.model.apparatus import Apparatus, ShortForms
from kirovbook.model.book import Book
from kirovbook.resolve import resolve
from kirovbook.resolve.csl import find_style
from kirovbook.resolve.mistakable import is_printed_by_units, mistakable_works
from kirovbook.resolve.pandoc import run_pandoc
from kirovbook.resolve.works import describe

ALIKE = r"""@book{towns, author={Smith, John}, title={A History of Towns}, date={1990}, location={London}}
@book{jane, author={Smith, Jane}, title={Letters}, date={1990}, publisher={Press}, location={London}}
@book{adam, author={Smith, Adam}, title={Letters}, date={1991}, publisher={Press}, location={London}}
@book{north, author={Smith, John}, title={Harbours: North}, date={1990}, publisher={Press}, location={London}}
@book{south, author={Smith, John}, title={Harbours: South}, date={1990}, publisher={Press}, location={London}}
@book{ropes, author={Brown, A. and Green, B. and White, C. and Black, D.}, title={On Ropes}, date={2001}}
@book{tar, author={Brown, A. and Green, B. and Grey, E. and Black, D.}, title={On Tar}, date={2001}}
@article{murder, entrysubtype={newspaper}, title={Murder}, journaltitle={The Times}, date={1934-12-03}}
@article{fire, entrysubtype={newspaper}, title={Fire}, journaltitle={The Times}, date={1934-12-03}}
@collection{terror, editor={Getty, J. Arch and Manning, Roberta T.}, title={Terror}, date={1993}, publisher={CUP}}
@archive{letter, author={Kirov, S. M.}, title={Letter to {Ordzhonikidze}}, date={1934}, archive={RGASPI}, fond={80}}
@archive{minutes, title={Minutes}, date={1934}, archive={RGASPI}, fond={80}, opis={18}}
@letter{note, author={Kirov, S. M.}, recipient={Markus, Maria}, title={Letter}, date={1934-05-05}}
@inreference{lexicon, title={Kirov}, booktitle={Encyclopaedia Britannica}, edition={15}, date={1998}}
@unpublished{speech, author={Khrushchev, N. S.}, title={On the Cult}, type={speech}, eventtitle={Congress},
  date={1956-02-25}}
@book{conquest, author={Conquest, Robert}, title={Stalin and the Murder}, date={1989}, publisher={OUP}}
@book{ulam, author={Ulam, Adam}, title={The Affair}, date={1988}, publisher={Harcourt}}
"""
KEYS = tuple(re.findall(r"@\w+\{(\w+),", ALIKE))
SOURCES = (SmallSource("one", "letter", "l. 5", "Head [@towns]."), SmallSource("two", "adam", "p. 2"))
BY_UNITS = (
    IBID, "chicago-notes", "mhra-notes", "iso690-full-note-sk", "european-review-of-international-studies",
    "universidad-autonoma-cidudad-juarez-estilo-latino-humanistico", "archaeologia-austriaca", "iso690-note-fr",
    "iso690-author-date-fr", "modern-language-association",
)  # fmt: skip
WHOLE = (
    "oscola", "nature", "american-mathematical-society-label", "economia-y-politica", "etudes-francaises",
    "chicago-author-date",
    "escuela-nacional-de-antropologia-e-historia-short-note",
)  # fmt: skip


@dataclass
class Known:
    """What is remembered of a book from one settling to the next, and what Pandoc was given."""

    csl: str = IBID
    bib: str = ALIKE
    memory: Memory = field(default_factory=lambda: Memory(Cache(None, Recent())))
    given: list[str] = field(default_factory=list)

    def settle(self, *chapters: str, sources: tuple[SmallSource, ...] = (), **more: Apparatus) -> Outcome[Book]:
        self.given.clear()
        return resolve(manuscript(chapters, self.bib, sources, **more), self.csl, CSL_PLACE, ask=self.ask,
                       memory=self.memory)  # fmt: skip

    def ask(self, options: Sequence[str], text: str) -> str:
        self.given.append(text)
        return run_pandoc(options, text)

    def locators(self) -> list[str]:
        """Give the pages that Pandoc was asked for."""
        nodes = "".join(json.dumps(json.loads(each)["blocks"]) for each in self.given)
        return re.findall(r'"Str", "c": "(\d+)"', nodes)


def cited(rng: random.Random, keys: Sequence[str]) -> str:
    """Give a sentence that cites one of the works, or two, in any way in which works can be cited."""
    key, other, page = rng.choice(keys), rng.choice(keys), rng.choice(("", f", p. {rng.randint(1, 9)}"))
    return rng.choice((
        f"Text [@{key}{page}].", f"Text [@{key}{page}].", f"Text [@{key}{page}].", f"Text [-@{key}{page}].",
        f"As @{key} [p. 3] says.", f"Text [@{key}{page}; @{other}].", f"Text [see @{key}; @{key}, p. 4].",
        f"Text.^[So says @{key}, and [@{other}, p. 2].]",
    ))  # fmt: skip


def changed(chapters: list[list[str]], rng: random.Random) -> None:
    chapter = rng.choice(chapters)
    edit = rng.randrange(5)
    if edit == 0:
        rng.shuffle(chapters)
    elif edit == 1 and len(chapter) > 1:
        chapter.pop(rng.randrange(len(chapter)))
    else:
        chapter.insert(rng.randrange(len(chapter) + 1), cited(rng, KEYS))


@pytest.mark.slow
@pytest.mark.parametrize("csl", [*BY_UNITS, *WHOLE])
def test_what_is_remembered_is_as_it_would_be_printed(csl: str):
    rng, known = random.Random(csl), Known(csl)
    chapters = [[cited(rng, rng.sample(KEYS, 5)) for _ in range(rng.randint(3, 8))] for _ in range(4)]
    known.settle(*map(" ".join, chapters), sources=SOURCES)
    for _ in range(4):
        changed(chapters, rng)
        texts = tuple(map(" ".join, chapters))
        whole = settle(*texts, bib=ALIKE, csl=csl, sources=SOURCES)
        assert known.settle(*texts, sources=SOURCES) == whole
        assert all(one.severity is not ERROR for one in whole.diagnostics)


@pytest.mark.parametrize("csl", BY_UNITS)
def test_a_style_of_which_each_unit_is_asked_for_alone(csl: str):
    style = find_style(csl, Place("")).value
    assert style is not None
    assert is_printed_by_units(style)


@pytest.mark.parametrize("csl", WHOLE)
def test_a_style_of_which_the_whole_book_is_asked_for(csl: str):
    style = find_style(csl, Place("")).value
    assert style is not None
    assert not is_printed_by_units(style)
    known = Known(csl)
    known.settle("One [@ulam, p. 11].", "Two [@conquest, p. 22].")
    known.settle("One [@ulam, p. 11].", "Two [@conquest, p. 22]. Three [@ulam, p. 33].")
    assert {"11", "22", "33"} <= set(known.locators())


FIRST, SECOND = "One [@ulam, p. 11]. Two [@jane, p. 12]. Three [@jane, p. 13].", "Four [@conquest, p. 22]."
SOURCE = (SmallSource("one", "conquest", "p. 44"),)


def test_a_note_asks_for_its_unit_alone():
    known = Known()
    known.settle(FIRST, SECOND, sources=SOURCE)
    assert {"11", "12", "13", "22", "44"} <= set(known.locators())
    known.settle(FIRST, f"{SECOND} Five [@ulam, p. 55].", sources=SOURCE)
    assert known.locators() == ["22", "55"]
    assert len(known.given) == 1
    known.settle(f"Moved. {FIRST}", f"{SECOND} Five [@ulam, p. 55].", sources=SOURCE)
    assert known.given == []


def test_another_page_of_a_source_asks_for_provenances_alone():
    known = Known()
    known.settle(FIRST, SECOND, sources=SOURCE)
    known.settle(FIRST, SECOND, sources=(SmallSource("one", "conquest", "p. 45"),))
    assert known.locators() == ["45"]


def test_a_work_that_nothing_else_is_like_leaves_other_units_alone():
    known = Known()
    known.settle(FIRST, SECOND)
    known.settle(FIRST, f"{SECOND} Five [@speech, p. 55].")
    assert set(known.locators()) == {"22", "55"}


def test_a_work_that_could_be_mistaken_has_all_units_printed_again():
    known = Known()
    before = known.settle(FIRST, SECOND).value
    after = known.settle(FIRST, f"{SECOND} Five [@adam, p. 55]. Six [@ulam]. Seven [@adam, p. 56].").value
    assert set(known.locators()) >= {"11", "12", "13", "22", "55", "56"}
    short = [words(book.chapters[0].notes[2], spelled_out=True) for book in (before, after)]
    assert short == ["Smith, Letters, 13.", "J. Smith, Letters, 13."]


def test_short_forms_through_the_book_ask_for_the_whole_book():
    through, known = Apparatus(short_forms=ShortForms.BOOK), Known()
    known.settle(FIRST, SECOND, apparatus=through)
    again = known.settle(FIRST, f"{SECOND} Five [@ulam, p. 55].", apparatus=through).value
    assert {"11", "22", "55"} <= set(known.locators())
    assert words(again.chapters[1].notes[1]) == "Ulam, The Affair, 55."


def test_an_entry_stands_in_a_note_that_says_no_work_also_where_it_is_remembered():
    known = Known("zeitschrift-fur-theologie-und-kirche")
    chapters = "One [@speech, p. 3].", "Two [@lexicon].", "Three [@ulam]."
    known.settle(*chapters)
    chapters = *chapters[:2], "Three [@ulam]. Four [@ulam, p. 4]."
    assert known.settle(*chapters) == settle(*chapters, bib=ALIKE, csl=known.csl)


def test_units_of_one_name_are_one_run():
    known = Known()
    for more in ("", " Three [@ulam, p. 3]."):
        book = manuscript(("One [@ulam].", f"Two [@ulam].{more}"), ALIKE)
        first, second = book.chapters
        book = replace(book, chapters=(first, replace(second, id=first.id)))
        again = resolve(book, IBID, CSL_PLACE, memory=known.memory)
        assert again == resolve(book, IBID, CSL_PLACE)
        assert words(again.value.chapters[1].notes[0]) == "Ibid."


def test_a_work_described_anew_has_the_units_that_cite_it_printed_again():
    known = Known()
    known.settle(FIRST, SECOND)
    known.bib = ALIKE.replace("The Affair", "The Kirov Affair")
    again = known.settle(FIRST, SECOND)
    assert set(known.locators()) == {"11", "12", "13"}
    assert again == settle(FIRST, SECOND, bib=known.bib)
    assert "Kirov Affair" in words(again.value.chapters[0].notes[0])


def test_a_work_that_was_not_alone_in_the_note_before_is_met_in_its_short_form():
    known = Known("universidad-autonoma-cidudad-juarez-estilo-latino-humanistico")
    first = "One.^[So says @ropes, and [@tar, p. 2].] Two [@ropes, p. 8]. Three [@tar]."
    known.settle(first, "Four [@ropes].")
    chapters = first, "Four [@ropes]. Five [@tar]."
    assert known.settle(*chapters) == settle(*chapters, bib=ALIKE, csl=known.csl)
    assert "White" in words(known.settle(*chapters).value.chapters[1].notes[0])


def test_a_work_in_the_last_run_is_not_taken_for_one_that_is_met_again():
    (chapter,) = settle("One [@letter]. Two [@note].", bib=ALIKE, csl="etudes-francaises").value.chapters
    assert words(chapter.notes[1]) == "S. M. Kirov, “Letter,” 1934."


def test_works_that_could_be_mistaken():
    described = {work.key: describe(work, work.key, in_english=True).value for work in works_of(ALIKE)}
    assert set(KEYS) - mistakable_works(described) == {"terror", "speech", "conquest", "ulam"}
    assert mistakable_works({}) == frozenset()


def test_a_title_that_is_the_name_of_another_works_author():
    bib = """@book{life, author={Knight, Amy}, title={Kirov}, date={1999}}
@book{letters, author={Kirov, Sergei}, title={Letters}, date={1934}}
@book{whole, author={Ulam, Adam}, title={Amy Knight}, date={2001}}
@book{other, author={Conquest, Robert}, title={Murder}, date={1989}}
"""
    described = {work.key: describe(work, work.key, in_english=True).value for work in works_of(bib)}
    assert mistakable_works(described) == {"life", "letters", "whole"}
