"""The acknowledgements say of each source on what ground it is printed, as a press would."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_books import PRINT, noted_book, source

from kirovbook.arrange.acknowledgements import acknowledgements_of
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.terms import ENGLISH, FRENCH, GERMAN, RUSSIAN, terms_of
from kirovbook.model.book import ArrangedBook, LeafKind
from kirovbook.model.inlines import Text
from kirovbook.model.plain import plain_inlines
from kirovbook.model.rights import Rights, RightsRules, RightsStatus
from kirovbook.model.source import PrimarySource

PERMISSION, LICENSED, DOMAIN = RightsStatus.PERMISSION, RightsStatus.LICENSED, RightsStatus.PUBLIC_DOMAIN
QUOTATION, UNKNOWN, OWN = RightsStatus.QUOTATION, RightsStatus.UNKNOWN, RightsStatus.OWN_WORDS


def arranged(*rights: Rights, rules: RightsRules | None = None, title: str = "A letter") -> ArrangedBook:
    sources = tuple(_with(source(number), one, title) for number, one in enumerate(rights, start=1))
    book = replace(noted_book(1, 1, 1), sources=sources)
    if rules:
        book = replace(book, apparatus=replace(book.apparatus, rights=rules))
    return arrange(book, PRINT)


def _with(one: PrimarySource, rights: Rights, title: str) -> PrimarySource:
    return replace(one, header=replace(one.header, rights=rights, title=(Text(title),)))


def said(book: ArrangedBook) -> list[tuple[str, str, list[str]]]:
    groups = acknowledgements_of(book).groups
    return [(group.heading, group.basis, [plain_inlines(line) for line in group.lines]) for group in groups]


def lines_of(book: ArrangedBook) -> list[str]:
    return [line for _, _, lines in said(book) for line in lines]


def test_what_others_allowed_comes_first_and_ones_own_words_last() -> None:
    book = arranged(*(Rights(status) for status in (OWN, DOMAIN, UNKNOWN, QUOTATION, LICENSED, PERMISSION)))
    assert [(heading, lines[0][:8]) for heading, _, lines in said(book)] == [
        ("Printed by permission", "Source 6"), ("Printed under a licence", "Source 5"),
        ("Quoted for comment and criticism", "Source 4"), ("Holders of rights not found", "Source 3"),
        ("In the public domain", "Source 2"), ("In the editors’ own words", "Source 1"),
    ]


@pytest.mark.parametrize(("rights", "line"), [
    (Rights(PERMISSION, holder="The Smiths"), "By permission of The Smiths."),
    (Rights(PERMISSION, holder="Quay Press Ltd."), "By permission of Quay Press Ltd."),
    (Rights(PERMISSION, holder="The Smiths", credit="© Anne Smith, 1950"), "© Anne Smith, 1950."),
    (Rights(LICENSED, credit="Anne Smith", basis="CC BY 4.0"), "Anne Smith. Licence: CC BY 4.0."),
    (Rights(QUOTATION, holder="The Smiths"), "Rights: The Smiths."),
    (Rights(DOMAIN, basis="the author died in 1920"), "The author died in 1920."),
    (Rights(UNKNOWN), ""),
])
def test_a_line_ends_with_the_credit_or_the_reason(rights: Rights, line: str) -> None:
    assert lines_of(arranged(rights)) == [f"Source 1, A letter. Work, 1934. {line}".rstrip()]


def test_a_title_that_ends_in_a_sign_has_no_stop_behind_it() -> None:
    (line,) = lines_of(arranged(Rights(OWN), title="Who fired?"))
    assert line.startswith("Source 1, Who fired? Work")


def test_a_reason_that_is_the_same_for_all_is_given_once() -> None:
    ground = Rights(DOMAIN, basis="never renewed")
    ((_, basis, lines),) = said(arranged(ground, ground))
    assert basis == "Never renewed."
    assert not any("renewed" in line for line in lines)


@pytest.mark.parametrize("other", ["", "expired"])
def test_a_reason_that_is_not_the_same_for_all_stands_with_each(other: str) -> None:
    ((_, basis, lines),) = said(arranged(Rights(DOMAIN, basis="never renewed"), Rights(DOMAIN, basis=other)))
    assert basis == ""
    assert lines[0].endswith("Never renewed.")


@pytest.mark.parametrize(("status", "has_notice"), [
    (PERMISSION, True), (LICENSED, True), (QUOTATION, True), (UNKNOWN, True), (DOMAIN, False), (OWN, False),
])
def test_the_notice_stands_where_something_is_somebodys(status: RightsStatus, has_notice: bool) -> None:
    assert bool(acknowledgements_of(arranged(Rights(status))).notice) == has_notice


def test_a_notice_of_the_authors_own_stands_always() -> None:
    book = arranged(Rights(OWN), rules=RightsRules(notice="Write to us."))
    assert acknowledgements_of(book).notice == "Write to us."


@pytest.mark.parametrize("rights", [Rights(), Rights(credit="By leave of nobody")])
def test_without_anything_to_say_there_are_none(rights: Rights) -> None:
    assert LeafKind.ACKNOWLEDGEMENTS not in {leaf.kind for leaf in arranged(rights).leaves}


def test_they_stand_before_the_source_index() -> None:
    kinds = [leaf.kind for leaf in arranged(Rights(OWN)).leaves]
    assert kinds.index(LeafKind.ACKNOWLEDGEMENTS) + 1 == kinds.index(LeafKind.SOURCE_INDEX)


def test_every_language_has_words_of_its_own() -> None:
    for terms in (GERMAN, FRENCH, RUSSIAN):
        assert terms.every_effort != ENGLISH.every_effort
        assert "{holder}" in terms.permission_of
        assert "{holder}" in terms.rights_of
        assert "{basis}" in terms.licence
    assert terms_of("en-US").acknowledgements == "Acknowledgments"
    assert terms_of("en-GB") == terms_of("sv") == ENGLISH
