"""Books of any length, written by chance: chapters, notes, a bibliography of 200 works, and ways to edit them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from noted_books import _NAMES, _WHAT, prose, sentence

WORKS = 200
STYLE = "chicago-notes-bibliography-subsequent-ibid"
_NOTES_OF_A_PAGE = 3.3
_WORDS_OF_A_PAGE = 277
"""Of a chapter, with the notes that come beside them, and half a blank page for each chapter."""

_FRONT, _INDEX = 6, 14
"""The pages before the first chapter, and those of an index of all works."""

_PAGE = 390
"""The words of a paragraph that fills a page without notes: 38 lines."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a book is to be: the pages it is to come near, its chapters, its notes, the words of its chapters."""

    pages: int
    chapters: int
    notes: int
    words: int


_MEASURED = (Extent(168, 12, 528, 42_300), Extent(662, 46, 2_100, 175_000), Extent(2_000, 140, 6_300, 536_000))


def extent_of(pages: int) -> Extent:
    """Give the extent of a book of about that many pages, 10 at least: some 14 pages and 45 notes to a chapter."""
    for extent in _MEASURED:
        if extent.pages == pages:
            return extent
    body = pages - _FRONT - max(1, round(_INDEX * min(1, pages / 168)))
    return Extent(pages, max(1, round(pages * 0.07)), round(body * _NOTES_OF_A_PAGE), body * _WORDS_OF_A_PAGE)


def write_book(root: Path, extent: Extent, seed: int = 5) -> None:
    """Write a book with a print edition below ``root``: two notes of three are citations, the third has words too."""
    rng = random.Random(seed)
    chapters = root / "manuscript/chapters"
    chapters.mkdir(parents=True)
    works = min(WORKS, extent.notes)
    (root / "b.bib").write_text("".join(_work(number, rng) for number in range(works)), encoding="utf-8")
    (root / "manuscript/book.toml").write_text(
        f'[book]\ntitle = "The Lower Harbour"\nauthors = ["The Printers"]\nlang = "en-GB"\ncsl = "{STYLE}"\n'
        'bibliography = ["../b.bib"]\n[editions.print]\nkind = "pdf"\n', encoding="utf-8")
    for number in range(1, extent.chapters + 1):
        notes = extent.notes * number // extent.chapters - extent.notes * (number - 1) // extent.chapters
        written = _chapter(number, notes, extent.words // extent.chapters, works, rng)
        (chapters / f"{number:03}.md").write_text(written, encoding="utf-8")


def _work(number: int, rng: random.Random) -> str:
    author = f"{rng.choice(_NAMES).split()[-1]} {number}, {rng.choice('ABCDEFGH')}."
    return (f"@book{{w{number}, author = {{{author}}}, title = {{{sentence(rng, 4)[:-1]} {number}}}, "
            f"date = {{{1862 + number % 130}}}, publisher = {{Press}}, location = {{London}}}}\n")


def _chapter(number: int, notes: int, words: int, works: int, rng: random.Random) -> str:
    parts, defined = [f"# Inquiry {number}: {rng.choice(_WHAT)}"], list[str]()
    called = written = 0
    while called < notes or written < words:
        said = list[str]()
        for each in prose(rng, rng.randint(60, 130)).split(". "):
            call = ""
            if called < notes and rng.random() < notes * 28 / words:
                called += 1
                call = _call(called, works, defined, rng)
            said.append(f"{each.rstrip('.')}.{call}")
        parts.append(" ".join(said))
        written += len(parts[-1].split())
    return "\n\n".join([*parts, *defined]) + "\n"


def _call(number: int, works: int, defined: list[str], rng: random.Random) -> str:
    if number % 3:
        return f"[@w{rng.randrange(works)}, p. {rng.randint(1, 400)}]"
    defined.append(f"[^{number}]: {prose(rng, 25)} So says @w{rng.randrange(works)} [p. {number}].")
    return f"[^{number}]"


def chapter_file(root: Path, number: int) -> Path:
    """Give the file of a chapter, counted from 1."""
    return root / f"manuscript/chapters/{number:03}.md"


def change_a_word(file: Path) -> None:
    """Edit a paragraph in the middle of a chapter so that its lines are as long as before, or nearly."""
    _edit(file, lambda paragraph: paragraph.replace(" the ", " our ", 1))


def add_a_page(file: Path, rng: random.Random) -> None:
    """Edit a paragraph in the middle of a chapter so that it is longer by a page."""
    _edit(file, lambda paragraph: f"{paragraph} {prose(rng, _PAGE)}")


def add_a_note(file: Path, rng: random.Random) -> None:
    """Add a note that cites a work to a paragraph in the middle of a chapter."""
    cited = f"[@w{rng.randrange(10)}, p. {rng.randint(401, 900)}]"
    _edit(file, lambda paragraph: re.sub(r"(?<=[a-z]\.) ", f"{cited} ", f"{paragraph} So it stood.", count=1))


def _edit(file: Path, change: Callable[[str], str]) -> None:
    parts = file.read_text(encoding="utf-8").split("\n\n")
    paragraphs = [place for place, part in enumerate(parts) if not part.startswith(("#", "[^"))]
    middle = paragraphs[len(paragraphs) // 2]
    changed = change(parts[middle])
    assert changed != parts[middle], f"{file} has no more to change"
    parts[middle] = changed
    file.write_text("\n\n".join(parts), encoding="utf-8")
