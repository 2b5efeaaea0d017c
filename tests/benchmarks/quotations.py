"""Time the judging of 1,000 quotations against 500 sources, and of fewer and more: `make bench`.

A source's passage has eight sentences; a quotation is one of them, as it is, with a word changed, or with an ellipsis.
Seconds are the processor's.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "lint"))

from quoted_books import passages, source_file

from kirovbook.lint.quotations import quotations_of
from kirovbook.model.book import Book
from kirovbook.model.index import SourceIndex
from kirovbook.parse import parse
from kirovbook.project import load

RUNS = 3
CASES = ((250, 125, 0.0), (1_000, 500, 2.0), (4_000, 2_000, 0.0))
"""Quotations, sources, and the most seconds allowed."""


def write_book(folder: Path, quotations: int, sources: int, rng: random.Random) -> None:
    """Write the sources, and chapters of a hundred quotations each."""
    held = passages(rng, sources)
    for number, sentences in enumerate(held):
        file = source_file(number, " ".join(sentences))
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_text(file.text, encoding="utf-8")
    for chapter in range(0, quotations, 100):
        lines = [f"# Chapter {chapter}\n"]
        for _ in range(min(100, quotations - chapter)):
            number = rng.randrange(sources)
            said = rng.choice(held[number]).split(" ")
            if (kind := rng.randrange(4)) == 0:
                said[3] += "x"
            elif kind == 1:
                said[3] = "…"
            lines.append(f"It says: “{' '.join(said)}”[@w{number}] And so on.\n")
        path = folder / f"manuscript/chapters/{chapter:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Print the table."""
    rng = random.Random(7)
    print(f"{'quotations':>10} {'sources':>8} {'judged':>8} {'bound':>6}  verdicts")
    for quotations, sources, bound in CASES:
        with tempfile.TemporaryDirectory() as name:
            write_book(Path(name), quotations, sources, rng)
            project = load(Path(name), date(2026, 1, 1)).value
            assert project is not None
            manuscript = parse(project).value
            book = Book(manuscript.identity, (), (), (), (), SourceIndex())
            times = []
            for _ in range(RUNS):
                start = time.process_time()
                judged = quotations_of(project, manuscript, book).judged
                times.append(time.process_time() - start)
            told = Counter(one.verdict for one in judged)
            counts = ", ".join(f"{count} {verdict}" for verdict, count in told.items())
            shown = f"{bound:.1f}" if bound else ""
            print(f"{quotations:>10,} {sources:>8,} {statistics.median(times):>7.2f}s {shown:>6}  {counts}", flush=True)


if __name__ == "__main__":
    main()
