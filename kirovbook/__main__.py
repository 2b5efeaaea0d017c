"""Run the command line as ``python -m kirovbook``."""

from kirovbook.cli import run

run()
