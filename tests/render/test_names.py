"""The index of names prints its places by page and by note, and links them in an e-book."""

from __future__ import annotations

import re

import pytest

from kirovbook.arrange.terms import ENGLISH
from kirovbook.model import inlines as i
from kirovbook.model.apparatus import USUAL_APPARATUS, Apparatus, IndexPlaces
from kirovbook.model.names import IndexKey, MentionedIn, NamesEntry, NamesIndex
from kirovbook.render.epub.addresses import Addresses
from kirovbook.render.epub.naming import mention_links
from kirovbook.render.epub.navigation import unmarked
from kirovbook.render.html import Dress, render_inlines
from kirovbook.render.names import names_lines
from kirovbook.render.places import print_places


def printed(places: list[tuple[int, str]], apparatus: Apparatus = USUAL_APPARATUS) -> str:
    """Print mentions that are given by the number of their note and their page, in reading order."""
    cited = [MentionedIn("ch-1", note, number) for number, (note, _) in enumerate(places, start=1)]
    folios = {place.anchor: folio for place, (_, folio) in zip(cited, places, strict=True)}
    return re.sub(r"<[^<>]*>", "", print_places(cited, folios, apparatus))


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([(0, "12"), (0, "12"), (0, "12")], "12"),
        ([(5, "34"), (5, "34")], "34n5"),
        ([(5, "34"), (6, "34"), (6, "34")], "34n5–6"),
        ([(0, "1"), (0, "2"), (0, "3"), (0, "5")], "1–3, 5"),
        # A note on a page within a row stands behind the row.
        ([(0, "1"), (3, "2"), (0, "2"), (0, "3")], "1–3, 2n3"),
        ([(0, "1"), (3, "1"), (0, "3")], "1, 1n3, 3"),
        # A note may have come to stand on the page behind its mark, and what follows the mark on the one before.
        ([(3, "2"), (0, "1"), (3, "2")], "1, 2n3"),
        ([(0, "ix"), (0, "x"), (0, "1")], "ix, x, 1"),
        # A note that runs over the foot of a page.
        ([(3, "2"), (3, "3")], "2n3, 3n3"),
    ],
)
def test_places_are_printed_once_and_in_the_order_of_the_pages(places: list[tuple[int, str]], words: str) -> None:
    assert printed(places) == words


def test_pages_alone() -> None:
    assert printed([(3, "2"), (0, "3"), (4, "4")], Apparatus(index_places=IndexPlaces.PAGES)) == "2–4"


def test_a_link_leads_to_the_very_mention() -> None:
    cited = [MentionedIn("ch-1", 0, 4), MentionedIn("ch-1", 2, 5), MentionedIn("ch-1", 2, 6)]
    written = print_places(cited, {place.anchor: "7" for place in cited}, USUAL_APPARATUS)
    assert re.findall(r'href="([^"]*)"', written) == ["#name-ch-1-4", "#name-ch-1-5"]


NAMES = {"ch-3": "ch.\u00a03", "ch-4": "ch.\u00a04", "src-a": "Source 2"}


def test_an_e_book_has_one_link_for_each_chapter_source_and_note() -> None:
    cited = tuple(MentionedIn(unit, note, number) for unit, note, number in (
        ("ch-3", 0, 1), ("ch-3", 12, 2), ("ch-3", 0, 3), ("ch-3", 12, 4), ("ch-3", 14, 5), ("ch-4", 1, 1),
        ("src-a", 0, 2), ("src-a", 0, 3), ("ch-9", 0, 1),
    ))
    addresses = Addresses({unit: f"{unit}.xhtml" for unit in NAMES}, {})
    links = list(mention_links(NamesEntry(IndexKey("a"), "A", cited=cited), NAMES, addresses, ENGLISH))
    assert [(link.words.replace("\u00a0", " "), link.href) for link in links] == [
        ("ch. 3", "ch-3.xhtml#name-1"), ("ch. 3, n. 12", "ch-3.xhtml#name-2"), ("14", "ch-3.xhtml#name-5"),
        ("ch. 4, n. 1", "ch-4.xhtml#name-1"), ("Source 2", "src-a.xhtml#name-2"), ("ch-9", ""),
    ]
    assert links[2].called.replace("\u00a0", " ") == "ch. 3, n. 14"


def test_lines_know_whom_they_send_to_and_where_a_letter_ends() -> None:
    entries = (
        NamesEntry(IndexKey(), "Eclair", see=("Party: congresses",)),
        NamesEntry(IndexKey("e"), "Élan", see_also=("Party",)),
        NamesEntry(IndexKey("p"), "Party", under=(NamesEntry(IndexKey("c"), "congresses"),)),
    )
    eclair, elan, party = names_lines(NamesIndex(entries))
    assert [eclair.ends_letter, elan.ends_letter, party.ends_letter] == [False, True, False]
    assert names_lines(NamesIndex()) == ()
    assert (eclair.name, party.name, party.under[0].name) == ("", "named-1", "named-2")
    assert [(one.words, one.name) for one in (*eclair.see, *elan.see_also)] == [
        ("Party: congresses", "named-2"), ("Party", "named-1"),
    ]


def test_a_mention_has_an_id_and_nothing_else_and_none_where_no_index_leads_to_it() -> None:
    line = (i.Emphasis((i.Indexed((i.Text("Kirov"),), (IndexKey("kirov"),), 3),)),)
    plain = Dress(mark=str, href=str, src=str)  # type: ignore[arg-type]
    named = Dress(mark=str, href=str, src=str, mention=lambda number: f"name-{number}")  # type: ignore[arg-type]
    assert render_inlines(line, plain) == "<em>Kirov</em>"
    assert render_inlines(line, named) == '<em><span id="name-3">Kirov</span></em>'
    assert render_inlines(unmarked(line), named) == "<em>Kirov</em>"
