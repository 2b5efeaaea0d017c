"""Load what sets pages, in the process that composers are forked from."""

import gc
import signal
from contextlib import suppress

# An interrupt is for those who work: the server ignores it, and those whom it forks do not (see ``workers``).
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

# Nothing of what is loaded dies: to look for it is a fifteenth of the time, and writes on memory that is shared.
gc.disable()

# Pango may be missing, which is told when it is needed.
with suppress(OSError):
    from kirovbook.export import setting

    __all__ = ["setting"]

gc.freeze()
gc.enable()
