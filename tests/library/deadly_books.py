"""Books that end their worker in the middle of their build, and a count of the builds that came to their end.

Where a folder with this file as ``sitecustomize.py`` stands in PYTHONPATH, each Python that is begun does as here: a
book in a folder called ``deadly-N`` kills its process the first N times that the second of its files is to replace an
old one; ``crashing`` raises what nobody expects. A line of ``$DEADLY_LOG`` is written for each record that is replaced,
which is the last file of a build.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

_replace = Path.replace


def replace(self: Path, target: Path) -> Path:
    """Replace a file, or die before that."""
    folder, log = Path(target).parent, Path(os.environ["DEADLY_LOG"])
    kind, _, times = folder.parent.name.partition("-")
    if kind == "crashing":
        raise KeyError("nobody expects this")
    if kind == "deadly" and not str(target).endswith(".epub"):
        deaths = log.with_name(f"{folder.parent.name}.deaths")
        died = deaths.stat().st_size if deaths.exists() else 0
        if died < int(times):
            with deaths.open("a") as file:
                file.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
    moved = _replace(self, target)
    if str(target).endswith(".json"):
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{folder.parent.name}\n")
    return moved


if "DEADLY_LOG" in os.environ and __name__ == "sitecustomize":
    Path.replace = replace
    sys.dont_write_bytecode = True
