"""Separate a finished PDF: every colour in it becomes ink of a press, and none of a screen is left.

It is done in the file and not in the style sheets, so that it reaches all that was drawn: words, rules, margin
boxes, SVG pictures, patterns, gradients, photographs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from kirovbook.export.inks import Ink, Inks, grey
from kirovbook.pdf_objects import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Page,
    Pdf,
    PdfImage,
    Stream,
    parse_content_stream,
    unparse_content_stream,
)
from kirovbook.quick_dataclass import dataclass

_IN_INKS = frozenset({"/DeviceCMYK", "/DeviceGray", "/Pattern", "/Separation", "/DeviceN", "/Indexed"})
_FILL, _STROKE = {"rg": "k", "cs": "k", "sc": "k", "scn": "k"}, {"RG": "K", "CS": "K", "SC": "K", "SCN": "K"}
_SETS_COLOUR = _FILL | _STROKE
_LEADS_AWAY = frozenset({"/Parent", "/P", "/Dest", "/A"})
_Instruction = ContentStreamInstruction | ContentStreamInlineImage


def separate(pdf: Pdf, inks: Inks) -> None:
    """Change every colour of the screen that pages, forms, patterns, pictures and gradients have into inks."""
    work = _Separation(pdf, inks)
    for page in pdf.pages:
        _drop_links(page)
        if "/Group" in page.obj:
            work.group(page.obj)
        work.page(page)
    work.forget_spaces()


def screen_colours(pdf: Pdf) -> tuple[str, ...]:
    """Give the names of the screen's colour spaces that can still be reached from a page, each once."""
    return tuple(dict.fromkeys(_found(page.obj for page in pdf.pages)))


def _drop_links(page: Page) -> None:
    """Paper has no links, and ISO 15930-7 (6.17) lets no annotation but a press's own stand within the bleed."""
    if "/Annots" in page.obj:
        del page.obj.Annots


@dataclass(slots=True)
class _Painting:
    """The colour spaces that are in force at one point of a content stream, and those put aside by ``q``."""

    spaces: dict[str, str] = field(default_factory=lambda: {"k": "/DeviceGray", "K": "/DeviceGray"})
    aside: list[dict[str, str]] = field(default_factory=list)

    def follow(self, operator: str) -> None:
        if operator == "q":
            self.aside.append(dict(self.spaces))
        elif operator == "Q" and self.aside:
            self.spaces = self.aside.pop()


@dataclass(frozen=True, slots=True)
class _Separation:
    pdf: Pdf
    inks: Inks
    done: set[tuple[int, int]] = field(default_factory=set)
    spaces: list[Object] = field(default_factory=list)

    def page(self, page: Page) -> None:
        resources = page.obj.get("/Resources", Dictionary())
        changed = self.content(page, resources)
        page.obj.Contents = self.pdf.make_stream(changed)
        self.resources(resources)

    def stream(self, stream: Object, *, is_mask: bool = False) -> None:
        """Separate a form, a tiling pattern or a glyph that is drawn."""
        if not self._is_new(stream):
            return
        resources = stream.get("/Resources", Dictionary())
        stream.write(self.content(stream, resources))
        if "/Group" in stream:
            self.group(stream, is_mask=is_mask)
        self.resources(resources)

    def group(self, holder: Object, *, is_mask: bool = False) -> None:
        """Let transparency be reckoned in inks; a mask is as light as its greys are."""
        if "/CS" in holder.Group:
            holder.Group.CS = Name.DeviceGray if is_mask else Name.DeviceCMYK

    def content(self, holder: Page | Object, resources: Object) -> bytes:
        spaces, painting = resources.get("/ColorSpace", Dictionary()), _Painting()
        changed = [
            written for instruction in parse_content_stream(holder)
            for written in self._instruction(instruction, painting, spaces)
        ]
        return bytes(unparse_content_stream(changed))

    def _instruction(self, instruction: _Instruction, painting: _Painting, spaces: Object) -> Iterator[_Instruction]:
        operator = str(instruction.operator)
        painting.follow(operator)
        sets = _SETS_COLOUR.get(operator)
        if sets is None or isinstance(instruction, ContentStreamInlineImage):
            yield instruction
            return
        operands = list(instruction.operands)
        if operator.lower() == "rg":
            painting.spaces[sets] = "/DeviceCMYK"
            yield _ink(self.inks.of_rgb(*map(float, operands)), sets)
        elif operator.lower() == "cs":
            space = spaces.get(str(operands[0]), operands[0])
            painting.spaces[sets] = kind = _kind(space)
            yield instruction if kind in _IN_INKS else _ink(grey(0), sets)
        elif (kind := painting.spaces[sets]) in _IN_INKS:
            yield instruction
        else:
            yield _ink(self.colour(kind, [float(part) for part in operands]), sets)

    def colour(self, kind: str, parts: list[float]) -> Ink:
        """Give the inks of a colour in a space that is not of inks, by the number of its parts."""
        match kind, parts:
            case "/Lab", [lightness, a, b]:
                return self.inks.of_lab(lightness, a, b)
            case _, [lightness]:
                return grey(lightness)
            case _, [red, green, blue]:
                return self.inks.of_rgb(red, green, blue)
            case _, [cyan, magenta, yellow, black]:
                return (cyan, magenta, yellow, black)
            case _:
                return grey(0)

    def resources(self, resources: Object) -> None:
        if resources.is_indirect and not self._is_new(resources):
            return
        for drawn in _values(resources, "/XObject"):
            if isinstance(drawn, Stream) and drawn.get("/Subtype") == Name.Image:
                self.picture(drawn)
            else:
                self.stream(drawn)
        for pattern in _values(resources, "/Pattern"):
            if "/Shading" in pattern:
                self.shading(pattern.Shading)
            else:
                self.stream(pattern)
        for shading in _values(resources, "/Shading"):
            self.shading(shading)
        for state in _values(resources, "/ExtGState"):
            if isinstance(state.get("/SMask"), Dictionary) and "/G" in state.SMask:
                self.stream(state.SMask.G, is_mask=True)
        for font in _values(resources, "/Font"):
            for glyph in _values(font, "/CharProcs"):
                self.stream(glyph)
        if "/ColorSpace" in resources:
            self.spaces.append(resources.ColorSpace)

    def picture(self, drawn: Stream) -> None:
        """Write a picture anew in inks, losing nothing; a picture of a screen's greys becomes black alone."""
        if not self._is_new(drawn) or _kind(drawn.get("/ColorSpace", Name.DeviceGray)) in _IN_INKS - {"/Indexed"}:
            return
        separated = self.inks.of_picture(PdfImage(drawn).as_pil_image())
        drawn.write(separated.samples)
        drawn.ColorSpace = Name.DeviceGray if separated.mode == "L" else Name.DeviceCMYK
        drawn.BitsPerComponent = 8
        for key in ("/Decode", "/DecodeParms"):
            if key in drawn:
                del drawn[key]

    def shading(self, shading: Object) -> None:
        kind = _kind(shading.ColorSpace)
        if kind in _IN_INKS or (shading.is_indirect and not self._is_new(shading)):
            return
        shading.ColorSpace = Name.DeviceCMYK
        self._function(shading.Function, kind)
        if "/Background" in shading:
            shading.Background = Array(self.colour(kind, [float(part) for part in shading.Background]))

    def _function(self, function: Object, kind: str) -> None:
        """A gradient runs between colours, or is put together of gradients that do (ISO 32000, 7.10)."""
        if function.is_indirect and not self._is_new(function):
            return
        for part in function.get("/Functions", []):
            self._function(part, kind)
        for end in ("/C0", "/C1"):
            if end in function:
                function[end] = Array(self.colour(kind, [float(part) for part in function[end]]))

    def forget_spaces(self) -> None:
        """Take the screen's colour spaces out, last of all: pages share the list of them."""
        for spaces in self.spaces:
            for name in list(spaces.keys()):
                if _kind(spaces[name]) not in _IN_INKS:
                    del spaces[name]

    def _is_new(self, thing: Object) -> bool:
        is_new = thing.objgen not in self.done
        self.done.add(thing.objgen)
        return is_new


def _values(holder: Object, key: str) -> Iterator[Object]:
    held = holder.get(key)
    if isinstance(held, Dictionary):
        yield from held.values()


def _kind(space: Object) -> str:
    """Give the name of a colour space's family; of an indexed one, the family that it indexes."""
    if isinstance(space, Array):
        family = str(space[0])
        return _kind(space[1]) if family == "/Indexed" else family
    return str(space)


def _ink(ink: Ink, operator: str) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(ink), Operator(operator))


def _found(pages: Iterable[Object]) -> Iterator[str]:
    """Follow all that a page holds, and name the screen's colour spaces in it and in its content streams."""
    seen, waiting = set[tuple[int, int]](), list[object](pages)
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, Object):
            continue
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if isinstance(thing, Dictionary | Stream):
            yield from _spaces_in(thing)
            waiting.extend(thing[key] for key in thing.keys() if key not in _LEADS_AWAY)  # noqa: SIM118 - a PDF's own
        elif isinstance(thing, Array):
            waiting.extend(thing)


def _spaces_in(thing: Object) -> Iterator[str]:
    for key in ("/ColorSpace", "/CS"):
        space = thing.get(key)
        named = space.values() if isinstance(space, Dictionary) else () if space is None else (space,)
        yield from (kind for each in named if (kind := _kind(each)) not in _IN_INKS)
    if thing.get("/Type") == Name.Page or (isinstance(thing, Stream) and _is_drawn(thing)):
        for instruction in parse_content_stream(thing):
            yield from _spaces_of(instruction)


def _is_drawn(stream: Object) -> bool:
    return stream.get("/Subtype") == Name.Form or "/PatternType" in stream


def _spaces_of(instruction: _Instruction) -> Iterator[str]:
    if isinstance(instruction, ContentStreamInlineImage):
        if "RGB" in str(instruction.iimage.colorspace):
            yield "/DeviceRGB"
        return
    operator = str(instruction.operator)
    if operator in {"rg", "RG"} or (operator in {"cs", "CS"} and "RGB" in str(instruction.operands[0])):
        yield "/DeviceRGB"
