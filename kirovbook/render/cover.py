"""Draw the cover of an e-book from its title, its people and its publisher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from kirovbook.render.imaging import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1600, 2560
_GROUND, _PAPER, _ACCENT = (74, 22, 26), (244, 236, 219), (201, 163, 104)
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


def draw_cover(words: CoverWords, types: CoverTypes) -> Cover:
    """Set the words on the ground of the house style; a line that has a letter the type lacks is left out."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    draw = ImageDraw.Draw(image)
    _draw_frame(draw)
    shown, unshown = _showable(words, types)
    names = _fit([name.upper() for name in shown.people], types.upright, _NAME_SIZES, 0.14, 1.6, _NAME_LINES)
    _draw_block(draw, names, 330, _PAPER)
    title = _fit([shown.title], types.upright, _TITLE_SIZES, 0.0, 1.04, _TITLE_LINES, _TITLE_HEIGHT)
    subtitle = _fit([shown.subtitle], types.italic, _SUBTITLE_SIZES, 0.0, 1.25, _SUBTITLE_LINES, _SUBTITLE_HEIGHT)
    top = _TITLE_TOP + max(0, (_TITLE_HEIGHT - title.height - subtitle.height) // 3)
    _draw_block(draw, title, top, _PAPER)
    rule = top + title.height + 90
    _draw_ornament(draw, rule)
    _draw_block(draw, subtitle, rule + 90, _PAPER)
    publisher = _fit([shown.publisher.upper()], types.upright, range(44, 23, -2), 0.2, 1.5, 2)
    _draw_block(draw, publisher, HEIGHT - 300 - publisher.height // 2, _ACCENT)
    return Cover(_as_png(image), unshown)


def _draw_frame(draw: ImageDraw.ImageDraw) -> None:
    for inset, width in ((92, 6), (116, 2)):
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


def _draw_block(draw: ImageDraw.ImageDraw, block: _Block, top: int, colour: tuple[int, int, int]) -> None:
    for number, line in enumerate(block.lines):
        left = (WIDTH - _width(line, block.font, block.tracking)) / 2
        baseline = top + number * block.leading + round(block.leading * 0.75)
        if not block.tracking:
            draw.text((left, baseline), line, font=block.font, fill=colour, anchor="ls")
            continue
        for position, letter in enumerate(line):
            before = block.font.getlength(line[:position]) + block.tracking * position
            draw.text((left + before, baseline), letter, font=block.font, fill=colour, anchor="ls")


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
