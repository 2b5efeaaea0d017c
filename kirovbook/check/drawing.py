"""Read what each page of a finished PDF draws: in which colours, with which fonts, and its pictures at their size.

Content streams are followed into forms, patterns and soft masks; each form is read once. Section numbers are those of
ISO 32000-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from math import hypot
from typing import Any

from kirovbook.pdf_objects import (
    ContentStreamInlineImage,
    Dictionary,
    Matrix,
    Name,
    Object,
    Page,
    Stream,
    parse_content_stream,
)
from kirovbook.quick_dataclass import dataclass

_POINTS = 72
_DEEPEST = 12
_DEVICES = {"g": "DeviceGray", "G": "DeviceGray", "rg": "DeviceRGB", "RG": "DeviceRGB", "k": "DeviceCMYK",
            "K": "DeviceCMYK"}
_NAMED_COLOURS = frozenset({"cs", "CS"})
_MADE_OF_LIGHT = frozenset({"ICCBased 3", "Lab"})
_GREYS, _COLOURS, _INKS = 1, 3, 4


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A picture on a page: its pixels, its resolution there in dots per inch (the lesser of the two), its colours."""

    width: int
    height: int
    dpi: float
    colours: str


@dataclass(slots=True)
class Drawn:
    """What one page draws. ``inks`` is the most ink that a colour of text or lines lays down, in per cent."""

    colours: set[str] = field(default_factory=set)
    pictures: list[DrawnPicture] = field(default_factory=list)
    inks: float = 0.0
    is_transparent: bool = False
    fonts: dict[str, Any] = field(default_factory=dict)


def read_drawing(page: Page) -> Drawn:
    """Follow the content of a page and of its annotations' appearances."""
    drawn = Drawn()
    if "/Group" in page.obj and page.obj.Group.get("/S") == Name.Transparency and "/CS" in page.obj.Group:
        drawn.colours.add(_space(page.obj.Group.CS))
    _Follower(drawn).follow(page, page.obj.get("/Resources", Dictionary()), Matrix(), 0)
    for annotation in page.obj.get("/Annots", ()):
        _border(annotation, drawn)
    return drawn


def _border(annotation: Object, drawn: Drawn) -> None:
    """An annotation's colour is drawn where it has a border (12.5.2)."""
    border = annotation.get("/Border")
    width = float(border[2]) if border is not None and len(border) > 2 else 1.0  # noqa: PLR2004 - a border's third value
    if "/BS" in annotation:
        width = float(annotation.BS.get("/W", 1))
    colour = annotation.get("/C")
    if colour is not None and width and "/AP" not in annotation:
        drawn.colours.add({_GREYS: "DeviceGray", _COLOURS: "DeviceRGB", _INKS: "DeviceCMYK"}.get(len(colour), ""))


class _Follower:
    """Goes through content streams; forms that were read are not read again, but their pictures count each time."""

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self._read: set[tuple[int, int]] = set()

    def follow(self, content: Page | Object, resources: Object, start: Matrix, depth: int) -> None:
        stack: list[Matrix] = []
        here = start
        for instruction in parse_content_stream(content):
            sign = str(instruction.operator)
            operands: Any = instruction.operands
            if sign == "q":
                stack.append(here)
            elif sign == "Q":
                here = stack.pop() if stack else start
            elif sign == "cm":
                here = Matrix(*(float(value) for value in operands)) @ here
            elif sign == "Do":
                self._object(_found(resources, "/XObject", operands[0]), resources, here, depth)
            elif isinstance(instruction, ContentStreamInlineImage):
                self._drawn.colours.add(_space(instruction.iimage.obj.get("/ColorSpace")))
            else:
                self._state(sign, operands, resources, depth)

    def _state(self, sign: str, operands: Any, resources: Object, depth: int) -> None:
        if sign in _DEVICES:
            self._drawn.colours.add(_DEVICES[sign])
            if sign in {"k", "K"}:
                self._drawn.inks = max(self._drawn.inks, 100 * sum(float(value) for value in operands))
        elif sign in _NAMED_COLOURS:
            named = _found(resources, "/ColorSpace", operands[0])
            self._drawn.colours.add(_space(named if named is not None else operands[0]))
        elif sign in {"scn", "SCN"} and operands and isinstance(operands[-1], Name):
            self._pattern(_found(resources, "/Pattern", operands[-1]), depth)
        elif sign == "sh":
            self._shading(_found(resources, "/Shading", operands[0]))
        elif sign == "Tf":
            font = _found(resources, "/Font", operands[0])
            if font is not None:
                self._drawn.fonts[str(font.get("/BaseFont", operands[0]))] = font
        elif sign == "gs":
            self._graphics_state(_found(resources, "/ExtGState", operands[0]), resources, depth)

    def _object(self, drawn: Object | None, resources: Object, here: Matrix, depth: int) -> None:
        if drawn is None or depth > _DEEPEST:
            return
        if drawn.get("/Subtype") == Name.Image:
            self._picture(drawn, here)
        elif drawn.get("/Subtype") == Name.Form:
            if "/Group" in drawn and "/CS" in drawn.Group:
                self._drawn.colours.add(_space(drawn.Group.CS))
            matrix = Matrix(*(float(value) for value in drawn.get("/Matrix", (1, 0, 0, 1, 0, 0))))
            self.follow(drawn, drawn.get("/Resources", resources), matrix @ here, depth + 1)

    def _picture(self, picture: Object, here: Matrix) -> None:
        width, height = int(picture.Width), int(picture.Height)
        across, down = hypot(here.a, here.b), hypot(here.c, here.d)
        if "/SMask" in picture:
            self._drawn.is_transparent = True
        if picture.get("/ImageMask"):
            return
        colours = _space(picture.get("/ColorSpace"))
        self._drawn.colours.add(colours)
        dpi = min(width / (across / _POINTS), height / (down / _POINTS)) if across and down else 0.0
        self._drawn.pictures.append(DrawnPicture(width, height, dpi, colours))

    def _pattern(self, pattern: Object | None, depth: int) -> None:
        if pattern is None:
            return
        if isinstance(pattern, Stream) and pattern.objgen not in self._read and depth <= _DEEPEST:
            self._read.add(pattern.objgen)
            matrix = Matrix(*(float(value) for value in pattern.get("/Matrix", (1, 0, 0, 1, 0, 0))))
            self.follow(pattern, pattern.get("/Resources", Dictionary()), matrix, depth + 1)
        elif "/Shading" in pattern:
            self._shading(pattern.Shading)

    def _shading(self, shading: Object | None) -> None:
        if shading is not None and "/ColorSpace" in shading:
            self._drawn.colours.add(_space(shading.ColorSpace))

    def _graphics_state(self, state: Object | None, resources: Object, depth: int) -> None:
        if state is None:
            return
        opaque = all(float(state.get(name, 1)) == 1 for name in ("/ca", "/CA"))
        mask = state.get("/SMask")
        mode = state.get("/BM", Name.Normal)
        if not opaque or isinstance(mask, Dictionary) or mode not in (Name.Normal, Name.Compatible):
            self._drawn.is_transparent = True
        if isinstance(mask, Dictionary) and "/G" in mask:
            self._object(mask.G, resources, Matrix(), depth + 1)


def _found(resources: Object, kind: str, name: Object) -> Object | None:
    held = resources.get(kind)
    return None if held is None else held.get(str(name))


def _space(space: Object | None) -> str:
    """Name the colours of a colour space (8.6): the device's, those of a profile by their number, those behind."""
    if space is None:
        return ""
    if isinstance(space, Name):
        return {"/G": "DeviceGray", "/RGB": "DeviceRGB", "/CMYK": "DeviceCMYK"}.get(str(space), str(space)[1:])
    family = str(space[0])[1:]
    if family == "ICCBased":
        return f"ICCBased {int(space[1].get('/N', 0))}"
    if family in {"Indexed", "Pattern"} and len(space) > 1:
        return _space(space[1])
    if family in {"Separation", "DeviceN"}:
        return f"{family} {_space(space[2])}" if str(space[1]) != "/All" else "Separation All"
    return family


def coloured_in(colours: set[str]) -> Iterator[str]:
    """Give those of a page's colour spaces that are made of red, green and blue, in whatever guise."""
    yield from sorted(space for space in colours if "RGB" in space or space in _MADE_OF_LIGHT)
