"""Draw the words that are printed for printers, beside the pages, as shapes."""

from __future__ import annotations

from functools import cache

from kirovbook.export.font_files import font_files
from kirovbook.export.truetype import BasePen, TTFont
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Outline:
    """A line of words as the operators of a PDF path, from its baseline's left end, and its width in points."""

    path: str
    width: float


def outline(words: str, size: float) -> Outline:
    """Draw words in the house type, or in the next of its fonts that has the letter, as shapes and not as text.

    Letters that no font of the house has are left out. A line for printers needs neither kerning nor ligatures.
    """
    drawn, width = list[str](), 0.0
    for letter in words:
        for font in _upright_fonts():
            if (name := font.getBestCmap().get(ord(letter))) is not None:
                scale = size / font["head"].unitsPerEm
                glyphs = font.getGlyphSet()
                pen = _PathPen(glyphs, scale, width)
                glyphs[name].draw(pen)
                drawn.extend(pen.drawn)
                width += glyphs[name].width * scale
                break
    return Outline(" ".join(drawn), width)


@cache
def _upright_fonts() -> tuple[TTFont, ...]:
    return tuple(TTFont(file.path, lazy=True) for file in font_files() if file.style == "normal")


class _PathPen(BasePen):  # type: ignore[misc]
    """Write a glyph's outline as the operators of a PDF path; the base turns its curves into cubic ones."""

    def __init__(self, glyphs: object, scale: float, left: float) -> None:
        super().__init__(glyphs)
        self.drawn: list[str] = []
        self._scale, self._left = scale, left

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        placed = (f"{self._left + x * self._scale:.3f} {y * self._scale:.3f}" for x, y in points)
        self.drawn.append(" ".join((*placed, operator)))

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the base's name
        self._write("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._write("l", point)

    def _curveToOne(  # noqa: N802
        self, first: tuple[float, float], second: tuple[float, float], end: tuple[float, float]
    ) -> None:
        self._write("c", first, second, end)

    def _closePath(self) -> None:  # noqa: N802
        self._write("h")
