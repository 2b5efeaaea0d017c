"""Citations are read as Pandoc reads them, each with its place."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.model.citation import Citation, CrossReference, Target
from kirovbook.model.inlines import Text
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import inlines_of
from kirovbook.parse.markdown import parse_blocks

FILE = "manuscript/chapters/01-a.md"
TABLE = Path(__file__).with_name("citations.md").read_text(encoding="utf-8")
CASES = TABLE.partition("~~~~ cases\n")[2].removesuffix("~~~~\n").strip().split("\n\n")
ANSWER = re.compile(r"^(?=(?:bracket \d|intext \d|none$))", re.MULTILINE)
EXAMPLES = [(case[: at - 1], case[at:]) for case in CASES for at in [ANSWER.search(case).start()]]


def citations(text: str) -> list[Citation]:
    parsed = parse_blocks(text, FILE, 1, "en", frozenset()).value
    return [inline for inline in inlines_of(parsed.blocks) if isinstance(inline, Citation)]


def shown(citation: Citation) -> Iterator[str]:
    yield f"{citation.mode} {citation.place.line}:{citation.place.column}"
    for cite in citation.cites:
        prefix, suffix = plain_inlines(cite.prefix), plain_inlines(cite.suffix)
        yield f"  {cite.key} {cite.mode} {prefix!r} {suffix!r} {cite.place.line}:{cite.place.column}"


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_a_citation_is_read_with_its_places(text: str, expected: str) -> None:
    assert "\n".join(line for citation in citations(text) for line in shown(citation)) == expected.replace("none", "")


def test_there_are_enough_cases() -> None:
    assert len(EXAMPLES) >= 60


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_the_length_of_a_citation_covers_it(text: str, expected: str) -> None:
    assert expected
    for citation in citations(text):
        lines = text.split("\n")
        start = sum(len(line) + 1 for line in lines[: citation.place.line - 1]) + citation.place.column - 1
        covered = text[start : start + citation.length]
        assert covered.startswith(("[", "@", "-@"))
        assert covered.endswith("]") or covered.lstrip("-@").strip("{}") == citation.cites[0].key
        assert all("@" in covered and cite.key in covered for cite in citation.cites)


def pandoc_says(texts: list[str]) -> list[list[Any]]:
    command = [pypandoc.get_pandoc_path(), "-f", "markdown-example_lists", "-t", "json"]
    made = subprocess.run(command, input="\n\n".join(texts), capture_output=True, text=True, check=True).stdout
    blocks = json.loads(made)["blocks"]
    assert len(blocks) == len(texts)
    return [list(cites_in(block)) for block in blocks]


def cites_in(node: Any) -> Iterator[Any]:
    if isinstance(node, list):
        for child in node:
            yield from cites_in(child)
    elif isinstance(node, dict):
        if node.get("t") == "Cite":
            yield [
                (
                    cite["citationId"],
                    cite["citationMode"]["t"],
                    words(cite["citationPrefix"]),
                    words(cite["citationSuffix"]),
                )
                for cite in node["c"][0]
            ]
            for cite in node["c"][0]:
                yield from cites_in(cite["citationPrefix"])
                yield from cites_in(cite["citationSuffix"])
            return
        for child in node.values():
            yield from cites_in(child)


def words(inlines: list[Any]) -> str:
    said = ""
    for inline in inlines:
        match inline:
            case {"t": "Str", "c": str(text)}:
                said += text
            case {"t": "Space" | "SoftBreak"}:
                said += " "
            case {"t": "Code", "c": [_, text]}:
                said += text
            case {"t": "Quoted", "c": [_, inner]}:
                said += f"“{words(inner)}”"
            case {"t": "Emph" | "Strong", "c": inner}:
                said += words(inner)
    return said.replace("\u00a0", " ")


def test_pandoc_says_the_same() -> None:
    modes = {"normal": "NormalCitation", "suppress": "SuppressAuthor", "intext": "AuthorInText"}
    texts = [text for text, _ in EXAMPLES]
    for text, expected in zip(texts, pandoc_says(texts), strict=True):
        ours = [
            [
                (cite.key, modes[cite.mode], plain_inlines(cite.prefix), plain_inlines(cite.suffix))
                for cite in citation.cites
            ]
            for citation in citations(text)
        ]
        assert ours == expected, text


KEY = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
WORDS = st.from_regex(r"[a-z]{1,5}( [a-z]{1,5}){0,2}", fullmatch=True)
CITE = st.tuples(st.one_of(st.just(""), WORDS), st.booleans(), KEY, st.one_of(st.just(""), WORDS))


@given(st.lists(CITE, min_size=1, max_size=4), st.sampled_from(["", "> ", "- ", "1. ", "# ", "> - ", "*x* `y` "]))
def test_citations_survive_a_round_trip(cites: list[tuple[str, bool, str, str]], before: str) -> None:
    written = "; ".join(
        f"{prefix}{' ' if prefix else ''}{'-' if suppressed else ''}@{key}{', ' if suffix else ''}{suffix}"
        for prefix, suppressed, key, suffix in cites
    )
    (citation,) = citations(f"{before}word [{written}].")
    read = [
        (plain_inlines(cite.prefix), cite.mode == "suppress", cite.key, plain_inlines(cite.suffix).removeprefix(", "))
        for cite in citation.cites
    ]
    assert read == cites
    assert citation.place.column == len(before) + len("word ") + 1


def references(text: str) -> list[CrossReference | Citation | Text]:
    parsed = parse_blocks(text, FILE, 1, "en", frozenset()).value
    return [inline for inline in inlines_of(parsed.blocks) if isinstance(inline, CrossReference | Citation)]


def test_a_key_with_src_or_ch_is_a_cross_reference() -> None:
    (first, second) = references("as in [see @src:orlov, lines 5-9] and @ch:smolny")
    assert isinstance(first, CrossReference)
    assert isinstance(second, CrossReference)
    assert (first.target, first.id, plain_inlines(first.prefix), plain_inlines(first.suffix)) == (
        Target.SOURCE,
        "orlov",
        "see",
        ", lines 5-9",
    )
    assert (first.place.column, first.length) == (12, 10)
    assert (second.target, second.id, second.length) == (Target.CHAPTER, "smolny", 10)


def test_a_bracket_of_works_and_sources_keeps_both() -> None:
    kinds = [type(inline) for inline in references("[@knight; @src:orlov; see @src:arnot]")]
    assert kinds == [CrossReference, CrossReference, Citation]


def test_a_citation_within_a_citation_is_reported() -> None:
    outcome = parse_blocks("[@a @b]", FILE, 1, "en", frozenset())
    assert [(found.code, found.place.column) for found in outcome.diagnostics] == [("M126", 5)]
