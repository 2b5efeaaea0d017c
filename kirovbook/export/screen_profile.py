"""Write the colour profile of an ordinary screen, in the version that every kind of PDF/A takes.

PDF/A-1 is of 2005 and takes ICC profiles of version 2 (ISO 19005-1, 6.2.2); what libraries make today is version 4.
"""

from __future__ import annotations

import struct
from functools import cache

_WHITE = (0.9505, 1.0, 1.0891)
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392), b"gXYZ": (0.38515, 0.71687, 0.09708), b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""Red, green and blue as they are under the white of the connection space, D50 (ICC.1:2001-04, annex A)."""
_D50 = (0.9642, 1.0, 0.8249)
_STEPS = 1024
_HEADER = 128
_MADE = (2000, 1, 1, 0, 0, 0)


@cache
def screen_profile() -> bytes:
    """Give a profile of sRGB (IEC 61966-2-1), the same every time."""
    name = b"sRGB IEC61966-2.1\0"
    curve = struct.pack(f">4sII{_STEPS}H", b"curv", 0, _STEPS, *map(_light, range(_STEPS)))
    tags = {
        b"desc": struct.pack(">4sII", b"desc", 0, len(name)) + name + bytes(78),
        b"cprt": b"text\0\0\0\0No rights reserved\0",
        b"wtpt": _xyz(_WHITE), **{tag: _xyz(colour) for tag, colour in _PRIMARIES.items()},
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = _HEADER + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    for tag, written in tags.items():
        if written not in placed:
            placed[written] = start + len(body)
            body += written + bytes(-len(written) % 4)
        table += struct.pack(">4sII", tag, placed[written], len(written))
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI12s", _HEADER + len(table) + len(body), b"", 0x02100000, b"mntr", b"RGB ", b"XYZ ",
        *_MADE, b"acsp", b"", 0, b"", b"", 0, 0, _numbers(_D50),
    )
    return header.ljust(_HEADER, b"\0") + table + body


def _light(step: int) -> int:
    """Give how much light a screen gives for a step of its signal (IEC 61966-2-1, 5.2)."""
    signal = step / (_STEPS - 1)
    light = signal / 12.92 if signal <= 0.04045 else ((signal + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
    return round(light * 0xFFFF)


def _xyz(colour: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + _numbers(colour)


def _numbers(numbers: tuple[float, float, float]) -> bytes:
    return struct.pack(">3i", *(round(number * 0x10000) for number in numbers))
