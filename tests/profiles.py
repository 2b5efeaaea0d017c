"""Colour profiles made for the tests: a small press of four inks, after ICC.1:2010 (lut8Type)."""

from __future__ import annotations

import struct
from itertools import product

GRID = 9


def cmyk_profile(kind: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    """Give a profile of a made-up press whose inks are the plain opposites of red, green and blue."""
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 11) + b"Test press\0" + bytes(78),
        b"cprt": b"text\0\0\0\0No rights reserved\0",
        b"wtpt": b"XYZ \0\0\0\0" + _xyz(0.9642, 1.0, 0.8249),
        b"A2B0": _lut(4, 3, 2, bytes(part for inks in product((0.0, 1.0), repeat=4) for part in _lab(*inks))),
        b"B2A0": _lut(3, 4, GRID, bytes(
            part for point in product(range(GRID), repeat=3) for part in _inks(*(each / (GRID - 1) for each in point))
        )),
    }
    table, body = b"", b""
    for name, written in tags.items():
        table += name + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(body), len(written))
        body += written + bytes(-len(written) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12s4s4sI4s4sQI12s4s44s", 128 + 4 + len(table) + len(body), b"test", 0x02400000, kind, space,
        b"Lab ", bytes(12), b"acsp", b"", 0, b"", b"", 0, 0, _xyz(0.9642, 1.0, 0.8249), b"", b"",
    )
    return header + struct.pack(">I", len(tags)) + table + body


def _xyz(*parts: float) -> bytes:
    return struct.pack(">3i", *(round(part * 65536) for part in parts))


def _lut(ins: int, outs: int, grid: int, table: bytes) -> bytes:
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 if number % 4 == 0 else 0 for number in range(9)))
    head = b"mft1\0\0\0\0" + bytes((ins, outs, grid, 0)) + matrix
    return head + straight * ins + table + straight * outs


def _lab(cyan: float, magenta: float, yellow: float, black: float) -> tuple[int, int, int]:
    red, green, blue = ((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
    lightness = 0.3 * red + 0.6 * green + 0.1 * blue
    return round(255 * lightness), round(128 + 100 * (red - green) / 2), round(128 + 100 * (green - blue) / 2)


def _inks(lightness: float, a: float, b: float) -> tuple[int, int, int, int]:
    first, second = (a - 0.502) * 5.1, (b - 0.502) * 5.1
    green = lightness - 0.3 * first + 0.1 * second
    red, blue = green + first, green - second
    cyan, magenta, yellow = (min(max(1 - part, 0.0), 1.0) for part in (red, green, blue))
    return round(255 * cyan), round(255 * magenta), round(255 * yellow), 0
