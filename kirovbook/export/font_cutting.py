"""Cut a font down to the letters and features that are wanted, at one weight. The door of HarfBuzz's subsetter.

It does in milliseconds what takes fontTools seconds for a font with as many rules as EB Garamond.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import uharfbuzz

_WEIGHT = "wght"


def cut_font(path: Path, letters: str, features: Iterable[str], weight: int) -> bytes:
    """Give the font at ``path`` with these letters and OpenType features alone, fixed at ``weight`` (400 is regular).

    Not every reader knows variable fonts, so the other axes stand at their defaults. Hints are left out.
    """
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    wanted.unicode_set.update(map(ord, letters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(feature.encode("ascii"), "big") for feature in features)
    wanted.pin_all_axes_to_default(face)
    wanted.pin_axis_location(face, _WEIGHT, float(weight))
    return bytes(wanted.subset(face).blob.data)
