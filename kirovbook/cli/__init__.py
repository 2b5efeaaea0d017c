"""The command line: ``kirovbook build``, ``check``, ``new``, ``explain``."""

from typing import NoReturn

from kirovbook.cli.beginning import INTERRUPTED, begin


def main() -> None:
    """Run the command that the words of the command line ask for, and leave with its exit code."""
    from kirovbook.cli import ending  # noqa: PLC0415 - see begin

    ending.main()


def run() -> NoReturn:
    """Run a command as ``main`` does, and leave at once (see ``ending.run``)."""
    try:
        begin()
        from kirovbook.cli import ending  # noqa: PLC0415 - see begin
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    ending.run()


__all__ = ["main", "run"]
