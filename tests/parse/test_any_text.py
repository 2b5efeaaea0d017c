"""Any text at all is read: in bounded time, with places that exist, and without losing a word in silence."""

from __future__ import annotations

import re
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kirovbook.diagnostics import Diagnostic, Place
from kirovbook.model.blocks import Block
from kirovbook.model.plain import plain_blocks
from kirovbook.model.walk import inlines_of, walk_blocks
from kirovbook.parse.markdown import ParsedText, parse_blocks

FILE = "manuscript/a.md"
FIRST = 3
PICTURES = frozenset({"manuscript/a.png"})

WRITTEN = r"""
[@a, p. 3]|[see @a|@b]|@a [x]|-@b|[@|@|^[|]|[^1]|[^1]: |# |#|> |- |1. |   |    |```¶|`|*|**|_|~~|~|^|$|$$|\|\a{|}|{|=
::: a¶|:::¶|::: {.b #c}¶|¶|¶¶|¶|<div>|</div>|<b>|</b>|<p>|</p>|<br>|<span lang=ru>|&nbsp;|&amp;|"|'|--|---|...|'34
¦|¦ |¶¦---¦---¦¶|¶: |¶Table: |~ |(|)|→|¶    |+---+|(@) |¶===¶|¶---¶|;|<q>|<ul><li>|</ul>|</li>|<table><tr><td>|</table>
<caption>|*[|!|![|](a.png)|](b.png)|](#x)|<details>|<foo>|<em>|<h2>|>|<blockquote>|<pre>|<dl><dt>|<dd>|<figure>
<figcaption>|<code>|<?php |<!X |<![CDATA[|<a>|<small>|<!--|-->|<script>|</script>
"""
MARKS = [
    mark.replace("¶", "\n").replace("→", "\t").replace("¦", "|")
    for mark in WRITTEN.strip("\n").replace("\n", "|").split("|")
] + ["\r", "\0", "\u2028", "\x0c"]
SILENCING = ("<!--", "-->", "<script>", "</script>")


def written(result: ParsedText) -> tuple[Block, ...]:
    return (*result.blocks, *(block for note in result.notes for block in note.content))


def places(result: ParsedText, found: tuple[Diagnostic, ...]) -> list[Place]:
    blocks = written(result)
    inner = [inline.place for inline in inlines_of(blocks) if hasattr(inline, "place")]
    outer = [block.place for block in walk_blocks(blocks)] + [place for _, place in plain_blocks(blocks)]
    seen = [place for one in found for place in (one.place, *(related.place for related in one.related))]
    return inner + outer + seen + [note.place for note in result.notes]


@settings(max_examples=400)
@given(st.lists(st.one_of(st.sampled_from(MARKS), st.sampled_from(MARKS), st.text(max_size=4)), max_size=40))
def test_any_text_is_read_and_every_place_exists(pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = re.sub("\r\n?", "\n", text).split("\n")
    outcome = parse_blocks(text, FILE, FIRST, "en", PICTURES)
    for place in places(outcome.value, outcome.diagnostics):
        assert place.file == FILE
        assert FIRST <= place.line < FIRST + len(lines)
        assert 1 <= place.column <= len(lines[place.line - FIRST]) + 1


# Each of these says that words were left out or cannot stand where they were written.
LEAVING_OUT = {"M104", "M105", "M106", "M107", "M113", "M114", "M119", "M121", "M127"}


@settings(max_examples=400)
@given(
    st.lists(st.tuples(st.sampled_from([mark for mark in MARKS if mark not in SILENCING]), st.booleans()), max_size=25)
)
def test_no_word_is_lost_in_silence(pieces: list[tuple[str, bool]]) -> None:
    words = [f"word{index}x" for index, (_, is_followed) in enumerate(pieces) if is_followed]
    text = "".join(mark + (f"word{index}x" if is_followed else "") for index, (mark, is_followed) in enumerate(pieces))
    outcome = parse_blocks(text, FILE, FIRST, "en", PICTURES)
    said = repr(outcome.value)
    lost = [word for word in words if word not in said]
    assert not lost or LEAVING_OUT & {found.code for found in outcome.diagnostics}


PROSE = st.from_regex(r"[A-Za-zа-я]{1,8}( [A-Za-zа-я]{1,8}){0,6}", fullmatch=True)
SHAPES = st.sampled_from(
    [
        "{}\n\n",
        "# {}\n\n",
        "> {}\n\n",
        "- {}\n\n",
        "1. *{}*\n\n",
        "**{}**, `{}`\n\n",
        "::: a\n{}\n:::\n\n",
        "| {}\n| {}\n\n",
        "{}^[{}]\n\n",
        "| {} | {} |\n|---|---|\n| {} | {} |\n\n: {}\n\n",
        "{}\n: {}\n\n",
        "![{}](a.png)\n\n",
        "[{}](#x) [{}]{{.c}}\n\n",
        "    {}\n\n",
        "<p>{} <b>{}</b></p>\n\n",
        "<div>\n\n{}\n\n</div>\n\n",
    ]
)


@given(st.lists(st.tuples(SHAPES, st.lists(PROSE, min_size=5, max_size=5)), max_size=6))
def test_all_words_are_among_the_leaves(shapes: list[tuple[str, list[str]]]) -> None:
    text = "".join(shape.format(*words) for shape, words in shapes)
    wanted = [word for shape, words in shapes for line in words[: shape.count("{}")] for word in line.split()]
    outcome = parse_blocks(text, FILE, FIRST, "en", PICTURES)
    leaves = " ".join(words for words, _ in plain_blocks(written(outcome.value)))
    assert sorted(re.findall(r"\w+", leaves)) == sorted(wanted)
    assert outcome.diagnostics == ()


UNITS = [
    *"[]*_>`<$~^@-!|:'\"\\{&(#+=.",
    "[a",
    "*a ",
    "*a",
    "[@a ",
    "@a [",
    "@{",
    "^[",
    "![",
    "[](",
    "[a](",
    "~~a",
    "$a ",
    "[^a]:",
    "> ",
    "- ",
    "1. ",
    "::: a\n",
    ":::\n",
    "| a\n",
    "[a]: b\n",
    "[a]{",
    "\\a{",
    "a\n: b\n",
    "- a\n  ",
    "<div>\n",
    "<div>a\n\n",
    "<b>",
    "</b>",
    "<p>",
    "<ul><li>",
    "<table><tr><td>",
    "<!--",
    "<!-- x --> a\n",
    '"a ',
    "x^[n] ",
    "[^1] ",
    "[^1]: a\n",
    "$a$",
    "|a|b|\n|-|-|\n|c",
    '<a title="',
    "<script>",
    "***a** ",
    "a**b",
]


@pytest.mark.parametrize("unit", UNITS)
def test_much_of_anything_is_read_in_little_time(unit: str) -> None:
    start = time.process_time()
    parse_blocks(unit * (30_000 // len(unit)), FILE, 1, "en", PICTURES)
    assert time.process_time() - start < 5


NESTS = [
    ("[", "]"),
    ("*", "*"),
    ("**a ", " a**"),
    ("^[", "]"),
    ("![", "](u)"),
    ("<b>", "</b>"),
    ("<div>\n\n", "</div>\n\n"),
    ("> ", ""),
    ("- ", ""),
    ("[@a ", "]"),
    ("@a [", "]"),
    ("::: a\n", ":::\n"),
    ("<blockquote>", "</blockquote>"),
    ('"', '"'),
    ("[", "]{.a}"),
    ("*a **b ", " b** a*"),
]


@pytest.mark.parametrize(("before", "after"), NESTS)
def test_depth_is_bounded_and_reported(before: str, after: str) -> None:
    count = 3000
    outcome = parse_blocks(before * count + "inner" + after * count, FILE, 1, "en", PICTURES)
    assert "inner" in repr(outcome.value)
    assert before == '"' or {found.code for found in outcome.diagnostics} & {"M118", "M123"}
    assert all(len(repr(place)) for place in places(outcome.value, outcome.diagnostics))


def test_what_may_be_nested_leaves_room_for_others() -> None:
    text = "".join("> " * depth + "::: a\n" for depth in range(25)) + "> " * 25 + "*a* [b [c]{.d}]{.e}"
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(600)
    try:
        assert parse_blocks(text, FILE, 1, "en", PICTURES).value.blocks
    finally:
        sys.setrecursionlimit(limit)
