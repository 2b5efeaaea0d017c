"""Time the settling of citations beside plain Pandoc on the same text in the same run: `make bench`.

What is timed of ours is the whole resolve stage (notes, positions, Pandoc's call, source index) of a manuscript
that is read already, and beside it the reading of Markdown and .bib; of Pandoc the whole command, which reads and
writes as well. Medians of RUNS runs, ours and Pandoc's by turns.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "resolve"))

from settled_books import CSL_PLACE, IBID, manuscript

from kirovbook.resolve import csl, resolve
from kirovbook.resolve.pandoc import _program

RUNS = 3
CHAPTER = 50
"""Citations in a chapter."""

SURNAMES = "Knight Getty Lenoe Conquest Kirilina Orlov Ulam Tucker Khlevniuk Service Naumov Sedov Volkogonov".split()  # noqa: SIM905
NOUNS = "terror archive party factory winter congress commissar letter purge harvest railway telegram".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Case:
    """How many citations of how many works, how many entries the .bib has, and the most seconds allowed."""

    citations: int
    works: int
    entries: int
    bound: float


CASES = (
    Case(1_000, 200, 200, 1.5),
    Case(2_500, 500, 500, 0.0),
    Case(5_000, 1_000, 1_000, 0.0),
    Case(10_000, 2_000, 2_000, 12.0),
    Case(1_000, 200, 10_000, 4.0),
)


def write_bib(entries: int, rng: random.Random) -> str:
    """Give a bibliography of books, chapters, articles and archive items."""
    written = []
    for number in range(entries):
        author = f"{rng.choice(SURNAMES)}, {rng.choice('ABCDEFGHIJKLM')}. {rng.choice('ABCDEFGHIJKLM')}."
        title = f"The {rng.choice(NOUNS).title()} and the {rng.choice(NOUNS).title()} {number}"
        held = (
            "publisher = {Harvard University Press}, location = {Cambridge}",
            "journaltitle = {Slavic Review}, volume = {61}, number = {2}, pages = {352--380}",
            f"booktitle = {{Essays on the {rng.choice(NOUNS)}}}, editor = {{Brown, Robert}}, pages = {{10--40}}",
            "archive = {RGASPI}, fond = {80}, opis = {18}, delo = {92}",
        )
        kinds = ("book", "article", "incollection", "archive")
        kind = rng.choices(range(4), (5, 3, 1, 1))[0]
        written.append(
            f"@{kinds[kind]}{{work{number}, author = {{{author}}}, title = {{{title}}}, "
            f"date = {{{rng.randint(1930, 2020)}}}, {held[kind]}}}"
        )
    return "\n".join(written) + "\n"


def write_chapters(case: Case, rng: random.Random) -> tuple[str, ...]:
    """Give chapters in which each work is cited some five times, often twice running."""
    keys = [f"work{number}" for number in range(0, case.entries, case.entries // case.works)][: case.works]
    cited = (keys * (case.citations // len(keys) + 1))[: case.citations]
    rng.shuffle(cited)
    sentences = [f"The committee met on day {number} [@{key}, p. {number % 300 + 1}]." for number, key in
                 enumerate(cited)]
    for number in range(3, len(sentences), 4):
        sentences[number] = f"So it was [@{cited[number - 1]}, p. {number % 300 + 2}]."
    return tuple(" ".join(sentences[start : start + CHAPTER]) for start in range(0, len(sentences), CHAPTER))


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pandoc_on(chapters: tuple[str, ...], bib: str, folder: Path) -> Callable[[], object]:
    """Make ready what runs Pandoc's command on the same text."""
    text = "\n\n".join(f"# {number} {{.reset-citation-positions}}\n\n{one}" for number, one in enumerate(chapters))
    (folder / "book.md").write_text(text, encoding="utf-8")
    (folder / "works.bib").write_text(bib, encoding="utf-8")
    (folder / "style.csl").write_text(csl.house_style().text, encoding="utf-8")
    command = [_program(), "book.md", "--citeproc", "--bibliography=works.bib", "--csl=style.csl", "-t", "html",
               "-o", "book.html"]
    return lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True)


def measure(case: Case) -> tuple[float, float, float]:
    """Give the medians for a case: reading, resolving, and Pandoc's whole command, in seconds."""
    rng = random.Random(case.citations + case.entries)
    bib, chapters = write_bib(case.entries, rng), write_chapters(case, rng)
    reading, resolving, theirs = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        run_pandoc = pandoc_on(chapters, bib, Path(folder))
        for _ in range(RUNS):
            start = time.perf_counter()
            written = manuscript(chapters, bib)
            reading.append(time.perf_counter() - start)
            resolving.append(timed(lambda written=written: resolve(written, IBID, CSL_PLACE)))
            theirs.append(timed(run_pandoc))
    return statistics.median(reading), statistics.median(resolving), statistics.median(theirs)


def main() -> int:
    """Print the table; 1 if a bound is not kept."""
    print(f"Citations, medians of {RUNS} runs, in seconds")
    print("citations  works  .bib entries   read  resolve  bound   pandoc  resolve/pandoc")
    taken: dict[int, float] = {}
    kept = True
    for case in CASES:
        read, settle, theirs = measure(case)
        # With a large .bib the reading of it is what is asked about.
        counted = settle if case.entries == case.works else read + settle
        kept = kept and (not case.bound or counted <= case.bound)
        bound = f"{case.bound:5.1f}" if case.bound else "    -"
        print(f"{case.citations:9,}  {case.works:5,}  {case.entries:12,}  {read:5.2f}  {settle:7.2f}  {bound}  "
              f"{theirs:7.2f}  {settle / theirs:14.2f}")
        if case.entries == case.works:
            taken[case.citations] = settle
    few, many = min(taken), max(taken)
    print(f"growth: time ~ citations^{log(taken[many] / taken[few]) / log(many / few):.2f}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
