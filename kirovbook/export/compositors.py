"""Load what sets pages, in the process that composers are forked from."""

import gc
from contextlib import suppress

# Nothing of what is loaded dies: to look for it is a fifteenth of the time, and writes on memory that is shared.
gc.disable()

# Pango may be missing, which is told when it is needed.
with suppress(OSError):
    from kirovbook.export import setting

    __all__ = ["setting"]

gc.freeze()
gc.enable()
