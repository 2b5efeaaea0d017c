"""Begin a book: a small complete one to write over."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from kirovbook.diagnostics import CannotRunError

_STARTER = resources.files("kirovbook") / "house" / "starter"


def write_new_book(folder: Path) -> tuple[Path, ...]:
    """Write the starter book into a new or empty folder, and give the paths of its files.

    Raises CannotRunError if something is there already, or the folder cannot be written to.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CannotRunError(f"{str(folder)!r} is not an empty folder", "name a folder that is not there yet")
        return tuple(_write(_STARTER, folder))
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise CannotRunError(f"cannot write to {str(folder)!r}: {reason}", "name another folder") from fault


def _write(origin: Traversable, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for part in sorted(origin.iterdir(), key=lambda part: part.name):
        if part.is_dir():
            written += _write(part, folder / part.name)
        else:
            (folder / part.name).write_bytes(part.read_bytes())
            written.append(folder / part.name)
    return written
