"""Whoever goes through a text meets all of it, in reading order, and can rebuild it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.model.blocks import Block, Paragraph
from kirovbook.model.citation import Citation
from kirovbook.model.inlines import Emphasis, Inline, NoteCall, Text
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.model.walk import inlines_of, map_blocks, map_inlines, walk_blocks, walk_inlines
from kirovbook.parse.markdown import parse_blocks

TEXT = """# one *two*

three [see *four* @k, five] six^[seven]

> - eight

term
: nine

::: d
| ten
| eleven
:::

![twelve](a.png)

: thirteen

| fourteen |
|---|
| fifteen |

    sixteen
"""


@pytest.fixture
def blocks() -> tuple[Block, ...]:
    return parse_blocks(TEXT, "a.md", 1, "en", frozenset({"a.png"})).value.blocks


def test_words_come_in_reading_order(blocks: tuple[Block, ...]) -> None:
    words = " ".join(words for words, _ in plain_blocks(blocks)).split()
    assert words == [
        "one",
        "two",
        "three",
        "six",
        "eight",
        "term",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
    ]


def test_leaves_know_their_places(blocks: tuple[Block, ...]) -> None:
    lines = {words.strip(): place.line for words, place in plain_blocks(blocks)}
    assert (lines["eight"], lines["nine"], lines["fifteen"], lines["sixteen"]) == (5, 8, 21, 23)


def test_inlines_are_met_within_others(blocks: tuple[Block, ...]) -> None:
    words = [inline.words for inline in inlines_of(blocks) if isinstance(inline, Text)]
    assert [word.strip(" ,") for word in words] == (
        [
            "one",
            "two",
            "three",
            "see",
            "four",
            "five",
            "six",
            "eight",
            "term",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
    assert sum(isinstance(inline, NoteCall) for inline in inlines_of(blocks)) == 1


def test_blocks_are_met_within_others(blocks: tuple[Block, ...]) -> None:
    kinds = [type(block).__name__ for block in walk_blocks(blocks)]
    assert kinds == [
        "Heading",
        "Paragraph",
        "Quotation",
        "ListBlock",
        "Paragraph",
        "DefinitionList",
        "Paragraph",
        "Division",
        "Verse",
        "Figure",
        "Table",
        "CodeBlock",
    ]


def test_the_same_put_in_its_place_changes_nothing(blocks: tuple[Block, ...]) -> None:
    assert map_blocks(blocks, lambda inline: (inline,)) == blocks


def test_each_inline_can_be_replaced(blocks: tuple[Block, ...]) -> None:
    def shout(inline: Inline) -> tuple[Inline, ...]:
        return (Text(inline.words.upper()),) if isinstance(inline, Text) else (inline,)

    loud = map_blocks(blocks, shout)
    said = " ".join(words for words, _ in plain_blocks(loud)).replace("sixteen", "SIXTEEN")
    assert said == said.upper()
    (citation,) = (inline for inline in inlines_of(loud) if isinstance(inline, Citation))
    assert plain_inlines((*citation.cites[0].prefix, *citation.cites[0].suffix)) == "SEE FOUR, FIVE"


def test_inlines_can_be_taken_away_from_the_inside_out(blocks: tuple[Block, ...]) -> None:
    first = next(block for block in blocks if not isinstance(block, Paragraph))
    (one,) = map_blocks((first,), lambda inline: inline.content if isinstance(inline, Emphasis) else (inline,))
    assert not any(isinstance(inline, Emphasis) for inline in inlines_of((one,)))


@given(st.recursive(st.builds(Text, st.text(max_size=3)), lambda inner: st.builds(Emphasis, st.tuples(inner, inner))))
def test_walking_meets_every_word(inline: Inline) -> None:
    words = "".join(one.words for one in walk_inlines((inline,)) if isinstance(one, Text))
    assert words == plain_inlines((inline,)) == plain_inlines(map_inlines((inline,), lambda one: (one,)))
