"""Load what sets pages, in the process that composers are forked from."""

from contextlib import suppress

# Pango may be missing, which is told when it is needed.
with suppress(OSError):
    from kirovbook.export import setting

    __all__ = ["setting"]
