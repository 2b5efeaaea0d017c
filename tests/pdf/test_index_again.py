"""An index that is set again in parts is the index that is set from its beginning."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from noted_books import prose, scholarly_book
from small_books import PRINT

from kirovbook.arrange.gatherings import gatherings_of
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers, settle_pages
from kirovbook.export import index_again
from kirovbook.export.finish import PLAIN_FINISH
from kirovbook.export.index_again import IndexAgain, set_again
from kirovbook.export.index_part import IndexPart, SetPart
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.export.set_gathering import SetGathering
from kirovbook.export.setting import Typesetter
from kirovbook.export.specification import Copy, Specification
from kirovbook.model.book import Book
from kirovbook.model.index import CitedIn, IndexEntry, SourceIndex
from kirovbook.model.inlines import Emphasis, Text
from kirovbook.model.source import Standing
from kirovbook.render.pages import render_pages

ENTRIES = 95
UNIT = "ch-noted"


def typesetter_of(folder: Path, css: str = "") -> Typesetter:
    own = (StyleSheet(css, folder, "styles/own.css"),) if css else ()
    house = map(house_style, ("book", "print", "themes/garamond"))
    press = Press(folder, (*house, *own), PRINT.place)
    return Typesetter(Specification(press, PRINT, "en-GB", (), 5, PLAIN_FINISH))


def without_lines(gathering: SetGathering) -> SetGathering:
    return replace(gathering, printed=())


@dataclass
class Desk:
    """An index that is edited: its entries, the page of each note, and chance."""

    rng: random.Random
    book: Book
    entries: list[IndexEntry] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, seed: int, entries: int = ENTRIES) -> Desk:
        rng = random.Random(seed)
        desk = cls(rng, scholarly_book(1, 1, seed))
        for _ in range(entries):
            desk.enter(rng.choice((Standing.PRIMARY, Standing.SECONDARY)))
        return desk

    def copy(self) -> Copy:
        arranged = arrange(replace(self.book, index=SourceIndex(tuple(self.entries))), PRINT)
        folios = {name: str(page) for name, page in self.pages.items()}
        arranged = settle_pages(arranged, PageNumbers(folios))
        gatherings = gatherings_of(arranged)
        rendering = render_pages(arranged, folios, 0, gatherings)[-1]
        units = tuple((leaf.unit, arranged.place_of(leaf)) for leaf in gatherings[-1])
        return Copy(rendering.markup, rendering.styles, units)

    def enter(self, standing: Standing) -> None:
        """Put an entry in somewhere."""
        words = Emphasis((Text(prose(self.rng, self.rng.randint(6, 30))),))
        key = f"work-{len(self.pages)}"
        described = (Text(f"{key.title()}. "), words)
        at = self.rng.randint(0, len(self.entries))
        self.entries.insert(at, IndexEntry(key, (), described, key, standing, self.cited(self.rng.randint(1, 9)), ()))

    def cited(self, count: int) -> tuple[CitedIn, ...]:
        places = tuple(CitedIn(UNIT, len(self.pages) + number) for number in range(1, count + 1))
        self.pages.update((place.anchor, self.rng.randint(5, 98)) for place in places)
        return places

    def edit(self) -> str:
        """Change something: the numbers of many notes or of one, an entry, what entries there are."""
        kinds = ("all", "behind", "one", "digits", "few", "longer", "in", "out", "several in")
        return self.edited(self.rng.choice(kinds))

    def edited(self, kind: str) -> str:
        rng, at = self.rng, self.rng.randrange(len(self.entries))
        match kind:
            case "all":
                self.turn(self.pages, 1)
            case "behind":
                first = rng.randint(5, 98)
                self.turn((name for name, page in self.pages.items() if page >= first), rng.choice((-1, 1, 2)))
            case "one":
                self.turn([self.entries[at].cited[0].anchor], 1)
            case "digits":
                self.turn(self.pages, 900)
            case "few":
                self.turn(rng.sample(sorted(self.pages), 9), 1000)
            case "longer":
                entry = self.entries[at]
                self.entries[at] = replace(entry, cited=(*entry.cited, *self.cited(rng.randint(8, 80))))
            case "out":
                del self.entries[at]
            case _:
                for _ in range(7 if kind == "several in" else 1):
                    self.enter(rng.choice((Standing.PRIMARY, Standing.SECONDARY)))
        return kind

    def turn(self, names: Iterable[str], by: int) -> None:
        for name in list(names):
            self.pages[name] += by


def set_by(typesetter: Typesetter, copy: Copy, old: SetGathering, hands: int) -> SetGathering | None:
    """Set an index again as so many composers do, who work one after another here."""
    again = IndexAgain.of(copy, old)
    assert again is not None

    def set_part(part: IndexPart) -> SetPart:
        return typesetter.set_part(copy, part)

    parts = again.parts(hands)
    return set_again(again, map(set_part, parts), set_part, typesetter.specification.edition)


def in_a_row(desk: Desk, folder: Path, edits: int) -> Iterator[tuple[str, bool]]:
    """Edit and set again; say each time what was changed, and whether that is what is set from the beginning."""
    typesetter = typesetter_of(folder)
    old = typesetter.set(desk.copy())
    for number in range(edits):
        kind, copy = desk.edit(), desk.copy()
        again = set_by(typesetter, copy, old, 1 + number % 3)
        whole = without_lines(typesetter.set(copy))
        yield kind, again == whole
        old = whole


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many pages each part has that is set."""
    seen: list[int] = []
    set_part = Typesetter.set_part

    def counting(self, copy, part):
        outcome = set_part(self, copy, part)
        seen.append(len(outcome.starts))
        return outcome

    monkeypatch.setattr(Typesetter, "set_part", counting)
    return seen


@pytest.mark.parametrize("seed", range(1, 3))
def test_edits_in_a_row_come_out_as_from_the_beginning(tmp_path: Path, seed: int) -> None:
    assert [each for each in in_a_row(Desk.of(seed), tmp_path, 5) if not each[1]] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4, 14))
def test_many_edits_in_a_row_come_out_as_from_the_beginning(tmp_path: Path, seed: int) -> None:
    assert [each for each in in_a_row(Desk.of(seed), tmp_path, 8) if not each[1]] == []


def test_two_composers_have_half_of_the_pages_each(tmp_path: Path, parts: list[int]) -> None:
    desk, typesetter = Desk.of(1), typesetter_of(tmp_path)
    old = typesetter.set(desk.copy())
    desk.edited("all")
    again = set_by(typesetter, desk.copy(), old, 2)
    pages = len(old.pages)
    assert pages >= 7
    assert len(parts) == 2
    assert pages // 2 - 1 <= min(parts)
    assert max(parts) <= pages // 2 + 2
    assert again == without_lines(typesetter.set(desk.copy()))


def test_few_pages_are_set_for_one_entry(tmp_path: Path, parts: list[int]) -> None:
    desk, typesetter = Desk.of(1), typesetter_of(tmp_path)
    old = typesetter.set(desk.copy())
    desk.edited("one")
    copy = desk.copy()
    again = typesetter.set(copy, old)
    assert sum(parts) <= 3
    assert again == without_lines(typesetter.set(copy))
    assert again.written != old.written


def test_a_short_index_is_set_again_too(tmp_path: Path) -> None:
    desk, typesetter = Desk.of(1, 5), typesetter_of(tmp_path)
    old = typesetter.set(desk.copy())
    desk.edited("all")
    copy = desk.copy()
    assert set_by(typesetter, copy, old, 2) == without_lines(typesetter.set(copy))


@pytest.mark.parametrize(("css", "is_whole"), [
    ("li { color: #111 }", False), ("li:nth-child(even) { color: #111 }", True), ("ul { list-style: decimal }", True),
])
def test_a_style_that_reaches_far_has_the_whole_index_set(tmp_path: Path, css: str, is_whole: bool) -> None:
    gathering = typesetter_of(tmp_path, css).set(Desk.of(1, 9).copy())
    assert (gathering.beginnings is None) is is_whole


def test_another_frame_has_the_whole_index_set(tmp_path: Path) -> None:
    desk, typesetter = Desk.of(1, 9), typesetter_of(tmp_path)
    old = typesetter.set(desk.copy())
    copy = replace(desk.copy(), is_followed=True)
    assert IndexAgain.of(copy, old) is None
    assert without_lines(typesetter.set(copy, old)) == without_lines(typesetter.set(copy))


@pytest.mark.parametrize(("name", "broken"), [
    ("_is_same", lambda *_: True),
    ("key_of", lambda start: (*start.at[:3], *(number // 3 for number in start.at[3:5]))),
], ids=["a page that has changed stays", "pages meet that begin otherwise"])
def test_the_proof_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, broken: object) -> None:
    monkeypatch.setattr(index_again, name, broken)
    assert not all(same for _, same in in_a_row(Desk.of(2), tmp_path, 6))
