"""Wherever a citation stands, its place and its works' places are those in the author's file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.diagnostics import Place
from kirovbook.model.book import MatterPart, WrittenChapter
from kirovbook.model.citation import Citation
from kirovbook.parse.citation_list import citations_of
from kirovbook.parse.markdown import parse_blocks

FILE = "manuscript/chapters/01-a.md"
FIRST = 4

CONTEXTS = {
    "paragraph": "x {}\n{} y\n  {}",
    "emphasis": "*{}* **x {}** ~~{}~~ ***{}*** x^y^ {}",
    "heading": "# x {} y {}\n\n{} x\n===\n\nx {} {{#id .cls}}\n---",
    "quotation": "> {}\n> x {}\n{}\n>\n> > {}\n> >   {}",
    "list": "- {}\n- x\n  {}\n\n  {}\n    - y {}\n\n      1. {}",
    "list after tabs": "-\t{}\n\n\t{}\n\t-\t{}",
    "numbered list": "10. {}\n\n    > {}\n    > - {}\n11.  {}",
    "table": "| a \\| {} |{}|\n|---|:-:|\n|   {}   | x \\| y {} |\n| `|` | {}",
    "caption after a table": "| a |\n|---|\n| b |\n\n: x {} {}",
    "caption before a table": "Table: {} x {}\n\n| a |\n|---|\n| {} |",
    "definition list": "x {}\n:   {}\n    {}\n\n    {}\n:   > {}\n\n{} y\n\n:   {}",
    "note": "x[^1] {}\n\n[^1]: {}\n    {}\n\n    > {}\n\n    - {}",
    "note in a quotation": "> x[^1]\n>\n> [^1]: {}\n>     {}",
    "note in the line": "x^[{}] {}^[y {} *{}*]",
    "verse": "| {}\n|     x {}\n  {} y\n| {}",
    "verse in a quotation": "> | {}\n> |   {}",
    "figure": "![{} x {}](a.png)",
    "link": "[x {}](#u) [{}]{{.x}} {}",
    "division": "::: a\n{}\n\n::: {{.b #c}}\n> {}\n:::\n:::",
    "HTML": "<div>\n\n{} <b>x {}</b>\n\n</div>",
    "other letters": "Ёлка 🎄 {} — “x” {} &amp; \\* {} `@` {}",
}

WRITTEN = [
    "[@k]",
    "[see @k, p. 3; -@k; also @k]",
    "@k",
    "@k [p. 3; see @k]",
    "-@k",
    "[@{k}, {p. 3}]",
    '[*see "x"* @k, [x; y](u) *p.* 3]',
    "[см. @k, с. 5; \\* @k]",
    "[- @k;@k ;  @k]",
]


def citations(text: str) -> Iterator[Citation]:
    parsed = parse_blocks(text, FILE, FIRST, "en", frozenset({"manuscript/chapters/a.png"})).value
    return citations_of(WrittenChapter("a", MatterPart.BODY, "", (), parsed.blocks, parsed.notes, Place(FILE)))


def rest_of_line(text: str, place: Place) -> str:
    return text.split("\n")[place.line - FIRST][place.column - 1 :]


@pytest.mark.parametrize("context", CONTEXTS.values(), ids=list(CONTEXTS))
@given(data=st.data())
def test_each_work_is_found_at_its_place(context: str, data: st.DataObject) -> None:
    count = context.count("{}")
    chosen = data.draw(st.lists(st.sampled_from(WRITTEN), min_size=count, max_size=count))
    wanted: list[str] = []
    pieces = []
    for written in chosen:
        first, *others = written.split("k")
        piece = first
        for other in others:
            is_key = piece.endswith(("@", "@{"))
            wanted += [f"key{len(wanted)}"] if is_key else []
            piece += (wanted[-1] if is_key else "k") + other
        pieces.append(piece)
    text = context.format(*pieces)
    found = list(citations(text))
    assert sorted(cite.key for citation in found for cite in citation.cites) == sorted(wanted)
    for citation in found:
        there = rest_of_line(text, citation.place)
        assert there.startswith("[" if citation.mode == "bracket" else ("@", "-@"))
        if citation.length <= len(there):  # "@key" may end a line, and "[p. 3]" begin the next
            assert there[: citation.length].endswith(("]", "}", citation.cites[0].key))
        for cite in citation.cites:
            assert rest_of_line(text, cite.place).startswith((f"@{cite.key}", f"@{{{cite.key}}}"))
