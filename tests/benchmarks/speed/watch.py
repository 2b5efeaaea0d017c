"""Run a command and say what it took: seconds by the clock, and the memory of its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

import psutil

EVERY = 0.02
"""Seconds between two looks at the memory of a command's processes."""

_BETWEEN = 10
"""After how many looks it is asked what they share, which takes the system long to tell."""

_UNIT = 1 if sys.platform == "darwin" else 1024
HERE = Path(__file__).parent
ROOT = HERE.parents[2]


class FailedError(Exception):
    """A command that is measured did not do what it was to do: what it said, or what its file lacks."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took: seconds, the bytes of memory of its largest process, those of all together at once.

    ``processor`` is the seconds of the processor for it and for what it waited for: a busy machine changes them less.
    ``together`` is known only where the processes were watched, else 0. It counts what processes share once where
    the system says so (proportional set size), and the largest process as the system's own tools do (resident).
    """

    seconds: float
    largest: int
    together: int
    said: str
    warned: str
    processor: float = 0.0


@dataclass(slots=True)
class _Peaks:
    largest: int = 0
    together: int = 0


def environment(cache: Path | None = None) -> dict[str, str]:
    """Give the environment of every command: the tests' modules, a fixed time, and this cache or none.

    Python may keep what it has compiled of a module, as it has for all that is installed: a program that is run from
    its sources is compiled once.
    """
    paths = [str(ROOT), str(ROOT / "tests"), str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONPATH": os.pathsep.join(paths), "SOURCE_DATE_EPOCH": "1795737600",
            "KIROVBOOK_CACHE": str(cache or "")}


def run(command: Sequence[str], env: Mapping[str, str], *, is_watched: bool = False) -> Taken:
    """Run a command to its end. Raises ``FailedError`` where its exit code is not 0.

    Looking at memory takes time from what is looked at, so it is done only if asked; the largest process among those
    that the command waited for is told by the system for nothing.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as warned:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=warned, env=dict(env))
        stopped, peaks = threading.Event(), _Peaks()
        watcher = threading.Thread(target=_watch, args=(process.pid, stopped, peaks)) if is_watched else None
        if watcher:
            watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if watcher:
            stopped.set()
            watcher.join()
        if process.returncode:
            raise FailedError(f"{' '.join(command)} gave {process.returncode}:\n{_text(warned)[-2000:]}")
        largest = max(usage.ru_maxrss * _UNIT, peaks.largest)
        return Taken(seconds, largest, peaks.together, _text(said), _text(warned),
                     usage.ru_utime + usage.ru_stime)


def python(*arguments: str) -> list[str]:
    """Give the command that runs this Python with these arguments."""
    return [sys.executable, *arguments]


def _watch(pid: int, stopped: threading.Event, peaks: _Peaks) -> None:
    for look in count():
        with suppress(psutil.Error):
            root = psutil.Process(pid)
            family = (root, *root.children(recursive=True))
            peaks.largest = max(peaks.largest, *(_memory(each) for each in family))
            if look % _BETWEEN == 0:
                peaks.together = max(peaks.together, sum(_memory(each, shares=True) for each in family))
        if stopped.wait(EVERY):
            return


def _memory(process: psutil.Process, *, shares: bool = False) -> int:
    with suppress(psutil.Error):
        memory = process.memory_full_info() if shares else process.memory_info()
        return int(getattr(memory, "pss", memory.rss) if shares else memory.rss)
    return 0


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
