"""Read an imported book back from its files, to hold it against the truth."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile


@dataclass(frozen=True)
class ReadSource:
    id: str
    label: str
    work: str
    title: str
    headnote: str
    passage: str


@dataclass(frozen=True)
class ReadBook:
    title: str
    chapters: list[tuple[str, str]]
    sources: list[ReadSource]
    types: dict[str, str]
    dates: dict[str, str]
    authors: dict[str, str]
    report: str


def field(header: str, name: str) -> str:
    found = re.search(rf'^{name}: "?(.*?)"?$', header, re.MULTILINE)
    return found[1] if found else ""


def read_book(folder: Path) -> ReadBook:
    chapters = []
    for file in sorted((folder / "manuscript" / "chapters").glob("*.md")):
        _, _, body = file.read_text("utf-8").split("---\n", 2)
        heading, _, text = body.strip().partition("\n")
        chapters.append((heading.removeprefix("# "), text.strip()))
    sources = []
    for file in sorted((folder / "manuscript" / "sources").glob("*.md"), key=lambda path: int(path.name.split("-")[0])):
        _, header, body = file.read_text("utf-8").split("---\n", 2)
        headnote, _, passage = body.partition("::: extract\n")
        sources.append(ReadSource(field(header, "id"), field(header, "label"), field(header, "work"),
        field(header, "title"),
                                  headnote.strip(), passage.partition("\n:::")[0].strip()))  # fmt: skip
    works = read_bibliography((ManuscriptFile("b.bib", (folder / "bibliography.bib").read_text("utf-8")),)).value
    return ReadBook(
        tomllib.loads((folder / "manuscript" / "book.toml").read_text("utf-8"))["book"]["title"], chapters, sources,
        {work.key: work.type for work in works},
        {work.key: work.get("date") or work.get("eventdate") for work in works},
        {work.key: work.get("author") for work in works}, (folder / "import.md").read_text("utf-8"),
    )  # fmt: skip
