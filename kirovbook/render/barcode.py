"""Write an ISBN as the bars of an EAN-13 (ISO/IEC 15420)."""

from __future__ import annotations

import re

_ODD = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_FIRST = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")
_SIDE, _MIDDLE = "101", "01010"
_ISBN_10 = 10
MODULES = 95
"""How many modules wide the bars are, without the white beside them."""


def ean_of(isbn: str) -> str:
    """Give the thirteen digits of an ISBN of thirteen or of ten (which becomes 978 and a new check digit)."""
    digits = re.sub(r"[^0-9X]", "", isbn.upper().removeprefix("ISBN"))
    return digits if len(digits) != _ISBN_10 else _checked(f"978{digits[:9]}")


def _checked(twelve: str) -> str:
    total = sum(int(digit) * (3 if number % 2 else 1) for number, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"


def modules(ean: str) -> str:
    """Give the 95 modules of thirteen digits: 1 is a bar, 0 a space."""
    left = "".join(_left(digit, kind) for digit, kind in zip(ean[1:7], _FIRST[int(ean[0])], strict=True))
    right = "".join(_opposite(_ODD[int(digit)]) for digit in ean[7:])
    return f"{_SIDE}{left}{_MIDDLE}{right}{_SIDE}"


def bars(ean: str) -> tuple[tuple[int, int, bool], ...]:
    """Give each bar: its first module, how many it is wide, and whether it is one of the long ones."""
    found = re.finditer("1+", modules(ean))
    long = (range(3), range(45, 50), range(92, MODULES))
    return tuple((bar.start(), len(bar[0]), any(bar.start() in part for part in long)) for bar in found)


def _left(digit: str, kind: str) -> str:
    return _ODD[int(digit)] if kind == "L" else _opposite(_ODD[int(digit)])[::-1]


def _opposite(coded: str) -> str:
    return coded.translate(str.maketrans("01", "10"))
