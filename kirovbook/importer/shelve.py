"""Put a finished book into its folder, whole or not at all, and never over what the author has written."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kirovbook.diagnostics import CannotRunError

RECORD = "import.json"
BESIDE = ".new"
"""A new text is put beside an edited file as NAME.md.new: as NAME.new.md it would be a chapter of the book."""


def may_write(folder: Path, *, is_update: bool) -> None:
    """Refuse a folder that holds something.

    :raises CannotRunError: it is no folder, it is not empty, or an update finds no earlier import there.
    """
    if not folder.exists():
        return
    try:
        is_empty = folder.is_dir() and not any(folder.iterdir())
    except OSError as fault:
        raise _cannot(folder, fault) from fault
    if is_empty:
        return
    if not folder.is_dir() or not is_update:
        hint = "name a folder that is not there yet, or add --update to renew an imported book"
        raise CannotRunError(f"{str(folder)!r} is not an empty folder", hint)
    if not (folder / RECORD).is_file():
        message = f"{str(folder)!r} holds no {RECORD}, so it was not made by an import"
        raise CannotRunError(message, "name a folder that an earlier import has made")


def shelve(folder: Path, files: Mapping[str, str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write the files; give their paths, and those that were left alone because the author has edited them.

    :raises CannotRunError: the folder cannot be written to.
    """
    beside = None
    given = folder
    try:
        folder = folder.absolute()
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        fresh = beside / "book"
        old = _recorded(folder)
        if folder.exists() and any(folder.iterdir()):
            shutil.copytree(folder, fresh, symlinks=True)
        else:
            fresh.mkdir()
        edited = tuple(_lay(fresh, old, files))
        hashes = {path: _hash(text.encode()) for path, text in files.items()}
        record = json.dumps({"files": hashes}, indent=2, ensure_ascii=False, sort_keys=True)
        (fresh / RECORD).write_text(record + "\n", encoding="utf-8", newline="\n")
        fresh.chmod(0o755)
        _swap(folder, fresh, beside / "old")
    except OSError as fault:
        raise _cannot(folder, fault) from fault
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
    return tuple(given / path for path in files), edited


def _cannot(folder: Path, fault: OSError) -> CannotRunError:
    reason = (fault.strerror or "unknown reason").lower()
    return CannotRunError(f"cannot write to {str(folder)!r}: {reason}", "name another folder")


def _swap(folder: Path, fresh: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            old.rename(folder)
            raise
    else:
        fresh.rename(folder)


def _recorded(folder: Path) -> Mapping[str, str]:
    """Give the hashes that an earlier import noted; a record that cannot be read says nothing."""
    try:
        files = json.loads((folder / RECORD).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(path): str(mark) for path, mark in files.items()} if isinstance(files, dict) else {}


def _lay(fresh: Path, old: Mapping[str, str], files: Mapping[str, str]) -> list[str]:
    """Write the files into the fresh folder; give those that the author has edited or thrown away."""
    edited = []
    for path, text in files.items():
        file, data = fresh / path, text.encode()
        is_there = file.is_file()
        if is_there and file.read_bytes() == data:
            continue
        is_edited = _hash(file.read_bytes()) != old.get(path, "") if is_there else path in old
        if is_edited:
            edited.append(path)
            file = file.with_name(file.name + BESIDE)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    for path, mark in old.items():
        file = fresh / path
        is_inside = file.resolve().is_relative_to(fresh.resolve())
        if path not in files and is_inside and file.is_file():
            if _hash(file.read_bytes()) == mark:
                file.unlink()
            else:
                edited.append(path)
    return edited


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
