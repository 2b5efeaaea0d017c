"""Load libraries of the system by their full names alone, where those are enough.

WeasyPrint asks for each library under a short name first ("pango-1.0") and under its full name later
("libpango-1.0.so.0"). cffi looks for a short name with ``ctypes.util.find_library``, which runs ldconfig for each:
a fifth of a second for all. On Linux the full name is what it finds in the end.
"""

from __future__ import annotations

import ctypes.util
import sys
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO

from kirovbook.export.changed import changed


def load_by_full_names(module: str) -> None:
    """Load a module whose libraries have their usual names; where one has not, the module is still to be loaded."""
    if sys.platform == "linux":
        unfound = changed((ctypes.util, "find_library", lambda _: None))
        with suppress(OSError), redirect_stdout(StringIO()), unfound:
            import_module(module)
