"""Measure how fast a book is built, beside what else could build it: `make bench`.

    python tests/benchmarks/speed [--runs 5] [--sizes 168,662] [--growth 10,100,1000] [--parts table,growth,stages]

The table has medians of runs that take turns, each in a fresh process: plain WeasyPrint on the very pages that
kirovbook renders, Typst and LuaLaTeX (where they are installed) on the same text, and kirovbook itself. Ratios are of
medians of one run, so they hold on a busy machine too; seconds do not. What is edited is another chapter each time,
and the file that was made is asked whether the edit did what its row says. Exit code 1: a bound is not kept.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1]), str(HERE.parent)]

from long_books import extent_of, write_book  # noqa: E402 - they lie beside this folder

from speed.editing import SAME, Desk, fresh_builder  # noqa: E402
from speed.growth import SIZES, are_bounded, draw, growth_table, measure_growth  # noqa: E402
from speed.rounds import Measured, measure  # noqa: E402
from speed.stages import profile, stages_table  # noqa: E402
from speed.table import are_kept, details, table  # noqa: E402

PARTS = ("table", "growth", "stages")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for, print it, and keep the figures and the plot; 1 if a bound is not kept."""
    asked = _read(arguments)
    out: Path = asked.out
    out.mkdir(parents=True, exist_ok=True)
    is_kept = True
    with tempfile.TemporaryDirectory(prefix="kirovbook-speed-") as folder:
        for part in asked.parts:
            write: Callable[[argparse.Namespace, Path], bool] = globals()[f"write_{part}"]
            is_kept = write(asked, Path(folder)) and is_kept
    return 0 if is_kept else 1


def write_table(asked: argparse.Namespace, folder: Path) -> bool:
    """Measure and print the table; answer whether its bounds are kept."""
    measured = list[Measured]()
    for size in asked.sizes:
        measured.append(measure(size, asked.runs, folder / str(size), lambda what, size=size: _say(f"{size}: {what}")))
        _print(details(measured[-1]), "")
    _print([f"Medians of {asked.runs} runs that took turns"], table(measured), "")
    _keep(asked.out / "speed.json", [asdict(one) for one in measured])
    return are_kept(measured)


def write_growth(asked: argparse.Namespace, folder: Path) -> bool:
    """Measure, print and draw the growth; answer whether its bounds are kept."""
    points = list(measure_growth(asked.growth, folder, _say))
    _print(growth_table(points))
    plot = asked.out / "speed-growth.png"
    _print([f"drawn in {plot}" if draw(points, plot) else "not drawn: matplotlib is not installed"], "")
    _keep(asked.out / "speed-growth.json", [asdict(point) for point in points])
    return are_bounded(points)


def write_stages(asked: argparse.Namespace, folder: Path) -> bool:
    """Print where the seconds go in a cold build and after an edit, at the smallest size asked for."""
    size, here = min(asked.sizes), folder / "stages"
    write_book(here / "written", extent_of(size))
    desk, _ = Desk.lay(here / "written", here, fresh_builder(here, watches_first=False))
    _say("profiling")
    profiles = {"cold": profile(desk.root, here / "cold", None)}
    taken = list[dict[str, object]]()
    desk.rebuild = lambda: taken.append(profile(desk.root, desk.dist, here / "cache"))
    desk.edit(SAME)
    profiles["paragraph edited"] = taken[-1]
    _print([f"{desk.facts.pages} pages, one build each"], stages_table(profiles), "")
    return True


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="speed", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    reader.add_argument("--runs", type=int, default=5, help="how often each thing is timed")
    reader.add_argument("--sizes", type=_numbers, default=(168, 662, 2_000), help="pages of the books of the table")
    reader.add_argument("--growth", type=_numbers, default=SIZES, help="pages of the books whose growth is measured")
    reader.add_argument("--parts", type=lambda said: said.split(","), default=PARTS, help=f"of {', '.join(PARTS)}")
    reader.add_argument("--out", type=Path, default=HERE.parents[2] / "build", help="where the figures are kept")
    return reader.parse_args(arguments)


def _numbers(said: str) -> tuple[int, ...]:
    return tuple(int(number) for number in said.split(","))


def _print(*parts: object) -> None:
    for part in parts:
        print(part if isinstance(part, str) else "\n".join(part), flush=True)


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


def _keep(file: Path, figures: object) -> None:
    file.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
