"""How time and memory grow with the pages of a book, from ten to two thousand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import log
from pathlib import Path

from long_books import extent_of, write_book

from speed.editing import SAME, Desk, fresh_builder
from speed.rounds import Say

SIZES = (10, 20, 50, 100, 200, 500, 1_000, 2_000)
BOUND = 1.05
_LEAST = 100
"""Pages below which the start of a command weighs more than the book: they are drawn, but no line is laid by them."""


@dataclass(frozen=True, slots=True)
class Point:
    """A book's pages, the seconds and the bytes of its first build, and those of an edit in it."""

    pages: int
    cold: float
    edit: float
    largest: int
    edit_largest: int


LINES = (("cold", "first build, s"), ("edit", "paragraph edited, s"), ("largest", "first build, bytes of memory"),
         ("edit_largest", "paragraph edited, bytes of memory"))


def measure_growth(sizes: Sequence[int], folder: Path, say: Say) -> Iterator[Point]:
    """Build a book of each size into an empty cache, then edit it; each once."""
    for size in sizes:
        say(f"{size} pages")
        here = folder / f"growth-{size}"
        write_book(here / "written", extent_of(size))
        desk, first = Desk.lay(here / "written", here, fresh_builder(here, watches_first=False))
        edit = desk.edit(SAME)
        yield Point(desk.facts.pages, first.seconds, edit.seconds, first.largest, edit.largest)
        shutil.rmtree(here)


def exponent(points: Sequence[Point], name: str) -> float | None:
    """Give the exponent of the growth of a figure: least squares on the logarithms, from 100 pages on.

    None where fewer than two books are as long.
    """
    chosen = [(log(point.pages), log(getattr(point, name))) for point in points if point.pages >= _LEAST - 1]
    if len(chosen) < 2:
        return None
    mean_x, mean_y = (sum(values) / len(chosen) for values in zip(*chosen, strict=True))
    return (sum((x - mean_x) * (y - mean_y) for x, y in chosen)
            / sum((x - mean_x) ** 2 for x, _ in chosen))


def growth_table(points: Sequence[Point]) -> Iterator[str]:
    """Give the lines of the table and of the exponents."""
    yield "pages   first build  paragraph edited   largest process  after the edit"
    for point in points:
        yield (f"{point.pages:5,}   {point.cold:9.2f} s  {point.edit:14.2f} s   {point.largest / 1e6:12,.0f} MB"
               f"  {point.edit_largest / 1e6:11,.0f} MB")
    yield f"exponents, by least squares from {_LEAST} pages on (below, the start of a command weighs more):"
    for name, called in LINES:
        grows = exponent(points, name)
        verdict = "not measured" if grows is None else f"{grows:.2f} (at most {BOUND}) {_verdict(grows)}"
        yield f"  {called:34} {verdict}"


def are_bounded(points: Sequence[Point]) -> bool:
    """Answer whether no figure grows faster than it may."""
    return all((exponent(points, name) or 0) <= BOUND for name, _ in LINES)


def _verdict(grows: float) -> str:
    return "ok" if grows <= BOUND else "NOT"


def draw(points: Sequence[Point], file: Path) -> bool:
    """Draw time and memory on logarithmic axes; answer whether there was what draws it."""
    if find_spec("matplotlib") is None:
        return False
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - it may not be installed
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(10, 4.5), layout="constrained")
    FigureCanvasAgg(figure)
    pages = [point.pages for point in points]
    for axes, unit, scale, lines in zip(
        figure.subplots(1, 2), ("seconds", "MB, largest process"), (1, 1e6), (LINES[:2], LINES[2:]), strict=True,
    ):
        for (name, called), marker in zip(lines, "os", strict=True):
            grows = exponent(points, name)
            label = called.split(",")[0] + ("" if grows is None else f": pages^{grows:.2f}")
            axes.loglog(pages, [getattr(point, name) / scale for point in points], marker=marker, label=label)
        last = getattr(points[-1], lines[0][0]) / scale
        axes.loglog(pages, [last * (each / pages[-1]) ** BOUND for each in pages], "--", color="grey", linewidth=0.8,
                    label=f"pages^{BOUND}")
        axes.set(xlabel="pages", ylabel=unit)
        axes.grid(visible=True, which="both", linewidth=0.3)
        axes.legend()
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=120)
    return True
