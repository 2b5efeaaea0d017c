"""Write a front cover as a page of its own: before the pages of a screen edition, and as the picture of an e-book."""

from __future__ import annotations

from collections.abc import Sequence

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place
from kirovbook.model.book import Identity
from kirovbook.model.edition import Trim
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.cover import (
    ACCENT,
    FRAME,
    GROUND,
    WIDTH,
    CoverDesign,
    CoverTypes,
    SetLine,
    compose_cover,
    front_words,
)
from kirovbook.render.templates import render_template


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover ready for export: its markup and style, its size after cutting in points, and what stands on it."""

    markup: str
    style: str
    trim: Trim
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The front of a cover, designed for a trim: what the template asks of it, and what the author is told."""

    design: CoverDesign
    trim: Trim
    baseline: float

    @property
    def scale(self) -> float:
        """Points in a pixel of the design."""
        return self.trim.width / WIDTH

    def values(self, identity: Identity, bleed: float) -> dict[str, object]:
        """Give what every cover's template is filled with."""
        return {
            "identity": identity, "trim": self.trim, "bleed": bleed, "scale": self.scale, "frames": FRAME,
            "ground": GROUND, "accent": ACCENT, "height": self.design.height, "ornament": self.design.ornament,
            "front": [self.placed(block) for block in self.design.blocks if block],
        }

    def placed(self, lines: Sequence[SetLine]) -> list[PlacedLine]:
        """Give where the template sets these lines."""
        return [_placed(line, self.scale, self.baseline) for line in lines]

    def troubles(self, place: Place, edition: str, *, is_printed: bool = False) -> tuple[Diagnostic, ...]:
        """Tell what is left out of the front for want of letters or of room; no printed cover is made without it."""
        found: list[Diagnostic] = []
        if self.design.unshown:
            message = (f"the type of the cover of the edition {edition!r} has no letters "
                       f"{self.design.unshown[:20]!r}: the lines with them are left out")
            found.append(Diagnostic("E106", WARNING, place, message,
                                    "name a font that has them in styles/cover.css, with @font-face"))
        if not self.design.is_whole:
            message = f"the book's title and names are too long for the front of the cover of the edition {edition!r}"
            found.append(Diagnostic("P126", ERROR if is_printed else WARNING, place, message,
                                    "write a shorter title, subtitle or list of people in book.toml"))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line in points: from the top of its panel to the top of its line, and what it looks like."""

    line: SetLine
    top: float
    size: float
    leading: float
    tracking: float


def design_front(identity: Identity, trim: Trim, types: CoverTypes) -> Front:
    """Design the front of a book's cover for this trim."""
    height = round(trim.height / trim.width * WIDTH)
    return Front(compose_cover(front_words(identity), types, height), trim, types.upright.baseline)


def write_front(front: Front, identity: Identity, bleed: float = 0.0) -> Cover:
    """Write the front of a cover as a page of its own."""
    values = {**front.values(identity, bleed), "is_wrap": False, "width": front.trim.width, "front_left": 0}
    markup, style = (render_template(f"cover.{kind}.jinja", **values) for kind in ("html", "css"))
    return Cover(markup, style, front.trim, tuple(line.text for line in front.design.lines))


def _placed(line: SetLine, scale: float, baseline: float) -> PlacedLine:
    size = line.size * scale
    leading = size * 1.3
    top = line.baseline * scale - leading / 2 - baseline * size
    return PlacedLine(line, round(top, 3), round(size, 3), round(leading, 3), round(line.tracking * scale, 3))
