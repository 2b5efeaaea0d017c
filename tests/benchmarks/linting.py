"""Time the linter, and the whole command around it, on books of 10,000 to 1,000,000 words: `make bench`.

The books are made of the Kirov book's chapters over and over, each time with other names, years and an odd word or two,
so that no paragraph stands twice. "rules" is all rules over a book that is read and settled; "check" is the whole
command in a process of its own. Seconds are the processor's, so that what else runs does not count.
"""

from __future__ import annotations

import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from math import log
from pathlib import Path

from kirovbook import pipeline
from kirovbook.cache import open_cache
from kirovbook.lint.registry import Rule, all_rules
from kirovbook.lint.runner import lint
from kirovbook.memory import Memory
from kirovbook.model.book import Book, Manuscript
from kirovbook.project import Project

ROOT = Path(__file__).parents[2]
RUNS = 3
BOUNDS = {100_000: 2.0}
"""The most seconds that the rules may take."""
SYLLABLES = "ka ro mi lev tan gor shu be no vi da sol per ya zim ok ul fe ri chu".split()  # noqa: SIM905
_WORD = re.compile(r"(?<![\w@#{:\[(./-])[a-z]{7,}(?![\w}\]:./-])")


def write_book(folder: Path, words: int, rng: random.Random) -> int:
    """Write a book of some words, and give how many they are in the end."""
    for part in ("front", "sources", "back"):
        shutil.copytree(ROOT / "manuscript" / part, folder / "manuscript" / part)
    for file in ("bibliography.bib", "manuscript/people.toml"):
        shutil.copy(ROOT / file, folder / file)
    (folder / "manuscript" / "chapters").mkdir()
    originals = sorted((ROOT / "manuscript" / "chapters").glob("*.md"))
    written, number = 0, 0
    while written < words:
        text = originals[number % len(originals)].read_text(encoding="utf-8")
        if number >= len(originals):
            text = re.sub(r"^id: .*$", f"id: chapter-{number}", text, count=1, flags=re.MULTILINE)
            text = re.sub(r"\{#[\w-]+\}", "", text)
            text = _WORD.sub(lambda word: _varied(word[0], rng), text)
        (folder / "manuscript" / "chapters" / f"{number:05}.md").write_text(text, encoding="utf-8")
        written += len(text.split())
        number += 1
    return written


def _varied(word: str, rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=3)) if rng.random() < 1 / 20 else word


def settled(folder: Path) -> tuple[Project, Manuscript, Book]:
    with open_cache() as cache:
        project, manuscript, book, _ = pipeline.settle(folder, Memory(cache), is_draft=False)
    assert project is not None
    assert manuscript is not None
    assert book is not None
    return project, manuscript, book


def timed_check(folder: Path, *options: str) -> float:
    """Time the whole command."""
    start = _of_children()
    command = [sys.executable, "-m", "kirovbook", "check", str(folder), "--quiet", *options]
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
    return _of_children() - start


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def dearest(project: Project, manuscript: Manuscript, book: Book) -> str:
    """Name the rules that take the most time."""
    spent = Counter[str]()
    original = Rule.diagnose

    def timed(rule: Rule[object], read: object) -> object:
        start = time.process_time()
        found = list(original(rule, read))
        spent[f"{rule.code} {rule.name}"] += round((time.process_time() - start) * 1000)
        return iter(found)

    Rule.diagnose = timed  # type: ignore[method-assign,assignment]
    try:
        lint(project, manuscript, book)
    finally:
        Rule.diagnose = original  # type: ignore[method-assign]
    return ", ".join(f"{name} {spent} ms" for name, spent in spent.most_common(5))


def main() -> None:
    """Print the table, the growth, and the dearest rules."""
    rng, measured, costly = random.Random(5), list[tuple[int, float]](), ""
    print(f"{len(all_rules())} rules\n\n{'words':>9} {'findings':>9} {'rules':>8} {'bound':>6} {'check':>8}")
    for words in (10_000, 100_000, 1_000_000):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            count = write_book(folder, words, rng)
            book = settled(folder)
            times = list[float]()
            for _ in range(RUNS):
                start = time.process_time()
                found = lint(*book)
                times.append(time.process_time() - start)
            seconds = statistics.median(times)
            bound = f"{BOUNDS[words]:.1f}" if words in BOUNDS else ""
            print(f"{count:>9,} {len(found):>9,} {seconds:>7.2f}s {bound:>6} {timed_check(folder):>7.2f}s", flush=True)
            measured.append((count, seconds))
            costly = dearest(*book) if words in BOUNDS else costly
    (few, least), *_, (many, most) = measured
    print(f"\nrules: time ~ words^{log(most / least) / log(many / few):.2f}\ndearest at 100,000 words: {costly}")


if __name__ == "__main__":
    main()
