"""The command line: ``kirovbook build``, ``check``, ``new``, ``explain``."""

from kirovbook.cli.ending import main, run

__all__ = ["main", "run"]
