"""Know which of the system's libraries and fonts lay pages out, without loading what needs a second to load."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

_LIBRARIES = (
    ("pango-1.0", "pango_version_string"), ("harfbuzz", "hb_version_string"), ("fontconfig", "FcGetVersion"),
)
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts",
          "/System/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts")


@cache
def libraries_mark() -> str:
    """Give a mark of the versions of Pango, HarfBuzz and Fontconfig, and of the folders of the system's fonts."""
    mark = sha256()
    for stem, function in _LIBRARIES:
        mark.update(f"{stem} {_version_of(stem, function)}\0".encode())
    for folder in _FONTS:
        for path in sorted({Path(folder).expanduser(), *Path(folder).expanduser().glob("*")}):
            if path.exists():
                mark.update(f"{path} {path.stat().st_mtime_ns}\0".encode("utf-8", "surrogatepass"))
    return mark.hexdigest()


def _version_of(stem: str, function: str) -> str:
    """Ask a library for its version; an empty text where it is not to be found under its usual names."""
    names = (f"lib{stem}.so.0", f"lib{stem}.so.1", f"lib{stem}.0.dylib", f"lib{stem}.1.dylib", f"lib{stem}-0.dll")
    for name in names:
        try:
            ask = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        # Fontconfig gives a number, the others a text.
        ask.restype = ctypes.c_int if function == "FcGetVersion" else ctypes.c_char_p
        return str(ask())
    return sys.platform
