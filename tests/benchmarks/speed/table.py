"""Print what was measured beside what is asked for.

What is asked for in seconds is asked of a machine on which plain WeasyPrint takes 0.08 s a page. On another, seconds
are held against it by how long plain took there, in the same run; both figures are printed.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from speed.rounds import Measured

_SIZES = (168, 662, 2_000)
_MEGA = 1_000_000
_PACE = 0.08
"""Seconds of plain WeasyPrint for a page, on the machine that the bounds in seconds were set for."""
_S = " s"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what it is, its figure at a size, its unit, and the most allowed at each size."""

    name: str
    figure: Callable[[Measured], float | None]
    unit: str
    most: tuple[float, float, float]

    def bound(self, size: int) -> float | None:
        """Give the most allowed at a size, or None where nothing is asked of it."""
        return self.most[_SIZES.index(size)] if size in _SIZES else None

    def is_kept(self, measured: Measured) -> bool | None:
        """Answer whether the bound is kept at a size; None where there is no figure or no bound."""
        figure, bound = self.held(measured), self.bound(measured.size)
        return None if figure is None or bound is None else figure <= bound

    def held(self, measured: Measured) -> float | None:
        """Give what is held against the bound: a ratio as it is, seconds as they would be at the pace of the bounds."""
        figure, pace = self.figure(measured), pace_of(measured)
        return figure * _PACE / pace if figure is not None and self.unit == _S and pace else figure

    def cell(self, measured: Measured) -> str:
        """Give the figure, the bound and the verdict."""
        figure, bound, kept = self.figure(measured), self.bound(measured.size), self.is_kept(measured)
        if figure is None:
            return "not measured"
        said = f"{figure:.2f}{self.unit}"
        if self.unit == _S and pace_of(measured):
            said += f", {self.held(measured):.2f} s at the bounds' pace"
        return said if bound is None else f"{said} (at most {bound:.2f}{self.unit}) {'ok' if kept else 'NOT'}"


def pace_of(measured: Measured) -> float | None:
    """Give how long plain WeasyPrint took for a page, in seconds; None where it was not measured."""
    median = measured.median("plain")
    return median / measured.ours.pages if median and measured.ours.pages else None


def _seconds(name: str) -> Callable[[Measured], float | None]:
    return lambda measured: measured.median(name)


def _ratio(name: str, other: str) -> Callable[[Measured], float | None]:
    def figure(measured: Measured) -> float | None:
        one, two = measured.median(name), measured.median(other)
        return None if one is None or two is None else one / two

    return figure


def _most_memory(measured: Measured) -> float:
    """Give the largest process of any of our builds, as a part of plain's."""
    ours = max(measured.largest[name] for name in ("cold", "nothing", "same", "grown", "noted", "warm"))
    return ours / measured.largest["plain"]


ROWS = (
    Row("cold build of the print PDF, of plain WeasyPrint's time", _ratio("cold", "plain"), "", (0.5, 0.45, 0.45)),
    Row("a paragraph edited, its chapter as long: a fresh command", _seconds("same"), _S, (2.0, 2.5, 4.0)),
    Row("the same in a warm process", _seconds("warm"), _S, (0.8, 1.2, 2.5)),
    Row("a paragraph edited, its chapter a page longer: a fresh command", _seconds("grown"), _S, (3.0, 5.0, 12.0)),
    Row("a note added: a fresh command", _seconds("noted"), _S, (3.0, 5.0, 12.0)),
    Row("nothing changed: a fresh command", _seconds("nothing"), _S, (0.4, 0.5, 0.8)),
    Row("peak memory of any process, of plain's", _most_memory, "", (1.0, 0.5, 0.3)),
    Row("size of the PDF, of plain's", lambda measured: measured.ours.size / measured.plain.size, "", (1.1, 1.1, 1.1)),
    Row("a paragraph edited, a fresh command, of Typst's cold time", _ratio("same", "typst"), "", (1.0, 1.0, 1.0)),
    Row("the same in a warm process, of Typst's cold time", _ratio("warm", "typst"), "", (1.0, 1.0, 1.0)),
)

_NAMES = {
    "plain": "WeasyPrint, plain", "cold": "kirovbook, cold", "nothing": "kirovbook, nothing changed",
    "same": "kirovbook, paragraph edited", "grown": "kirovbook, chapter a page longer",
    "noted": "kirovbook, note added", "warm": "kirovbook, paragraph edited, warm process", "typst": "Typst, cold",
    "typst again": "Typst, word edited, warm process", "lualatex": "LuaLaTeX, until its contents stay",
}


def _processor(measured: Measured, name: str) -> str:
    """Give the median of the processor's seconds; that of a process that stays is not told by the build."""
    median = statistics.median(measured.processor.get(name) or [0.0])
    return f"{median:.2f}" if median else "-"


def are_kept(measured: Sequence[Measured]) -> bool:
    """Answer whether every bound is kept."""
    return all(row.is_kept(one) is not False for row in ROWS for one in measured)


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """Give the lines of the table, in Markdown: a column for each size, with the pages that it really came to."""
    yield "| what | " + " | ".join(
        f"{one.ours.pages:,} pages, {one.ours.notes:,} notes" for one in measured) + " |"
    yield "| --- |" + " --- |" * len(measured)
    for row in ROWS:
        yield f"| {row.name} | " + " | ".join(row.cell(one) for one in measured) + " |"


def details(measured: Measured) -> Iterator[str]:
    """Give what stands behind the column of one size: least, median and most of the seconds, the memory, the facts."""
    ours, plain = measured.ours, measured.plain
    yield f"{ours.pages:,} pages, {ours.notes:,} notes, {len(ours.chapters)} chapters"
    yield f"  {'':44} {'least':>7} {'median':>7} {'most':>7}  processor  runs  largest process  all together"
    for name, called in _NAMES.items():
        if not (times := measured.seconds.get(name)):
            yield f"  {called:44} not installed"
            continue
        memory = [f"{of.get(name, 0) / _MEGA:9,.0f} MB" if of.get(name) else " " * 11 + "-"
                  for of in (measured.largest, measured.together)]
        yield (f"  {called:44} {min(times):7.2f} {statistics.median(times):7.2f} {max(times):7.2f}  "
               f"{_processor(measured, name):>9}  {len(times):4}  "
               f"{memory[0]:>15}  {memory[1]:>12}")
    yield f"  pace: plain WeasyPrint took {pace_of(measured) or 0.0:.3f} s a page; bounds in seconds are for {_PACE} s"
    yield f"  plain WeasyPrint: {plain.pages:,} pages, {ours.notes - plain.notes} of {ours.notes:,} notes lost"
    yield f"  sizes of the PDFs: ours {ours.size / _MEGA:.2f} MB, plain {plain.size / _MEGA:.2f} MB"
    for name, pages in measured.rivals.items():
        yield f"  {_NAMES[name].split(',')[0]}: {pages:,} pages"
    grown = len(measured.seconds.get("grown", ()))
    yield f"  chapters that grew and moved what stands behind them: {measured.moved} of {grown}"
    for name, times in measured.untrue.items():
        yield f"  edits left out, since they did not come out as {name!r}: {times}"
