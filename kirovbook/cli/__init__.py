"""The command line: ``kirovbook build``, ``check``, ``new``, ``explain``."""

from kirovbook.cli.ending import main

__all__ = ["main"]
