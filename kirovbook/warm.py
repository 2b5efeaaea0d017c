"""Load what takes long to load, in the process that worker processes are forked from."""

from __future__ import annotations

from contextlib import suppress

from kirovbook import library, pipeline, unchanged
from kirovbook.lint import runner

__all__ = ["library", "pipeline", "runner", "unchanged"]

# Pango may be missing, which is told when it is needed.
with suppress(OSError):
    from kirovbook.check import pdf_integrity
    from kirovbook.export import epub, pdf, pdf_finishing

    __all__ += ["epub", "pdf", "pdf_finishing", "pdf_integrity"]
