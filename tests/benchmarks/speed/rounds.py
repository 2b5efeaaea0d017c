"""Measure everything at one size, round after round, so that a slow minute of the machine meets all alike."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from long_books import extent_of, write_book

from speed import rivals
from speed.editing import GROWN, NOTED, SAME, Desk, command, fresh_builder
from speed.facts import Facts, read_edition, read_facts
from speed.warm import Driver
from speed.watch import HERE, FailedError, Taken, environment, python, run

Say = Callable[[str], None]


@dataclass(slots=True)
class Measured:
    """What was measured at one size: seconds by what was done, bytes of the largest process and of all together."""

    size: int
    seconds: dict[str, list[float]] = field(default_factory=dict)
    processor: dict[str, list[float]] = field(default_factory=dict)
    largest: dict[str, int] = field(default_factory=dict)
    together: dict[str, int] = field(default_factory=dict)
    ours: Facts = field(default_factory=lambda: Facts(0, 0, (), 0))
    plain: Facts = field(default_factory=lambda: Facts(0, 0, (), 0))
    rivals: dict[str, int] = field(default_factory=dict)
    untrue: dict[str, int] = field(default_factory=dict)
    moved: int = 0

    def take(self, name: str, taken: Taken, *, counts: bool = True) -> None:
        """Note what a run took; the time of one that was watched does not count."""
        self.largest[name] = max(self.largest.get(name, 0), taken.largest)
        self.together[name] = max(self.together.get(name, 0), taken.together)
        if counts:
            self.seconds.setdefault(name, []).append(taken.seconds)
            self.processor.setdefault(name, []).append(taken.processor)

    def median(self, name: str) -> float | None:
        """Give the median of the seconds, or None where nothing was measured."""
        return statistics.median(self.seconds[name]) if self.seconds.get(name) else None


def measure(size: int, runs: int, folder: Path, say: Say) -> Measured:
    """Measure a book of about ``size`` pages; a run's time counts once everything ran a first time."""
    with ExitStack() as drivers:
        return _measure(size, runs, folder, say, drivers)


def _measure(size: int, runs: int, folder: Path, say: Say, drivers: ExitStack) -> Measured:
    measured = Measured(size)
    book, out = folder / "whole/book", folder / "whole"
    write_book(book, extent_of(size))
    say("writing it out for the others")
    run(python("-m", "speed.whole", str(book), str(out)), environment())
    measured.ours = read_edition(out / "dist")
    say("building it for the first time")
    desk, first = Desk.lay(book, folder / "fresh", fresh_builder(folder / "fresh"))
    measured.take("cold", first, counts=False)
    if desk.facts != measured.ours:
        raise FailedError(f"a build with a cache came to {desk.facts}, one without to {measured.ours}")
    plain = partial(_plain, out, measured)
    measured.take("plain", plain(is_watched=True), counts=False)
    others = _rivals(book, out, measured, drivers)
    say("building it in a process that stays")
    driver = Driver.start(environment(folder / "warm/cache"), "kirovbook", str(folder / "warm/book"),
                          str(folder / "warm/dist"))
    drivers.callback(driver.end)
    warm, _ = Desk.lay(book, folder / "warm", lambda: Taken(driver.build(), 0, 0, "", ""))
    for number in range(runs):
        say(f"round {number + 1} of {runs}")
        measured.take("plain", plain())
        measured.take("cold", _cold(book, folder, measured.ours))
        for name, once in others.items():
            measured.take(name, once())
        measured.take("nothing", desk.rebuild())
        for kind in (SAME, GROWN, NOTED):
            measured.take(kind.name, desk.edit(kind))
        measured.take("warm", warm.edit(SAME))
    measured.largest["warm"] = driver.end()
    measured.moved = desk.moved
    measured.untrue = {**desk.untrue, **{f"warm {name}": count for name, count in warm.untrue.items()}}
    return measured


def _plain(out: Path, measured: Measured, *, is_watched: bool = False) -> Taken:
    taken = run(python(str(HERE / "plain.py"), str(out), str(out / "plain.pdf")), environment(), is_watched=is_watched)
    measured.plain = read_facts(out / "plain.pdf")
    if not measured.plain.pages:
        raise FailedError("plain WeasyPrint wrote no page")
    return taken


def _cold(book: Path, folder: Path, expected: Facts) -> Taken:
    dist = folder / "cold"
    taken = run(command(book, dist, "--no-cache"), environment())
    if read_edition(dist) != expected:
        raise FailedError(f"a cold build came to {read_edition(dist)}, another to {expected}")
    return taken


def _rivals(book: Path, out: Path, measured: Measured, drivers: ExitStack) -> dict[str, Callable[[], Taken]]:
    """Give what is run of other programs in a round, by name; none that is not installed."""
    others: dict[str, Callable[[], Taken]] = {}
    if rivals.has_typst():
        rivals.write_typst(book, out / "dist", out)
        driver = Driver.start(environment(), "typst", str(out))
        drivers.callback(driver.end)
        driver.build()
        others["typst"] = partial(_rival, "typst", out, measured)
        others["typst again"] = partial(_typst_again, driver, out)
    if rivals.has_lualatex():
        rivals.write_latex(book, out / "dist", out)
        others["lualatex"] = partial(_rival, "lualatex", out, measured)
    return others


def _rival(name: str, out: Path, measured: Measured) -> Taken:
    taken = run(python("-m", "speed.rivals", name, str(out)), environment())
    measured.rivals[name] = read_facts(out / f"{name}.pdf").pages
    return taken


def _typst_again(driver: Driver, out: Path) -> Taken:
    text = (out / "book.typ").read_text(encoding="utf-8")
    middle = text.index(" the ", len(text) // 2)
    (out / "book.typ").write_text(f"{text[:middle]} our {text[middle + 5:]}", encoding="utf-8")
    return Taken(driver.build(), 0, 0, "", "")
