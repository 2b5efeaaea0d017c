"""The process that worker processes are forked from, which loads what they need before there is one.

It may be begun before it is known whether there is work: it costs the time of another core.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path

FOR_BOOKS, FOR_PAGES = "kirovbook.warm", "kirovbook.export.compositors"
"""The modules that load what builds books, and what sets pages."""

LONG = 60_000
"""Letters of a book that is worth having composers for: they would come too late for a shorter one."""

# A fork of a process with threads may stand still for ever; where there is a server to fork from, it has none.
CONTEXT = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")


def context(loads: str) -> BaseContext:
    """Give the context of processes that have a module loaded when they begin."""
    CONTEXT.set_forkserver_preload([loads])
    return CONTEXT


def begin_to_load(root: Path) -> None:
    """Begin to load what composers of a book need, if it looks long enough to have some; nothing is waited for."""
    if CONTEXT.get_start_method() == "forkserver" and _is_long(root):
        context(FOR_PAGES)
        # It would be begun with the server, and let that hear interrupts again.
        resource_tracker.ensure_running()
        # While it begins, the server would tell of an interrupt that is for us; what it loads lets it hear again.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def end() -> None:
    """Kill the server: while it loads it does not hear that it is no longer wanted."""
    server = getattr(forkserver, "_forkserver", None)
    if process := getattr(server, "_forkserver_pid", None):
        with suppress(OSError):
            os.kill(process, signal.SIGKILL)


def _is_long(root: Path) -> bool:
    """Answer at a glance whether a book will have composers; if not, what they need is loaded in vain."""
    length = 0
    # What can't be read is told when it is read.
    with suppress(OSError):
        for path in (root / "manuscript").rglob("*.md"):
            with suppress(OSError):
                length += path.stat().st_size
            if length > LONG:
                return True
    return False
