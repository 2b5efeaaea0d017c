"""Begin with what a command takes longest to load, before its own words are read."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kirovbook.cores import count_cores

INTERRUPTED = 130
"""The exit code of a command that was interrupted by the signal 2 (POSIX shells: 128 and the signal)."""


def begin() -> None:
    """Begin to load what sets pages if the command line looks like the building of one long book.

    What is wrong with the words, or with the machine, is told by the command itself.
    """
    if sys.argv[1:2] == ["build"] and count_cores() > 1:
        with suppress(OSError):
            _begin_with(sys.argv[2:])


def _begin_with(words: Sequence[str]) -> None:
    if len(folders := _books(words)) != 1:
        return
    from kirovbook import fork_server  # noqa: PLC0415 - no other command needs it

    # It may be in vain: the book may be as it was.
    atexit.register(fork_server.end)
    fork_server.begin_to_load(folders[0])


def _books(words: Sequence[str]) -> list[Path]:
    """Give the folders of books among the words of a command, or this folder if there is none."""
    named = [Path(word) for word in words if not word.startswith("-")]
    return [folder for folder in named if (folder / "manuscript").is_dir()] or [Path()]
