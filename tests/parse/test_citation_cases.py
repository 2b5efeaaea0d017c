"""What Pandoc reads in each case, `citation_cases.txt` says; we read the same, and it is what Pandoc says today."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from kirovbook.diagnostics import Place
from kirovbook.model.book import MatterPart, WrittenChapter
from kirovbook.model.citation import Citation
from kirovbook.model.plain import plain_inlines
from kirovbook.parse.citation_list import citations_of
from kirovbook.parse.markdown import parse_blocks

FILE = "manuscript/chapters/01-a.md"
TABLE = Path(__file__).with_name("citation_cases.md")
ANSWERS = Path(__file__).with_name("citation_cases.txt")
GROUPS = re.compile(r"^## (.+?)\n\n~{6}\n(.*?)\n~{6}$", re.DOTALL | re.MULTILINE)
CASES = [case for _, group in GROUPS.findall(TABLE.read_text(encoding="utf-8")) for case in group.split("\n%%\n")]
MODES = {"NormalCitation": "normal", "SuppressAuthor": "suppress", "AuthorInText": "intext"}
PARTING = {"t": "Para", "c": [{"t": "Str", "c": "PARTING"}]}

# Where we read otherwise on purpose, and why. A case that agrees after all has no place here.
DELIBERATE = {
    "@{}": "a key without a letter names no work",
    "[]@b]": "a bracket that nothing opens closes nothing; Pandoc lets a prefix end in it and loses it",
    '[@a"]': "a quotation mark alone turns the way it stands: behind a word it closes",
    "[@a~~]": "marks that enclose nothing are kept as they were written; Pandoc loses them",
    "[@a^[]]": "a note within a citation is reported, and its brackets are kept",
    "@a [^case3] and [@b [^case3]]\n\n[^case3]: A note.": "the same: its mark is kept to be seen",
    "^^[@a]": "a note is read wherever one is written; to Pandoc '^^[' is text",
    "[![](u)@a]": "a picture that is missing is named where it should stand",
    "\\a@a": "TeX is no part of a manuscript: to Pandoc '\\a' is a command, behind which a key may stand",
    "x ``@a`": "code is CommonMark's: two backticks are not closed by one",
}


def citations(text: str) -> Iterator[Citation]:
    parsed = parse_blocks(text, FILE, 1, "en", frozenset()).value
    return citations_of(WrittenChapter("a", MatterPart.BODY, "", (), parsed.blocks, parsed.notes, Place(FILE)))


def ours(text: str) -> list[str]:
    return [line for citation in citations(text) for line in shown(citation)]


def shown(citation: Citation) -> Iterator[str]:
    for cite in citation.cites:
        yield item(citation.mode, cite.key, cite.mode, plain_inlines(cite.prefix), plain_inlines(cite.suffix))


def item(mode: str, key: str, cite_mode: str, *around: str) -> str:
    """Write one work; a no-break space is as good as another, Pandoc sets them after 'p.' and the like."""
    prefix, suffix = (said.replace("\u00a0", " ") for said in around)
    return f"  {mode} {key} {cite_mode} {prefix!r} {suffix!r}"


def pandoc_says(texts: list[str]) -> list[list[str]]:
    """Ask Pandoc for all cases at once; a paragraph of its own parts them."""
    command = [pypandoc.get_pandoc_path(), "-f", "markdown-example_lists", "-t", "json"]
    parted = "\n\nPARTING\n\n".join(texts)
    made = subprocess.run(command, input=parted.encode(), capture_output=True, check=True).stdout
    said: list[list[str]] = [[]]
    for block in json.loads(made)["blocks"]:
        if block == PARTING:
            said.append([])
        else:
            said[-1] += cites_in(block)
    assert len(said) == len(texts)
    return said


def cites_in(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from cites_in(child)
    elif isinstance(node, dict) and node.get("t") == "Cite":
        cites, fallback = node["c"]
        mode = "bracket" if words(fallback).startswith("[") else "intext"
        for cite in cites:
            around = words(cite["citationPrefix"]), words(cite["citationSuffix"])
            yield item(mode, cite["citationId"], MODES[cite["citationMode"]["t"]], *around)
        for cite in cites:
            yield from cites_in([cite["citationPrefix"], cite["citationSuffix"]])
    elif isinstance(node, dict) and node.get("t") == "Figure":
        yield from cites_in(node["c"][1])  # the picture's alternative text says the caption again
    elif isinstance(node, dict):
        for child in node.values():
            yield from cites_in(child)


def words(inlines: list[Any]) -> str:
    """Give Pandoc's inlines as plain words, as ours are given."""
    return "".join(spoken(inline["t"], inline.get("c")) for inline in inlines)


def spoken(kind: str, content: Any) -> str:
    match kind:
        case "Str":
            return str(content)
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Code" | "Math":
            return str(content[1])
        case "Quoted":
            left, right = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return f"{left}{words(content[1])}{right}"
        case "Link" | "Span":
            return words(content[1])
        case "Emph" | "Strong" | "Strikeout" | "Superscript" | "Subscript" | "SmallCaps":
            return words(content)
        case _:
            return ""


def answers() -> dict[str, list[str]]:
    """Read the golden file: each case with '| ' before its lines, then what Pandoc reads in it."""
    found: dict[str, list[str]] = {}
    for block in ANSWERS.read_text(encoding="utf-8").split("\n\n")[1:]:
        lines = block.rstrip("\n").split("\n")
        case = "\n".join(line[2:] for line in lines if line.startswith("| "))
        found[case] = [line for line in lines if line.startswith("  ")]
    return found


def test_the_golden_file_is_what_pandoc_says_today(golden: Callable[[str, Path], None]) -> None:
    said = pandoc_says(CASES)
    agreed = sum(ours(case) == expected for case, expected in zip(CASES, said, strict=True))
    items = sum(map(len, said))
    written = f"{agreed} of {len(CASES)} cases agree with Pandoc; Pandoc reads {items} works in them.\n"
    for case, expected in zip(CASES, said, strict=True):
        written += "\n" + "".join(f"| {line}\n" for line in case.split("\n")) + "".join(f"{one}\n" for one in expected)
    golden(written, ANSWERS)


@pytest.mark.parametrize("case", [case for case in CASES if case not in DELIBERATE])
def test_we_read_what_pandoc_reads(case: str) -> None:
    assert ours(case) == answers()[case]


@pytest.mark.parametrize("case", DELIBERATE)
def test_what_we_read_otherwise_still_differs(case: str) -> None:
    assert ours(case) != answers()[case], "this agrees with Pandoc now: take it out of DELIBERATE"


def test_all_but_a_few_cases_agree() -> None:
    heading = ANSWERS.read_text(encoding="utf-8").partition("\n")[0]
    assert heading.startswith(f"{len(CASES) - len(DELIBERATE)} of {len(CASES)} cases agree")
    assert len(CASES) >= 300
    assert len(set(CASES)) == len(CASES)
    assert set(DELIBERATE) < set(CASES)
    assert len(DELIBERATE) <= len(CASES) // 10


@pytest.mark.parametrize("case", CASES)
def test_each_work_is_found_at_its_place(case: str) -> None:
    lines = case.split("\n")
    for citation in citations(case):
        place = citation.place
        assert lines[place.line - 1][place.column - 1 :].startswith("[" if citation.mode == "bracket" else ("@", "-@"))
        for cite in citation.cites:
            there = lines[cite.place.line - 1][cite.place.column - 1 :]
            assert there.startswith((f"@{cite.key}", f"@{{{cite.key}}}"))
