"""Design the front cover of a book from its title, its people and its publisher, and draw it as a picture.

The design is the same for the e-book's picture and for the printed cover, which sets it in type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from kirovbook.render.imaging import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1600, 2560
GROUND, _PAPER, _ACCENT = (74, 22, 26), (244, 236, 219), (201, 163, 104)
ACCENT = _ACCENT
FRAME = ((92, 6), (116, 2))
_BLURB_SIZES = range(50, 31, -2)
_MARGIN = 210
_MEASURE = WIDTH - 2 * _MARGIN
_TITLE_SIZES = range(340, 59, -5)
_SUBTITLE_SIZES = range(92, 35, -4)
_NAME_SIZES = range(64, 27, -3)
_TITLE_TOP, _TITLE_HEIGHT, _TITLE_LINES = 700, 1000, 6
_SUBTITLE_HEIGHT, _SUBTITLE_LINES = 330, 4
_NAME_LINES = 3
_COLOURS = 64
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class CoverWords:
    """What stands on the cover."""

    title: str
    subtitle: str
    people: tuple[str, ...]
    publisher: str


@dataclass(frozen=True, slots=True)
class CoverTypes:
    """The fonts of the cover, as files that FreeType reads."""

    upright: bytes
    italic: bytes

    @property
    def baseline(self) -> float:
        """Where the baseline stands below the middle of its line, as a part of the size."""
        ascent, descent = _font(self.upright, 2000).getmetrics()
        return (ascent - descent) / 4000


@dataclass(frozen=True, slots=True)
class Cover:
    """A PNG of 1600 by 2560 pixels, and the characters that the type could not show."""

    picture: bytes
    unshown: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines set in one size, with the distance between them and between letters, in pixels."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    leading: int
    tracking: float

    @property
    def height(self) -> int:
        """From the top of the first line to the foot of the last."""
        return self.leading * len(self.lines)


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of the cover, centred on its measure: its type, size, tracking and colour, and its baseline, in pixels."""

    text: str
    style: str
    size: int
    tracking: float
    baseline: int
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CoverDesign:
    """A front cover set in a space of 1600 pixels' width: its lines and the height of its ornament."""

    height: int
    lines: tuple[SetLine, ...]
    ornament: int


def compose_cover(words: CoverWords, types: CoverTypes, height: int = HEIGHT) -> CoverDesign:
    """Set the words of a front cover, for a page of any height: of this design all covers of a book are made."""
    down = height / HEIGHT
    names = _fit([name.upper() for name in words.people], types.upright, _NAME_SIZES, 0.14, 1.6, _NAME_LINES)
    tallest = round(_TITLE_HEIGHT * down)
    title = _fit([words.title], types.upright, _TITLE_SIZES, 0.0, 1.04, _TITLE_LINES, tallest)
    subtitle = _fit([words.subtitle], types.italic, _SUBTITLE_SIZES, 0.0, 1.25, _SUBTITLE_LINES,
                    round(_SUBTITLE_HEIGHT * down))
    top = round(_TITLE_TOP * down) + max(0, (tallest - title.height - subtitle.height) // 3)
    rule = top + title.height + round(90 * down)
    publisher = _fit([words.publisher.upper()], types.upright, range(44, 23, -2), 0.2, 1.5, 2)
    foot = height - round(300 * down) - publisher.height // 2
    return CoverDesign(height, (
        *_set(names, round(330 * down), "normal", _PAPER), *_set(title, top, "normal", _PAPER),
        *_set(subtitle, rule + round(90 * down), "italic", _PAPER), *_set(publisher, foot, "normal", _ACCENT),
    ), rule)


def set_blurb(blurb: str, types: CoverTypes, height: int) -> tuple[SetLine, ...]:
    """Set the words of the back cover in the largest size of book type that holds them all; none if none does."""
    for size in _BLURB_SIZES:
        font, leading = _font(types.upright, size), round(size * 1.42)
        lines = _wrapped(blurb.split(), font, 0.0, _MEASURE)
        if len(lines) * leading <= height and all(font.getlength(line) <= _MEASURE for line in lines):
            return tuple(_set(_Block(tuple(lines), font, leading, 0.0), 0, "normal", _PAPER))
    return ()


def _set(block: _Block, top: int, style: str, colour: tuple[int, int, int]) -> Iterator[SetLine]:
    for number, line in enumerate(block.lines):
        baseline = top + number * block.leading + round(block.leading * 0.75)
        yield SetLine(line, style, int(block.font.size), block.tracking, baseline, colour)


def draw_cover(words: CoverWords, types: CoverTypes) -> Cover:
    """Draw a front cover as a picture; a line that has a letter the type lacks is left out."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    _draw_frame(draw)
    shown, unshown = _showable(words, types)
    design = compose_cover(shown, types)
    for line in design.lines:
        _draw_line(draw, line, types)
    _draw_ornament(draw, design.ornament)
    return Cover(_as_png(image), unshown)


def _draw_frame(draw: ImageDraw.ImageDraw) -> None:
    for inset, width in FRAME:
        draw.rectangle((inset, inset, WIDTH - inset - 1, HEIGHT - inset - 1), outline=_ACCENT, width=width)


def _draw_ornament(draw: ImageDraw.ImageDraw, top: int) -> None:
    """Draw a short rule with a lozenge in its middle."""
    centre, half, lozenge = WIDTH // 2, 190, 15
    for left, right in ((centre - half, centre - 2 * lozenge), (centre + 2 * lozenge, centre + half)):
        draw.line((left, top, right, top), fill=_ACCENT, width=3)
    draw.polygon(
        ((centre - lozenge, top), (centre, top - lozenge), (centre + lozenge, top), (centre, top + lozenge)),
        fill=_ACCENT,
    )


def _fit(
    texts: Sequence[str], face: bytes, sizes: range, tracking: float, leading: float, most: int, height: int = HEIGHT
) -> _Block:
    """Set the texts, each from a new line, in the largest size that fits; the smallest breaks words if it must."""
    for size in sizes:
        font = _font(face, size)
        lines = [line for text in texts for line in _balanced(text.split(), font, tracking * size)]
        block = _Block(tuple(lines), font, round(size * leading), tracking * size)
        if len(lines) <= most * max(1, len(texts)) and block.height <= height and _fits(block):
            return block
    lines = [piece for line in block.lines for piece in _broken(line, block)]
    return _Block(tuple(lines[: height // block.leading]), block.font, block.leading, block.tracking)


def _fits(block: _Block) -> bool:
    return all(_width(line, block.font, block.tracking) <= _MEASURE for line in block.lines)


def _balanced(words: list[str], font: ImageFont.FreeTypeFont, tracking: float) -> list[str]:
    """Break into as few lines as the measure allows, and those as even as they can be."""
    count = len(_wrapped(words, font, tracking, _MEASURE))
    narrow, wide = 0, _MEASURE
    while wide - narrow > 8:  # noqa: PLR2004 - pixels; finer is not to be seen
        middle = (narrow + wide) // 2
        if len(_wrapped(words, font, tracking, middle)) <= count:
            wide = middle
        else:
            narrow = middle
    return _wrapped(words, font, tracking, wide)


def _wrapped(words: list[str], font: ImageFont.FreeTypeFont, tracking: float, measure: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _width(joined, font, tracking) <= measure:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _broken(line: str, block: _Block) -> Iterator[str]:
    while line:
        length = next(
            (n for n in range(len(line), 1, -1) if _width(line[:n], block.font, block.tracking) <= _MEASURE), 1
        )
        yield line[:length]
        line = line[length:]


def _width(line: str, font: ImageFont.FreeTypeFont, tracking: float) -> float:
    return font.getlength(line) + tracking * max(0, len(line) - 1)


def _draw_line(draw: ImageDraw.ImageDraw, line: SetLine, types: CoverTypes) -> None:
    font = _font(types.italic if line.style == "italic" else types.upright, line.size)
    left = (WIDTH - _width(line.text, font, line.tracking)) / 2
    if not line.tracking:
        draw.text((left, line.baseline), line.text, font=font, fill=line.colour, anchor="ls")
        return
    for position, letter in enumerate(line.text):
        before = font.getlength(line.text[:position]) + line.tracking * position
        draw.text((left + before, line.baseline), letter, font=font, fill=line.colour, anchor="ls")


def _font(face: bytes, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(face), size)


def _showable(words: CoverWords, types: CoverTypes) -> tuple[CoverWords, str]:
    """Keep what the types can show, at a length that a cover can hold; tell the letters that they lack."""
    title, *rest = (_Line(_shortened(text), types.upright) for text in (words.title, words.publisher, *words.people))
    subtitle, (publisher, *people) = _Line(_shortened(words.subtitle), types.italic), rest
    unshown = {letter for line in (title, subtitle, publisher, *people) for letter in line.lacking}
    kept = CoverWords(title.kept, subtitle.kept, tuple(name.kept for name in people if name.kept), publisher.kept)
    return kept, "".join(sorted(unshown))


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line for the cover and the face it is to be set in."""

    text: str
    face: bytes

    @property
    def lacking(self) -> str:
        """The letters that the face draws as it draws a character that does not exist."""
        font = _font(self.face, 40)
        nothing = bytes(font.getmask("\uffff"))
        letters = sorted({letter for letter in self.text + self.text.upper() if not letter.isspace()})
        return "".join(letter for letter in letters if bytes(font.getmask(letter)) == nothing)

    @property
    def kept(self) -> str:
        """The line, or nothing where the face lacks a letter of it."""
        return "" if self.lacking else self.text


def _as_png(image: Image.Image) -> bytes:
    """Few colours make a small file; the edges of the letters need some in between."""
    written = BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()
