"""No heap of brackets and signs is more than the reader of citations can take: it never raises, and it is quick."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kirovbook.diagnostics import Place
from kirovbook.model.book import MatterPart, WrittenChapter
from kirovbook.model.citation import Citation
from kirovbook.parse.citation_list import citations_of, render_citations_json, render_citations_text
from kirovbook.parse.markdown import parse_blocks

FILE = "manuscript/chapters/01-a.md"
LETTERS = "@[];,-{}()^*_\\ ab1.:/#`\"'~$!<>\n|é"
PIECES = ["[@a", "-@b", "; @c", "@a [", "@{", "]]", "[@a, p. 3]", "@a [see @b; @c]", "^[", "](u)", "]{.x}", "\n\n"]
SOUP = st.lists(st.one_of(st.sampled_from(LETTERS), st.sampled_from(PIECES)), max_size=40).map("".join)
CONTEXTS = [
    "{}",
    "# {}",
    "> {}",
    "- {}\n  - {}",
    "| {} | {} |\n|---|---|\n| {} | {} |\n\n: {}",
    "x[^1]^[{}]\n\n[^1]: {}",
    "x\n: {}",
    "| {}\n|   {}",
    "*{}* [{}](u) ![{}](u)",
    "::: a\n{}\n:::",
    "x [@a, {}; @b]",
    "@a [{}]",
]


def read(text: str) -> list[Citation]:
    parsed = parse_blocks(text, FILE, 1, "en", frozenset()).value
    return list(citations_of(WrittenChapter("a", MatterPart.BODY, "", (), parsed.blocks, parsed.notes, Place(FILE))))


@settings(max_examples=40)
@pytest.mark.parametrize("context", CONTEXTS)
@given(soup=SOUP)
def test_any_soup_is_read(context: str, soup: str) -> None:
    text = context.replace("{}", soup)
    lines = text.split("\n")
    found = read(text)
    for citation in found:
        assert citation.cites
        assert lines[citation.place.line - 1][citation.place.column - 1 :].startswith(("[", "@", "-@"))
        for cite in citation.cites:
            assert cite.key
            there = lines[cite.place.line - 1][cite.place.column - 1 :].replace("\\|", "|")
            assert there.startswith((f"@{cite.key}", f"@{{{cite.key}}}".replace("\\|", "|")))
    assert render_citations_json(found).endswith("]\n")
    assert len(re.findall("^manuscript", render_citations_text(found), re.MULTILINE)) == len(found)


UNITS = """
[|@a;|-@|@{|[@a;|[@a; |@a [|[-@|@a|@|*@a|*@a*|_@a |**a*@b |"@a |"@a" |'@a |[@a *x] |[@a "x] |[*a] |[**a *b] |~@a |~~@a
^@a |[@a](|[@a]{|[@a][|[@a]|[@a] |@a []|@a [b]|@a [b; @c|[see @a, p. 3; |]@a|[]@a]|.@a|...@a|@a.@b|*[@a*] |`@a|<@a|\\@a
@{a|@{{|$@a |[x]@a |*x*@a |[@a](((|[@a]([|*a_b|[@a, 'x; y |@a@b|![@a|^[@a|[^@a |[^a|***@a|@a ["|["*'~|*"'~~^|[@a, [
""".strip().replace("\n", "|").split("|")


@pytest.mark.parametrize("unit", UNITS)
def test_twenty_thousand_characters_take_little_time(unit: str) -> None:
    start = time.process_time()
    read(unit * (20_000 // len(unit)))
    # Half a second at most where nothing else runs; what reads each bracket to the end takes ten and more.
    assert time.process_time() - start < 3
