"""Run a command and end well: with the right exit code, and without a traceback for anybody's mistake but ours."""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import sys
import traceback
from contextlib import suppress
from types import TracebackType
from typing import NoReturn

from kirovbook.cli.beginning import INTERRUPTED
from kirovbook.cli.commands import app
from kirovbook.cli.voice import CANNOT_RUN
from kirovbook.diagnostics import CannotRunError
from kirovbook.report import harmless


def main() -> None:
    """Run the command that the words of the command line ask for, and leave with its exit code."""
    # What a book is made of stays to the end; to look for what has died is a tenth of the time.
    gc.set_threshold(50_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    with _Ending():
        app(prog_name="kirovbook")


def run() -> NoReturn:
    """Run a command as ``main`` does, and leave at once.

    Python would take down first, piece by piece, all that a book was made of, which is a tenth of the time of an edit.
    What must be done at the end is done: buffers are written out, processes ended, temporary files removed.
    """
    code = 0
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        code = end.code
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no public way to have them run
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


class _Ending:
    """What becomes of an exception that no command has dealt with."""

    def __enter__(self) -> None:
        sys.stdout.flush()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None,
    ) -> None:
        match fault:
            case None | SystemExit():
                return
            case KeyboardInterrupt():
                raise SystemExit(INTERRUPTED)
            case CannotRunError():
                hint = f"\n   hint: {harmless(fault.hint)}" if fault.hint else ""
                sys.stderr.write(f"kirovbook: {harmless(str(fault))}{hint}\n")
            case OSError(errno=errno.ENAMETOOLONG):
                sys.stderr.write("kirovbook: a name is longer than a file's can be\n   hint: shorten what you typed\n")
            case _:
                traceback.print_exception(fault)
                sys.stderr.write("kirovbook: this is a fault of the program, not of your book; please report it\n")
        raise SystemExit(CANNOT_RUN)
