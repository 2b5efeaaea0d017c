"""Begin with what a command takes longest to load, before its own words are read."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Sequence
from pathlib import Path

from kirovbook.cores import count_cores


def begin() -> None:
    """Begin to load what sets pages if the command line looks like the building of one long book."""
    if sys.argv[1:2] == ["build"] and count_cores() > 1 and len(folders := _books(sys.argv[2:])) == 1:
        from kirovbook import fork_server  # noqa: PLC0415 - no other command needs it

        fork_server.begin_to_load(folders[0])
        # It may have been in vain: the book may be as it was.
        atexit.register(fork_server.end)


def _books(words: Sequence[str]) -> list[Path]:
    """Give the folders of books among the words of a command, or this folder if there is none."""
    named = [Path(word) for word in words if not word.startswith("-")]
    return [folder for folder in named if (folder / "manuscript").is_dir()] or [Path()]
