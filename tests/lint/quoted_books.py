"""Books of many sources and many quotations of them, the same every time."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from kirovbook.lint.quotations import Quotations, quotations_of
from kirovbook.model.book import Book
from kirovbook.model.index import SourceIndex
from kirovbook.parse import parse
from kirovbook.project import ManuscriptFile, Project, load

SYLLABLES = "ka ro mi lev tan gor shu be no vi da sol per ya zim ok ul fe ri chu".split()  # noqa: SIM905
SENTENCES = 8


def words(rng: random.Random, count: int) -> list[str]:
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 3))) for _ in range(count)]


def passages(rng: random.Random, count: int) -> list[list[str]]:
    """Give the sentences of that many passages."""
    return [
        [" ".join(words(rng, rng.randint(9, 20))).capitalize() + "." for _ in range(SENTENCES)] for _ in range(count)
    ]


def source_file(number: int, text: str, kind: str = "extract") -> ManuscriptFile:
    header = f"---\nid: s{number}\nwork: w{number}\ntitle: T\nkind: {kind}\n---\nHeadnote.\n\n::: {kind}\n"
    return ManuscriptFile(f"manuscript/sources/{number:04}.md", f"{header}{text}\n:::\n")


def judged(chapter: str, sources: list[ManuscriptFile], folder: Path) -> Quotations:
    """Judge the quotations of a chapter against some sources."""
    file = ManuscriptFile("manuscript/chapters/01.md", chapter)
    for one in (file, *sources):
        (folder / one.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / one.path).write_text(one.text, encoding="utf-8", errors="surrogatepass")
    return judged_in(folder)


def judged_in(folder: Path) -> Quotations:
    project = load(folder, date(2026, 1, 1)).value
    assert project is not None
    return judge(project)


def judge(project: Project) -> Quotations:
    manuscript = parse(project).value
    book = Book(manuscript.identity, (), (), (), (), SourceIndex())
    return quotations_of(project, manuscript, book)
