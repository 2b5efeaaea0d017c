"""Put the files of a build in the place of older ones, all of them or none."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socket import gethostname

_BESIDE = ".being-written-"
_LONGEST_WRITING = 86_400.0
"""In seconds. What is older and still being written, on whatever machine, is being written by nobody."""


def replace_files(out: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write every file beside its place first; only when all are written does any replace an old one.

    What a build that was killed has left beside them is taken away. Raises OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    for folder in _left_by_the_dead(out):
        shutil.rmtree(folder, ignore_errors=True)
    with _beside(out) as folder:
        for name, written in files.items():
            (folder / name).write_bytes(written)
        for name in files:
            (folder / name).replace(out / name)
    return tuple(out / name for name in files)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    prefix = f"{_BESIDE}{gethostname()}-{os.getpid()}-"
    with tempfile.TemporaryDirectory(dir=out, prefix=prefix) as folder:
        yield Path(folder)


def _left_by_the_dead(out: Path) -> Iterator[Path]:
    """Find the folders of builds that are over: their process is gone from this machine, or they are a day old."""
    for folder in out.glob(f"{_BESIDE}*"):
        host, _, rest = folder.name.removeprefix(_BESIDE).rpartition("-")[0].rpartition("-")
        try:
            is_old = time.time() - folder.stat().st_mtime > _LONGEST_WRITING
        except OSError:
            continue
        if is_old or (host == gethostname() and rest.isdecimal() and _is_dead(int(rest))):
            yield folder


def _is_dead(process: int) -> bool:
    if os.name != "posix":
        return False  # Windows would end it to answer.
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
