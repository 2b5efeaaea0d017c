"""Ask Pandoc, the one program that the settling of citations and the import of foreign files need."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from functools import cache

import pypandoc

from kirovbook.diagnostics import CannotRunError

_INSTALL = "install the package pypandoc_binary, which brings Pandoc with it"


class PandocRefusedError(Exception):
    """Pandoc ran and would not do it; the message is its own."""


@cache
def _program() -> str:
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        message = "Pandoc is missing"
        raise CannotRunError(message, _INSTALL) from error


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
