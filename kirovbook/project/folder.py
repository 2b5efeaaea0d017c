"""Find and read files within a book's folder, and never outside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from kirovbook.config import Pattern
from kirovbook.diagnostics import ERROR, Diagnostic, Outcome, Place
from kirovbook.project.text import LARGEST_FILE, decode

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif"})
_SKIPPED_FOLDERS = frozenset({"dist", "node_modules", "__pycache__"})

_GLOB_SIGNS = frozenset("*?[")


def is_file(root: Path, path: str) -> bool:
    """Answer whether there is a file at a path of the book's folder."""
    try:
        return "\0" not in path and (root / path).is_file()
    except OSError:  # a name too long for the disk, a folder that may not be entered
        return False


def is_inside(root: Path, path: str) -> bool:
    """Answer whether a path of the book's folder stays in it once its symbolic links are followed."""
    try:
        return (root / path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # RuntimeError: links that lead in a circle
        return False


def read_text(root: Path, path: str, largest: int = LARGEST_FILE) -> Outcome[str | None]:
    """Read a text file of the book's folder; None if it is elsewhere, larger than so many bytes, or not text."""
    place = Place(path)
    if not is_inside(root, path):
        return Outcome(None, (_leads_out(path, place, 0),))
    file = root / path
    try:
        size = file.stat().st_size
        if size > largest:
            message = f"the file has {size // 1_000_000} megabytes; text may have {largest // 1_000_000}"
            return Outcome(None, (Diagnostic("M204", ERROR, place, message, "divide it into several files"),))
        return decode(file.read_bytes(), path)
    except OSError as fault:
        message = f"the file cannot be read: {(fault.strerror or 'unknown reason').lower()}"
        return Outcome(None, (Diagnostic("M205", ERROR, place, message, "make it a file that you may read"),))


def find_files(root: Path, pattern: Pattern) -> Outcome[tuple[str, ...]]:
    """List the files that a path or a glob leads to, by name, with numbers in their order (2 before 10)."""
    place, length = pattern.place, pattern.length
    if is_file(root, pattern.text):
        paths = [pattern.text]
    else:
        start, rest = _split(pattern.text)
        if rest and not is_inside(root, start):
            return Outcome((), (_leads_out(start, place, length),))
        paths = sorted(_matching(root, start, rest) if rest else [], key=natural_order)
    outside = [path for path in paths if not is_inside(root, path)]
    if not paths and pattern.is_written:
        return Outcome((), (_no_file(root, pattern),))
    found = tuple(_leads_out(path, place, length) for path in outside)
    return Outcome(tuple(path for path in paths if path not in outside), found)


def list_pictures(root: Path) -> frozenset[str]:
    """List the picture files of the book's folder; hidden folders, dist and node_modules don't count."""
    pictures = (path for path in _walk(root, "", _SKIPPED_FOLDERS) if Path(path).suffix.lower() in PICTURE_SUFFIXES)
    return frozenset(path for path in pictures if is_file(root, path) and is_inside(root, path))


def natural_order(path: str) -> tuple[list[tuple[str, int, str]], str]:
    """Give the key that sorts paths by name, capitals like small letters, numbers by their value."""
    parts = re.findall(r"([^0-9/]*)([0-9]*)(/?)", path.casefold())
    return [(letters, int(digits or "-1"), slash) for letters, digits, slash in parts], path


def _leads_out(path: str, place: Place, length: int) -> Diagnostic:
    message = f"{path!r} leads out of the book's folder"
    return Diagnostic("K120", ERROR, place, message, "move the file itself into the book's folder", length)


def _no_file(root: Path, pattern: Pattern) -> Diagnostic:
    try:
        is_folder = (root / pattern.text).is_dir()
    except (OSError, ValueError):
        is_folder = False
    if is_folder:
        message, hint = f"{pattern.text!r} is a folder", "add the names of its files, as in 'folder/*.md'"
    elif _GLOB_SIGNS & set(pattern.text):
        message, hint = f"no file matches {pattern.text!r}", "write where the files are, or remove the pattern"
    else:
        message, hint = f"there is no file {pattern.text!r}", "write where the file is, or remove its name"
    return Diagnostic("K121", ERROR, pattern.place, message, hint, pattern.length)


def _split(pattern: str) -> tuple[str, tuple[str, ...]]:
    """Split a pattern into the folder it begins in, and the parts from the first with a glob's sign on."""
    parts = PurePosixPath(pattern).parts
    first = next((number for number, part in enumerate(parts) if _GLOB_SIGNS & set(part)), len(parts))
    return "/".join(parts[:first]), parts[first:]


def _matching(root: Path, start: str, parts: tuple[str, ...]) -> Iterator[str]:
    prefix = f"{start}/" if start else ""
    for path in _walk(root, start, frozenset()):
        if _is_match(path.removeprefix(prefix).split("/"), parts):
            yield path


def _is_match(names: list[str], parts: tuple[str, ...]) -> bool:
    """Follow a path through a glob, all ways at once, so that no pattern takes long."""
    states = {0}
    for name in [*names, ""]:
        for number in sorted(states):
            while number < len(parts) and parts[number] == "**":
                number += 1  # noqa: PLW2901 - two stars may also stand for no folder
                states.add(number)
        if not name:
            break
        stay = {number for number in states if number < len(parts) and parts[number] == "**"}
        step = {number + 1 for number in states if number < len(parts) and fnmatchcase(name, parts[number])}
        states = stay | step
    return len(parts) in states


def _walk(root: Path, start: str, skipped: frozenset[str]) -> Iterator[str]:
    """List the files below a folder, without hidden ones, following no link to another folder."""
    for folder, folders, files in os.walk(root / start):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in skipped)
        inner = Path(folder).relative_to(root).as_posix()
        for name in files:
            if not name.startswith("."):
                yield name if inner == "." else f"{inner}/{name}"
