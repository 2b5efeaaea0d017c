"""Ask Pandoc, the one program that the settling of citations and the import of foreign files need."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kirovbook.diagnostics import CannotRunError

_INSTALL = "install the package pypandoc_binary, which brings Pandoc with it"


Ask = Callable[[Sequence[str], str], str]
"""How Pandoc is asked: its options and a text in, its answer out. ``run_pandoc`` does so at once."""


class PandocRefusedError(Exception):
    """Pandoc ran and would not do it; the message is its own."""


@cache
def _program() -> str:
    """Find Pandoc: the one that came with pypandoc_binary, so that every machine prints the same, if it is there.

    pypandoc itself would run each Pandoc of the machine to ask for its version, and take the newest.
    """
    found, name = find_spec("pypandoc"), "pandoc.exe" if sys.platform == "win32" else "pandoc"
    included = Path(found.origin).parent / "files" / name if found and found.origin else None
    if included and included.is_file() and not os.environ.get("PYPANDOC_PANDOC"):
        return str(included)
    import pypandoc  # noqa: PLC0415 - it loads what fetches programs from the network

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        message = "Pandoc is missing"
        raise CannotRunError(message, _INSTALL) from error


def program_mark() -> str:
    """Give what tells this Pandoc from another: where it is, its size and its age. It is not run.

    :raises CannotRunError: Pandoc is missing.
    """
    try:
        about = Path(_program()).stat()
    except OSError as error:
        message = f"Pandoc cannot be found: {error.strerror}"
        raise CannotRunError(message, _INSTALL) from error
    return f"{_program()} {about.st_size} {about.st_mtime_ns}"


def run_pandoc(options: Sequence[str], text: str, *, seconds: float = 120.0) -> str:
    """Run Pandoc on a text, in its sandbox and with bounded time and memory; give what it writes.

    :raises CannotRunError: Pandoc is missing, or took longer than ``seconds``.
    :raises PandocRefusedError: Pandoc ended with an error.
    """
    command = [_program(), "+RTS", "-M2g", "-RTS", "--sandbox", *options]
    try:
        ran = subprocess.run(  # noqa: S603 - the options are ours, the author's text goes to standard input
            command, input=text.encode("utf-8", "replace"), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        message = f"Pandoc did not finish within {seconds:.0f} seconds"
        raise CannotRunError(message, "divide the book, or give the program a quieter machine") from error
    except OSError as error:
        message = f"Pandoc cannot be started: {error.strerror}"
        raise CannotRunError(message, _INSTALL) from error
    if ran.returncode != 0:
        raise PandocRefusedError(ran.stderr.decode("utf-8", "replace").strip())
    return ran.stdout.decode("utf-8", "replace")
