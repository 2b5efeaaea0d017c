"""Figures line up in tables and hang in the text, small capitals are spaced, and last lines are not stretched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from grid import laid_out
from laid_pages import boxes_of

from kirovbook.export.pdf import LaidOut
from kirovbook.export.press import house_style

_RULE = re.compile(r"(?P<selector>[^{}]+)\{(?P<said>[^{}]*)\}")
_SMALL = re.compile(r"caps: (?:all-)?small-caps")


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> LaidOut:
    return laid_out(tmp_path_factory.mktemp("figures"))


@pytest.mark.parametrize("name", ["book", "epub"])
def test_small_capitals_are_spaced_wherever_they_are_set(name: str) -> None:
    rules = [rule for rule in _RULE.finditer(house_style(name).css) if _SMALL.search(rule["said"])]
    assert len(rules) > 3
    assert [rule["selector"] for rule in rules if not re.search(r"letter-spacing: 0\.\d", rule["said"])] == []


def test_figures_line_up_in_tables_and_hang_in_the_text(laid: LaidOut) -> None:
    seen = {
        (box.element_tag, box.style["font_variant_numeric"])
        for page in boxes_of(laid) for box in _texts(page)
        if re.search(r"\d", box.text) and (box.element is None or box.element.get("class") != "chapter-number")
    }
    assert {said for within, said in seen if within in {"td", "th"}} == {("lining-nums", "tabular-nums")}
    assert {said for within, said in seen if within in {"p", "li", "h1", "@top-center"}} == {("oldstyle-nums",)}


def test_the_last_line_of_a_paragraph_is_not_stretched(laid: LaidOut) -> None:
    paragraphs = [
        lines for page in boxes_of(laid) for lines in _paragraphs(page)
        if len(lines) > 1 and lines[0].style["text_align_all"] == "justify"
    ]
    ends = [lines[-1] for lines in paragraphs if lines[-1].resume_at is None]
    assert len(ends) > 10
    assert all(box.justification_spacing == 0 for line in ends for box in _texts(line))
    assert any(box.justification_spacing > 0 for lines in paragraphs for box in _texts(lines[0]))


def _texts(box: Any) -> Iterator[Any]:
    if hasattr(box, "text"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _paragraphs(box: Any) -> Iterator[list[Any]]:
    children = getattr(box, "children", ())
    if any(type(child).__name__ == "LineBox" for child in children):
        yield [child for child in children if type(child).__name__ == "LineBox"]
    for child in children:
        yield from _paragraphs(child)
