"""Build the same book again and again in one process: once for each line that comes in, and tell the seconds.

    python -m speed.warm kirovbook BOOK DIST
    python -m speed.warm typst FOLDER

It is what an editor's preview does. Each line that goes out is the seconds of one build.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from speed.watch import _UNIT, FailedError, python


@dataclass(slots=True)
class Driver:
    """A process that builds when it is told to."""

    process: subprocess.Popen[str]

    @classmethod
    def start(cls, env: Mapping[str, str], *what: str) -> Driver:
        """Start it; it has built nothing yet."""
        command = python("-m", "speed.warm", *what)
        return cls(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(env), text=True))

    def build(self) -> float:
        """Build once; give the seconds. Raises ``FailedError`` where the process has died."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("build\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise FailedError(f"{self.process.args} died")
        return float(line)

    def end(self) -> int:
        """End it; give the most memory that it had, in bytes, or 0 where it was ended before."""
        if self.process.returncode is not None:
            return 0
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            pipe.close()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss * _UNIT


def kirovbook_builder(root: Path, dist: Path) -> Callable[[], None]:
    """Give what builds a book with kirovbook, what is at hand from the build before handed in."""
    from kirovbook import pipeline  # noqa: PLC0415 - Typst's process must not load it
    from kirovbook.cache import Recent  # noqa: PLC0415
    from kirovbook.cores import count_cores  # noqa: PLC0415
    from kirovbook.diagnostics import has_errors  # noqa: PLC0415
    from kirovbook.workers import open_composers  # noqa: PLC0415

    recent, held = Recent(), ExitStack()
    composers = held.enter_context(open_composers(count_cores()))

    def build() -> None:
        order = pipeline.Order(only=("print",), out=dist)
        report = pipeline.build(root, order, recent=recent, composers=composers)
        if has_errors(report.diagnostics):
            held.close()
            raise FailedError(f"the book can't be built: {report.diagnostics[:3]}")

    return build


def typst_builder(folder: Path) -> Callable[[], None]:
    """Give what compiles a book with one and the same compiler of Typst."""
    import typst  # noqa: PLC0415 - it may not be installed

    from speed.rivals import typst_fonts  # noqa: PLC0415

    compiler = typst.Compiler(folder / "book.typ", **typst_fonts())
    return lambda: compiler.compile(output=folder / "typst-warm.pdf")


def main(what: str, *folders: str) -> None:
    """Build whenever a line comes in."""
    build = {"kirovbook": kirovbook_builder, "typst": typst_builder}[what](*map(Path, folders))
    for _ in sys.stdin:
        begun = time.perf_counter()
        build()
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
