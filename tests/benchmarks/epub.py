"""Time an e-book of 300 chapters and 5,000 notes, beside Pandoc's own EPUB writer on the same text.

python tests/benchmarks/epub.py [RUNS]
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypandoc
from small_books import WORDS, sentence

from kirovbook.diagnostics import Place
from kirovbook.resolve import csl

CHAPTERS, NOTES, WORKS = 300, 5000, 200
BOUND = 12.0
STYLE = "chicago-notes-bibliography-subsequent-ibid"


def write_book(root: Path) -> tuple[int, list[Path]]:
    """Write the book below ``root``; give its words and its chapters' files."""
    rng, words = random.Random(5), 0
    chapters = root / "manuscript/chapters"
    chapters.mkdir(parents=True)
    (root / "b.bib").write_text("".join(
        f"@book{{w{number}, author = {{{rng.choice(WORDS).capitalize()}, {rng.choice(WORDS).capitalize()}}},"
        f" title = {{{sentence(rng, 5)[:-1]} {number}}}, date = {{{1900 + number % 90}}}, publisher = {{Press}},"
        f" location = {{London}}}}\n" for number in range(WORKS)), encoding="utf-8")
    (root / "manuscript/book.toml").write_text(
        f'[book]\ntitle = "Five Thousand Notes"\nauthors = ["The Printers"]\nlang = "en-GB"\ncsl = "{STYLE}"\n'
        'bibliography = ["../b.bib"]\n[editions.epub]\nkind = "epub"\n', encoding="utf-8")
    files = []
    for number in range(1, CHAPTERS + 1):
        parts, defined = [f"# Chapter {number} of {rng.choice(WORDS)}"], []
        in_this = NOTES * number // CHAPTERS - NOTES * (number - 1) // CHAPTERS
        for note in range(1, in_this + 1):
            if note % 2:
                call = f"[@w{rng.randrange(WORKS)}, p. {rng.randint(1, 400)}]"
            else:
                call = f"[^{note}]"
                defined.append(f"[^{note}]: {sentence(rng, 20)} So says @w{rng.randrange(WORKS)} [p. {note}].")
            parts.append(f"{sentence(rng, 40)}{call} {sentence(rng, 25)}")
        text = "\n\n".join([*parts, *defined]) + "\n"
        words += len(text.split())
        path = chapters / f"{number:03}.md"
        path.write_text(text, encoding="utf-8")
        files.append(path)
    return words, files


def ours(root: Path) -> float:
    """Give the seconds that a fresh command takes, its cache left aside."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kirovbook", "build", str(root), "-e", "epub", "--no-cache", "--quiet"],
                   check=True, capture_output=True)
    return time.perf_counter() - begun


def pandocs(root: Path, files: list[Path], *more: str) -> float:
    """Give the seconds that Pandoc takes to write an EPUB of the same files."""
    begun = time.perf_counter()
    subprocess.run(
        [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", "epub3", "--metadata", "title=Five Thousand Notes",
         "--metadata", "lang=en-GB", "--output", str(root / "pandoc.epub"), "--file-scope", *more, *map(str, files)],
        check=True, capture_output=True)
    return time.perf_counter() - begun


def main() -> None:
    """Print the medians of the runs, which take turns."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        words, files = write_book(root)
        citing = ("--citeproc", "--bibliography", str(root / "b.bib"), "--csl", str(style_file(root)))
        rows = [(ours(root), pandocs(root, files), pandocs(root, files, *citing)) for _ in range(runs)]
    kirovbook, plain, citeproc = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"{CHAPTERS} chapters, {NOTES} notes, {words:,} words, {WORKS} works; medians of {runs} runs")
    print(f"kirovbook build -e epub --no-cache   {kirovbook:6.1f} s (bound {BOUND:.0f} s)")
    print(f"pandoc, citations left as written    {plain:6.1f} s")
    print(f"pandoc --citeproc, the same style    {citeproc:6.1f} s")


def style_file(root: Path) -> Path:
    """Write the style where Pandoc can read it."""
    found = csl.find_style(STYLE, Place("b.csl")).value
    path = root / "style.csl"
    path.write_text(found.text if found else "", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
