"""Every citation of a book is listed once, in the order in which its reader meets it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.diagnostics import Place
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import Manuscript, MatterPart, WrittenNote
from kirovbook.model.citation import Citation, CitationMode, Cite, CiteMode
from kirovbook.model.inlines import Text
from kirovbook.parse import parse
from kirovbook.parse.chapters import parse_chapter
from kirovbook.parse.citation_list import list_citations, render_citations_json, render_citations_text
from kirovbook.parse.sources import parse_source
from kirovbook.project import ManuscriptFile, load

ROOT = Path(__file__).parents[2]
BOOKS = [ROOT / "tests/books/smallest", ROOT / "tests/books/everything", ROOT]


def read(root: Path) -> Manuscript:
    project = load(root, date(2026, 11, 23)).value
    assert project is not None
    return parse(project).value


SMALLEST = read(BOOKS[0])


def manuscript(front: str, chapter: str, source: str, back: str) -> Manuscript:
    def one(text: str, part: MatterPart) -> Any:
        return parse_chapter(ManuscriptFile(f"manuscript/{part}/a.md", text), part, "en", frozenset()).value

    written = parse_source(ManuscriptFile("manuscript/sources/a.md", source), "en", frozenset()).value
    return dataclasses.replace(
        SMALLEST,
        front_matter=(one(front, MatterPart.FRONT),),
        chapters=(one(chapter, MatterPart.BODY),),
        sources=(written,),
        back_matter=(one(back, MatterPart.BACK),),
    )


def cites_anywhere(node: Any) -> Iterator[Cite]:
    """Find the cites in whatever the manuscript is made of, without its own ways of walking."""
    if isinstance(node, Cite):
        yield node
    if isinstance(node, tuple):
        for child in node:
            yield from cites_anywhere(child)
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            yield from cites_anywhere(getattr(node, field.name))


def keys(book: Manuscript) -> list[str]:
    return [cite.key for citation in list_citations(book) for cite in citation.cites]


@pytest.mark.parametrize("root", BOOKS, ids=["smallest", "everything", "kirov"])
def test_the_items_are_the_cites_of_the_manuscript(root: Path) -> None:
    book = read(root)
    listed = json.loads(render_citations_json(list_citations(book)))
    assert sum(len(citation["items"]) for citation in listed) == len(list(cites_anywhere(book)))
    assert listed


SOURCE = """---
id: a
title: On [@title]
questions: ["Who [@question1]?", {text: "Why [@question2; @question3]?"}]
---
Headnote [@headnote].[^1]

::: extract
Passage [@passage].[^2]
:::

[^2]: Second [@second].
[^1]: First [@first].
"""


def test_the_order_is_the_readers() -> None:
    book = manuscript(
        "# Preface [@heading]\n\nx^[@inline]",
        "# T\n\na[^b] [@after]\n\n| [@cell] |\n|---|\n| x |\n\n: [@caption]\n\nc[^b]\n\n[^b]: [@note]",
        SOURCE,
        "# B\n\n@back [p. 3; @within]",
    )
    assert " ".join(keys(book)) == (
        "heading inline note after caption cell title headnote first passage second question1 question2 question3 "
        "back within"
    )


def test_a_note_that_nothing_calls_comes_last() -> None:
    book = manuscript("# A\n\n[@a]^[@b] [@c]", "# B\n\nx", SOURCE, "# C\n\nx")
    place = Place("manuscript/front/a.md", 9, 1)
    cite = Cite("stray", CiteMode.NORMAL, (), (), place)
    stray = WrittenNote("s", (Paragraph((Citation(CitationMode.BRACKET, (cite,), place, 8),), place),), place)
    (front,) = book.front_matter
    book = dataclasses.replace(book, front_matter=(dataclasses.replace(front, notes=(stray, *front.notes)),))
    assert keys(book)[:4] == ["a", "b", "c", "stray"]


def test_the_list_for_readers_says_what_was_written() -> None:
    text = "# T\n\n[see *x* @a, p. 3; -@b]\n\n@c [p. 4; @d] and -@e, @f [@g]"
    book = manuscript(text, "# T\n\nx", SOURCE, "# B\n\nx")
    assert render_citations_text(list_citations(book)[:4]).splitlines() == [
        "manuscript/front/a.md:3:1: [see x @a, p. 3; -@b]",
        "manuscript/front/a.md:5:1: @c [p. 4; @d]",
        "manuscript/front/a.md:5:19: -@e",
        "manuscript/front/a.md:5:24: @f [@g]",
    ]


def test_json_has_the_promised_fields() -> None:
    place = Place("a.md", 2, 3)
    cites = (
        Cite("a", CiteMode.INTEXT, (), (Text("p. 3"),), place),
        Cite("я", CiteMode.NORMAL, (Text("see"),), (), place),
    )
    assert render_citations_json([]) == "[]\n"
    assert json.loads(render_citations_json([Citation(CitationMode.INTEXT, cites, place, 9)])) == [
        {
            "file": "a.md",
            "line": 2,
            "column": 3,
            "mode": "intext",
            "items": [
                {"id": "a", "mode": "intext", "prefix": "", "suffix": "p. 3"},
                {"id": "я", "mode": "normal", "prefix": "see", "suffix": ""},
            ],
        }
    ]


PIECES = st.sampled_from(
    [
        "[@a; see -@b, p. 3] ",
        "@c [p. 3; @d] ",
        "x^[@e, and [@f]] ",
        "x[^1] ",
        "\n\n[^1]: [@g] @h\n\n",
        "x[^2] ",
        "\n\n[^2]: > [@i]\n\n",
        "\n\n| [@j] | @k |\n|---|---|\n| x | -@l |\n\n: [@m]\n\n",
        "\n\n> - [@n]\n",
        "\n\n# H [@o]\n\n",
        "[@p, @q] ",
        "[@src:a; @r] ",
        "\n\nterm @s\n: [@t]\n\n",
        "\n\n::: extract\n[@u]\n:::\n\n",
    ]
)
TEXT = st.lists(PIECES, max_size=8).map("".join)


@given(TEXT, TEXT, TEXT, TEXT)
def test_nothing_is_listed_twice_or_left_out(front: str, chapter: str, source: str, back: str) -> None:
    header = "---\nquestions: ['Who [@v]?']\n---\n"
    book = manuscript(front, chapter, header + source, back)
    assert sorted(keys(book)) == sorted(cite.key for cite in cites_anywhere(book))
    places = [citation.place for citation in list_citations(book)]
    assert len(set(places)) == len(places)
