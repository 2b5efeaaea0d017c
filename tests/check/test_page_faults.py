"""Each fault of a page is found, and what comes near it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_books import PRINT, with_edition

from kirovbook.diagnostics import ADVICE, WARNING, Place
from kirovbook.export.page_faults import PageLimits, find_page_faults
from kirovbook.model.printed_page import Gap, PrintedLine, PrintedPage

PLACE = Place("chapters/02.md", 7, 1)
LINE = PrintedLine("the petition of the ferrymen", left=54, right=372, top=100, bottom=113.5, reach=372, size=10.6,
                   stretch=0.05, tag="p", place=PLACE, block=1, opens=False, ends=False)
FULL = replace(LINE, top=548, bottom=561)
PAGE = PrintedPage("12", is_recto=False, left=54, right=372, top=58.5, bottom=571.5, text=(LINE,), notes=())
RECTO = replace(PAGE, label="11", is_recto=True)


def codes(*pages: PrintedPage) -> list[str]:
    return [found.code for found in find_page_faults(pages, PRINT)]


def page_with(*lines: PrintedLine, notes: tuple[PrintedLine, ...] = ()) -> PrintedPage:
    return replace(PAGE, text=lines, notes=notes)


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, []),
    ({"right": 380}, ["L110"]),
    ({"right": 373}, []),
    ({"right": 420, "reach": 430}, []),
    ({"bottom": 580}, ["L110"]),
    ({"bottom": 572}, []),
    ({"top": 50}, ["L110"]),
    ({"left": 40}, []),
    ({"left": -3}, ["L110"]),
    ({"stretch": 0.7}, ["L112"]),
    ({"stretch": 0.55}, []),
    ({"stretch": -0.1}, ["L113"]),
    ({"stretch": -0.05}, []),
])
def test_a_line(changes: dict[str, float], expected: list[str]) -> None:
    assert codes(page_with(replace(LINE, **changes))) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(("foot", "expected"), [(113, []), (110, ["L111"])])
def test_text_over_notes(foot: float, expected: list[str]) -> None:
    assert codes(page_with(LINE, notes=(replace(LINE, top=foot, bottom=foot + 11, block=2),))) == expected


@pytest.mark.parametrize(("top", "block", "expected"), [(411, 3, []), (405, 3, ["L111"]), (405, 2, [])])
def test_notes_over_notes(top: float, block: int, expected: list[str]) -> None:
    first = replace(LINE, top=400, bottom=411, block=2)
    assert codes(page_with(LINE, notes=(first, replace(first, top=top, bottom=top + 11, block=block)))) == expected


def test_the_mark_of_an_item_stands_beside_its_line_and_not_over_it() -> None:
    mark = replace(LINE, top=400, bottom=411, right=60, block=2)
    item = replace(mark, left=70, right=300, block=3)
    assert codes(page_with(LINE, notes=(mark, item))) == []
    assert codes(page_with(LINE, notes=(mark, replace(item, left=58)))) == ["L111"]


@pytest.mark.parametrize(("last", "first", "expected"), [
    (FULL, LINE, []),
    (replace(FULL, tag="h2", opens=True, ends=True), LINE, ["L116"]),
    (replace(LINE, tag="h2", opens=True, ends=True), LINE, []),
    (replace(FULL, opens=True), LINE, ["L115"]),
    (replace(FULL, opens=True, ends=True), LINE, []),
    (FULL, replace(LINE, ends=True), ["L114"]),
    (FULL, replace(LINE, opens=True, ends=True), []),
    (replace(FULL, words="of the con\u2010"), LINE, ["L117"]),
    (replace(FULL, words="of the con\u2010", ends=True), LINE, []),
])
def test_the_turn_of_a_page(last: PrintedLine, first: PrintedLine, expected: list[str]) -> None:
    assert codes(replace(RECTO, text=(LINE, last)), replace(PAGE, text=(first,))) == expected


def test_a_title_that_has_its_page_to_itself_is_at_no_foot() -> None:
    title = replace(FULL, tag="h1", opens=True, ends=True)
    assert codes(replace(RECTO, text=(title,)), replace(PAGE, text=(LINE,))) == []


def test_a_word_may_be_divided_between_facing_pages() -> None:
    verso = replace(PAGE, text=(replace(FULL, words="of the con\u2010"),))
    assert codes(verso, RECTO) == []


def run_of(*lefts: float, width: float = 5) -> tuple[PrintedLine, ...]:
    return tuple(
        replace(LINE, top=100 + 13.5 * number, bottom=113.5 + 13.5 * number, gaps=(Gap(left, left + width),))
        for number, left in enumerate(lefts))


@pytest.mark.parametrize(("lines", "expected"), [
    (run_of(200, 201, 203, 202), ["L118"]),
    (run_of(200, 201, 203), []),
    (run_of(200, 201, 210, 211), []),
    (run_of(200, 201, 203, 202, width=3), []),
    (run_of(200, 202, 204, 206, 208), ["L118"]),
])
def test_a_river(lines: tuple[PrintedLine, ...], expected: list[str]) -> None:
    assert codes(page_with(*lines)) == expected


def test_one_river_in_a_long_book_is_borne() -> None:
    dry = page_with(*[replace(LINE, top=60 + 10 * number, bottom=70 + 10 * number) for number in range(45)])
    assert codes(page_with(*run_of(200, 201, 203, 202)), *[dry] * 20) == []


def test_a_fault_names_its_place_its_page_and_its_words() -> None:
    (found,) = find_page_faults((page_with(replace(LINE, right=400)),), PRINT)
    assert (found.place, found.severity) == (PLACE, WARNING)
    assert found.message == "the line 'the petition of the ferrymen' runs 28 pt out of the type area on page 12"
    (found,) = find_page_faults((page_with(replace(LINE, stretch=0.9)),), with_edition(name="class", sources=("*",)))
    assert found.severity is ADVICE
    assert found.message.endswith("stand 0.9 em too far apart on page 12 of the edition 'class'")


def test_limits_may_be_wider() -> None:
    page = page_with(replace(LINE, stretch=0.7))
    assert find_page_faults((page,), PRINT, PageLimits(loose=0.8)) == ()
