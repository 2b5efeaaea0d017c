"""Find the file of a picture, which must lie inside the book's folder."""

from __future__ import annotations

import re
from difflib import get_close_matches
from posixpath import basename, dirname, join, normpath
from typing import Final
from urllib.parse import unquote

from kirovbook.diagnostics import Place
from kirovbook.parse.reading import Reading
from kirovbook.quick_dataclass import dataclass

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The path of a picture from the book's folder; ``is_there`` is false once its absence is reported."""

    path: str
    is_there: bool


def find_picture(reading: Reading, address: str, place: Place) -> PictureFile:
    """Resolve a picture's address, as written in a manuscript file, against the book's folder."""
    written = unquote(address)[:_LONGEST]
    path = normpath(join(dirname(reading.sheet.file), written.replace("\\", "/")))
    if not written or _SCHEME.match(written) or path.startswith(("/", "..")):
        shown = f"{written[:60]!r} is outside the book's folder" if written else "the picture has no path"
        reading.error("M108", place, shown, "put the picture into the book's folder and name its path from this file")
        return PictureFile(written, is_there=False)
    if path in reading.pictures:
        return PictureFile(path, is_there=True)
    reading.error("M109", place, f"the picture {path!r} is missing", _nearest(reading, path))
    return PictureFile(path, is_there=False)


def _nearest(reading: Reading, path: str) -> str:
    by_name = {basename(known): known for known in sorted(reading.pictures, reverse=True)}
    near = get_close_matches(path, sorted(reading.pictures), n=1, cutoff=0.7) or [
        by_name[name] for name in get_close_matches(basename(path), sorted(by_name), n=1)
    ]
    return f"did you mean {near[0]!r}?" if near else "add the file, or take the picture out of the text"
