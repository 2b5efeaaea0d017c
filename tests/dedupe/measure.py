"""Measure the search for doublets on labelled pairs and for speed. Run by hand; the tests do not need it.

    python tests/dedupe/measure.py pairs FOLDER     every .txt of a folder: description A, description B, 1 or 0, with
                                                    tabs between; a description is `COL title VAL ... COL year VAL ...`
    python tests/dedupe/measure.py historical       the labelled pairs beside this file
    python tests/dedupe/measure.py speed 10000...   made-up bibliographies of so many works, without parsing

A pair counts as found where the verdict is `same` or `possible`.
"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from dedupe.corpora import make_corpus  # noqa: E402 - the path is set above, here and below

from kirovbook.diagnostics import Place  # noqa: E402
from kirovbook.model.source import Field, Work  # noqa: E402
from kirovbook.parse.bibliography import read_bibliography  # noqa: E402
from kirovbook.project import ManuscriptFile  # noqa: E402
from kirovbook.resolve.dedupe import Verdict, find_duplicates  # noqa: E402
from kirovbook.resolve.dedupe.description import describe  # noqa: E402
from kirovbook.resolve.dedupe.verdicts import Court  # noqa: E402

COLUMN = re.compile(r"COL (\w+) VAL (.*?) ?(?= COL |$)")
FIELDS = {"title": "title", "authors": "author", "venue": "journaltitle", "year": "year"}
HERE = Path(__file__).parent / "historical"


def work(description: str) -> Work:
    """Read a serialised description; commas part its authors."""
    columns = dict(COLUMN.findall(f"{description.strip()} "))
    columns["authors"] = " and ".join(name for name in re.split(r"\s*,\s+", columns.get("authors", "")) if name.strip())
    place = Place("pairs")
    fields = ((FIELDS[name], value.strip()) for name, value in columns.items() if name in FIELDS)
    return Work("", "article", tuple(Field(name, value, place) for name, value in fields if value), place)


def pairs_of(file: Path) -> Iterator[tuple[Work, Work, bool]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        one, other, label = line.split("\t")
        yield work(one), work(other), label == "1"


def historical(part: str) -> Iterator[tuple[Work, Work, bool]]:
    text = (HERE / f"{part}.bib").read_text(encoding="utf-8")
    works = {each.key: each for each in read_bibliography((ManuscriptFile("a.bib", text),)).value}
    for line in (HERE / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        label, one, other = line.partition(":")[0].split()
        yield works[one], works[other], label == "same"


def measure(name: str, pairs: Iterable[tuple[Work, Work, bool]]) -> None:
    found = missed = wrong = wrong_same = 0
    for one, other, is_same in pairs:
        verdict = Court().judge(describe(one), describe(other))
        found += bool(verdict) and is_same
        missed += not verdict and is_same
        wrong += bool(verdict) and not is_same
        wrong_same += verdict is not None and verdict.verdict is Verdict.SAME and not is_same
    precision, recall = found / ((found + wrong) or 1), found / ((found + missed) or 1)
    balanced = 2 * precision * recall / ((precision + recall) or 1)
    print(f"{name:<16} precision {precision:.3f}  recall {recall:.3f}  F1 {balanced:.3f}  wrongly 'same' {wrong_same}")  # noqa: T201


def time_corpus(count: int) -> None:
    works = make_corpus(count)
    start, used = time.perf_counter(), time.process_time()
    groups = find_duplicates(works)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took, cpu = time.perf_counter() - start, time.process_time() - used
    print(f"{count:>7} works  {took:.2f} s ({cpu:.2f} s of processor)  {len(groups)} groups  {memory} MB at most")  # noqa: T201


def main(what: str, *rest: str) -> None:
    if what == "pairs":
        for file in sorted(Path(rest[0]).glob("*.txt")):
            measure(file.stem, pairs_of(file))
    elif what == "historical":
        for part in ("open", "held_out"):
            measure(part, historical(part))
    else:
        for count in rest:
            time_corpus(int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
