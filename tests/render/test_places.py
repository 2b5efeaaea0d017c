"""An index prints its places as printers do."""

from __future__ import annotations

import re

import pytest

from kirovbook.model.apparatus import USUAL_APPARATUS, Apparatus, IndexPlaces, PageRanges
from kirovbook.model.index import CitedIn
from kirovbook.render.places import print_cited, print_places


def note(number: int, unit: str = "ch-1") -> CitedIn:
    return CitedIn(unit, number)


def passage(number: int, unit: str = "ch-1") -> CitedIn:
    return CitedIn(unit, 0, passage=number)


def printed(cited: list[tuple[CitedIn, str]], apparatus: Apparatus = USUAL_APPARATUS) -> str:
    folios = {place.anchor: folio for place, folio in cited}
    return re.sub(r"<[^<>]*>", "", print_places([place for place, _ in cited], folios, apparatus))


def pages(*folios: str, joined: PageRanges = PageRanges.THREE) -> str:
    return printed([(passage(n), folio) for n, folio in enumerate(folios, start=1)], Apparatus(page_ranges=joined))


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        ([(note(3), "12")], "12n3"),
        ([(note(3), "12"), (note(4), "12")], "12n3–4"),
        ([(note(3), "12"), (note(4), "12"), (note(6), "12")], "12n3–4, 12n6"),
        ([(note(3), "12"), (note(1, "ch-2"), "45"), (note(2, "ch-2"), "45")], "12n3, 45n1–2"),
        ([(note(3), "12"), (note(3), "12")], "12n3"),
        ([(note(9), "12"), (note(1, "ch-2"), "12")], "12n9, 12n1"),
        ([(note(3), "12"), (note(4), "13"), (note(5), "14")], "12n3, 13n4, 14n5"),
        ([(passage(1), "12"), (note(4), "12")], "12, 12n4"),
    ],
)
def test_notes_are_named_with_their_page(cited: list[tuple[CitedIn, str]], words: str) -> None:
    assert printed(cited) == words


@pytest.mark.parametrize(
    ("folios", "words"),
    [
        (("12",), "12"),
        (("12", "12"), "12"),
        (("12", "13"), "12, 13"),
        (("11", "12", "13"), "11–13"),
        (("1", "2", "11", "12", "13", "20"), "1, 2, 11–13, 20"),
        (("101", "102", "103"), "101–3"),
        (("107", "108", "109", "110"), "107–10"),
        (("100", "101", "102"), "100–102"),
        (("199", "200", "201"), "199–201"),
        (("321", "322", "323"), "321–23"),
        (("1099", "1100", "1101"), "1099–1101"),
        (("ix", "x", "xi"), "ix–xi"),
        (("iii", "iv", "v", "1", "2", "3"), "iii–v, 1–3"),
        (("iii", "iv", "1"), "iii, iv, 1"),
    ],
)
def test_three_pages_in_a_row_are_joined(folios: tuple[str, ...], words: str) -> None:
    assert pages(*folios) == words


def test_an_author_may_join_two_or_none() -> None:
    assert pages("11", "12", "14", joined=PageRanges.TWO) == "11–12, 14"
    assert pages("11", "12", "13", joined=PageRanges.NONE) == "11, 12, 13"


def test_an_author_may_have_pages_alone() -> None:
    cited = [(note(3), "12"), (note(4), "12"), (note(5), "13"), (note(6), "14")]
    assert printed(cited, Apparatus(index_places=IndexPlaces.PAGES)) == "12–14"


def test_a_place_whose_page_is_not_known_has_a_stand_in() -> None:
    assert re.sub(r"<[^<>]*>", "", print_places([note(1)], {}, USUAL_APPARATUS)) == "000n1"


def test_an_author_may_have_what_is_cited_there() -> None:
    cited = [CitedIn("ch-1", 3, "p. 31"), CitedIn("ch-1", 3, "ch. 2"), CitedIn("ch-1", 4), CitedIn("ch-1", 5, "p. <9")]
    folios = {"note-ch-1-3": "12", "note-ch-1-4": "12", "note-ch-1-5": "13"}
    written = print_cited(cited, folios, Apparatus(index_places=IndexPlaces.LOCATORS))
    assert re.sub(r"<[^<>]*>", "", written) == "12n3 [p. 31; ch. 2], 12n4, 13n5 [p. &lt;9]"
    assert print_cited(cited, folios, USUAL_APPARATUS) == print_places(cited, folios, USUAL_APPARATUS)
