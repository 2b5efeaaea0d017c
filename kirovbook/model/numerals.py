"""Write numbers in the figures of the Romans."""

from __future__ import annotations

_FIGURES = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
            (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman(number: int) -> str:
    """Write a number from 1 on in small Roman figures: "xiv"."""
    written = ""
    for value, figure in _FIGURES:
        times, number = divmod(number, value)
        written += figure * times
    return written
