"""Know a book that is as it was when it was built, and leave its editions as they are.

What a build may depend on is looked at from outside, so that nothing of the program need be loaded for it: every file
in the book's folder by size and time of change, the program's own files, the installed packages, the day, the options.
"""

from __future__ import annotations

import json
import os
import sysconfig
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from kirovbook.cache import open_cache
from kirovbook.diagnostics import Correction, Diagnostic, Place, Related, Severity
from kirovbook.report import Report

_LEFT_OUT = frozenset({"node_modules", "__pycache__"})
_MOST_FILES = 20_000
_PACKAGE = Path(__file__).parent
_INSTALLED = Path(sysconfig.get_path("purelib"))
"""The folder of the installed packages, whose time of change tells that one came, went or was replaced."""


def mark_of(root: Path, out: Path, options: tuple[str, ...]) -> str:
    """Give a mark of all that a build depends on, or an empty string where that can't be told at a glance.

    ``out`` is the folder of the editions, which are no part of the book. A folder of more than 20,000 files, or with a
    link to another folder in it, is not gone through.
    """
    mark = sha256()
    seen = 0
    for folder, inner in ((root, out.resolve()), (_PACKAGE, None)):
        for line in _files(folder, inner):
            seen += 1
            if not line or seen > _MOST_FILES:
                return ""
            mark.update(line.encode("utf-8", "surrogatepass"))
    told = (*options, str(root.resolve()), str(out.resolve()), os.environ.get("SOURCE_DATE_EPOCH", ""),
            datetime.now(UTC).date().isoformat(), str(_INSTALLED.stat().st_mtime_ns))
    mark.update("\0".join(told).encode("utf-8", "surrogatepass"))
    return mark.hexdigest()


def report_of(mark: str, root: Path, out: Path) -> Report | None:
    """Give what the build with that mark had to say, if all that it made still lies in ``out``; else None."""
    with open_cache() as cache:
        written = cache.known(mark) if mark else None
    try:
        kept = json.loads(written) if written else None
        if not kept or any(_digest(out / name) != digest for name, digest in kept["files"].items()):
            return None
        found = tuple(map(_diagnostic, kept["diagnostics"]))
        files = {place.file for each in found for place in (each.place, *(one.place for one in each.related))}
        return Report(tuple(out / name for name in kept["files"]), found, dict(_texts(root, files)))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def remember(mark: str, report: Report, out: Path) -> None:
    """Keep what a build had to say, with the digests of what it made; nothing where that is gone already."""
    if not mark or not report.artifacts or any(path.parent.resolve() != out.resolve() for path in report.artifacts):
        return
    try:
        files = {path.name: _digest(path) for path in report.artifacts}
    except OSError:
        return
    with open_cache() as cache:
        cache.keep(mark, json.dumps({"files": files, "diagnostics": [asdict(each) for each in report.diagnostics]}))


def _files(folder: Path, left_out: Path | None) -> Iterator[str]:
    """Give a line for each file below a folder; an empty one where a link leads to another folder."""
    for path, folders, files in os.walk(folder):
        here = Path(path)
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in _LEFT_OUT
                            and (left_out is None or (here / name).resolve() != left_out))
        if any((here / name).is_symlink() for name in folders):
            yield ""
            return
        for name in sorted(files):
            try:
                facts = os.stat(os.path.join(path, name))  # noqa: PTH116, PTH118 - a book's folder may hold thousands
            except OSError:
                continue
            yield f"{path}/{name}:{facts.st_size}:{facts.st_mtime_ns}\n"


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _texts(root: Path, files: set[str]) -> Iterator[tuple[str, str]]:
    for file in sorted(files):
        path = root / file
        if path.is_file():
            yield file, path.read_text(encoding="utf-8-sig", errors="replace")


def _diagnostic(kept: dict[str, Any]) -> Diagnostic:
    related = tuple(Related(Place(**each["place"]), each["message"]) for each in kept["related"])
    corrections = tuple(Correction(Place(**each["place"]), each["length"], each["words"])
                        for each in kept["corrections"])
    place, severity = Place(**kept["place"]), Severity(kept["severity"])
    return Diagnostic(**{**kept, "place": place, "severity": severity, "related": related, "corrections": corrections})
