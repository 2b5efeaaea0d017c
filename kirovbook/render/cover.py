"""Set the words of a front cover: which size, which lines, where. Of this one design all covers of a book are made.

A design is 1600 pixels wide and as high as the page asks for; the template sets it at any size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from kirovbook.model.book import Identity
from kirovbook.quick_dataclass import dataclass

WIDTH, HEIGHT = 1600, 2560
GROUND, _PAPER, ACCENT = (74, 22, 26), (244, 236, 219), (201, 163, 104)
FRAME = ((92, 6), (116, 2))
_BLURB_SIZES = range(50, 31, -2)
_MARGIN = 210
_MEASURE = WIDTH - 2 * _MARGIN
_TITLE_SIZES = range(340, 59, -5)
_SUBTITLE_SIZES = range(92, 35, -4)
_NAME_SIZES = range(64, 27, -3)
_TITLE_TOP, _TITLE_HEIGHT, _TITLE_LINES = 700, 1000, 6
_SUBTITLE_HEIGHT, _SUBTITLE_LINES = 330, 4
_NAMES_TOP, _NAMES_HEIGHT, _NAME_LINES = 330, 340, 3
_LONGEST = 300
_USUAL_ADVANCE = 0.5


@dataclass(frozen=True, slots=True)
class CoverWords:
    """What stands on the front of a cover."""

    title: str
    subtitle: str
    people: tuple[str, ...]
    publisher: str

    @property
    def letters(self) -> str:
        """All letters of the words, in capitals and without spaces."""
        return _letters("".join((*self.people, self.title, self.subtitle, self.publisher)))


@dataclass(frozen=True, slots=True)
class Face:
    """A face and those that stand in for what it lacks: the advance of each letter, in parts of the size.

    ``baseline`` is where the baseline stands below the middle of a line, as a part of the size too.
    """

    advances: Mapping[str, float]
    baseline: float

    def width(self, line: str, size: float, tracking: float) -> float:
        """Give how wide a line is at this size, without kerning, which takes away more often than it gives."""
        advances = sum(self.advances.get(letter, _USUAL_ADVANCE) for letter in line)
        return advances * size + tracking * max(0, len(line) - 1)


@dataclass(frozen=True, slots=True)
class CoverTypes:
    """The faces of a cover; ``has_own``: the book brings fonts of its own, and nobody knows which letters they have."""

    upright: Face
    italic: Face
    has_own: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines set in one size, with the distance between them and between letters, in pixels."""

    lines: tuple[str, ...]
    face: Face
    size: int
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

    @property
    def direction(self) -> str:
        """Which way the line runs: as its first letter does that runs either way."""
        ways = (unicodedata.bidirectional(letter) for letter in self.text)
        return "rtl" if next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L" else "ltr"


@dataclass(frozen=True, slots=True)
class CoverDesign:
    """A front cover set in a space of 1600 pixels' width: its blocks of lines and the height of its ornament.

    ``unshown`` are the letters that the types lack: the words with them are left out. ``is_whole`` says whether all the
    others found room.
    """

    height: int
    blocks: tuple[tuple[SetLine, ...], ...]
    ornament: int
    unshown: str
    is_whole: bool

    @property
    def lines(self) -> tuple[SetLine, ...]:
        """All lines, from the top to the foot."""
        return tuple(line for block in self.blocks for line in block)


def front_words(identity: Identity) -> CoverWords:
    """Give the words of the front of a book: of its people the authors, and all of them where it has no author."""
    authors = tuple(person.name for person in identity.contributors if person.role == "aut")
    people = authors or tuple(person.name for person in identity.contributors)
    return CoverWords(identity.title, identity.subtitle, people, identity.publisher)


def compose_cover(words: CoverWords, types: CoverTypes, height: int = HEIGHT) -> CoverDesign:
    """Set the words of a front cover for a page of any height; words that have a letter the types lack are left out."""
    down = height / HEIGHT
    shown, unshown = (words, "") if types.has_own else _showable(words, types)
    set_now = _shortened(shown)
    people = [name.upper() for name in set_now.people]
    names = _fit(people, types.upright, _NAME_SIZES, 0.14, 1.6, _NAME_LINES, round(_NAMES_HEIGHT * down))
    tallest = round(_TITLE_HEIGHT * down)
    title = _fit([set_now.title], types.upright, _TITLE_SIZES, 0.0, 1.04, _TITLE_LINES, tallest)
    subtitle = _fit([set_now.subtitle], types.italic, _SUBTITLE_SIZES, 0.0, 1.25, _SUBTITLE_LINES,
                    round(_SUBTITLE_HEIGHT * down))
    top = round(_TITLE_TOP * down) + max(0, (tallest - title.height - subtitle.height) // 3)
    rule = top + title.height + round(90 * down)
    publisher = _fit([set_now.publisher.upper()], types.upright, range(44, 23, -2), 0.2, 1.5, 2)
    foot = height - round(300 * down) - publisher.height // 2
    blocks = tuple(tuple(block) for block in (
        _set(names, round(_NAMES_TOP * down), "normal", _PAPER), _set(title, top, "normal", _PAPER),
        _set(subtitle, rule + round(90 * down), "italic", _PAPER), _set(publisher, foot, "normal", ACCENT),
    ))
    said = _letters("".join(line.text for block in blocks for line in block))
    return CoverDesign(height, blocks, rule, unshown, said == shown.letters)


def set_blurb(blurb: str, types: CoverTypes, height: int) -> tuple[SetLine, ...]:
    """Set the words of the back cover in the largest size of book type that holds them all; none if none does."""
    for size in _BLURB_SIZES:
        leading = round(size * 1.42)
        lines = _wrapped(blurb.split(), types.upright, size, 0.0, _MEASURE)
        if len(lines) * leading <= height and all(types.upright.width(line, size, 0.0) <= _MEASURE for line in lines):
            return tuple(_set(_Block(tuple(lines), types.upright, size, leading, 0.0), 0, "normal", _PAPER))
    return ()


def _set(block: _Block, top: int, style: str, colour: tuple[int, int, int]) -> Iterator[SetLine]:
    for number, line in enumerate(block.lines):
        baseline = top + number * block.leading + round(block.leading * 0.75)
        yield SetLine(line, style, block.size, block.tracking, baseline, colour)


def _fit(
    texts: Sequence[str], face: Face, sizes: range, tracking: float, leading: float, most: int, height: int = HEIGHT
) -> _Block:
    """Set the texts, each from a new line, in the largest size that fits; the smallest breaks words if it must."""
    if any(unicodedata.bidirectional(letter) == "AL" for text in texts for letter in text):
        tracking = 0.0  # Arabic letters join.
    for size in sizes:
        lines = [line for text in texts for line in _balanced(text.split(), face, size, tracking * size)]
        block = _Block(tuple(lines), face, size, round(size * leading), tracking * size)
        if len(lines) <= most * max(1, len(texts)) and block.height <= height and _fits(block):
            return block
    lines = [piece for line in block.lines for piece in _broken(line, block)]
    return _Block(tuple(lines[: height // block.leading]), face, block.size, block.leading, block.tracking)


def _fits(block: _Block) -> bool:
    return all(block.face.width(line, block.size, block.tracking) <= _MEASURE for line in block.lines)


def _balanced(words: list[str], face: Face, size: int, tracking: float) -> list[str]:
    """Break into as few lines as the measure allows, and those as even as they can be."""
    count = len(_wrapped(words, face, size, tracking, _MEASURE))
    narrow, wide = 0, _MEASURE
    while wide - narrow > 8:  # noqa: PLR2004 - pixels; finer is not to be seen
        middle = (narrow + wide) // 2
        if len(_wrapped(words, face, size, tracking, middle)) <= count:
            wide = middle
        else:
            narrow = middle
    return _wrapped(words, face, size, tracking, wide)


def _wrapped(words: list[str], face: Face, size: int, tracking: float, measure: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(joined, size, tracking) <= measure:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _broken(line: str, block: _Block) -> Iterator[str]:
    while line:
        fitting = (n for n in range(len(line), 1, -1)
                   if block.face.width(line[:n], block.size, block.tracking) <= _MEASURE)
        length = next(fitting, 1)
        yield line[:length]
        line = line[length:]


def _showable(words: CoverWords, types: CoverTypes) -> tuple[CoverWords, str]:
    """Keep what the types can show; tell the letters that they lack."""
    unshown = set[str]()

    def kept(text: str, face: Face) -> str:
        lacking = {letter for letter in text + text.upper() if letter not in face.advances and _is_drawn(letter)}
        unshown.update(lacking)
        return "" if lacking else text

    title, publisher = (kept(text, types.upright) for text in (words.title, words.publisher))
    people = tuple(name for name in (kept(name, types.upright) for name in words.people) if name)
    shown = CoverWords(title, kept(words.subtitle, types.italic), people, publisher)
    return shown, "".join(sorted(unshown))


def _is_drawn(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf"}


def _shortened(words: CoverWords) -> CoverWords:
    """No cover holds more than some hundred letters of one thing, and to try them all would take long."""
    return CoverWords(_short(words.title), _short(words.subtitle), tuple(map(_short, words.people)),
                      _short(words.publisher))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"


def _letters(words: str) -> str:
    return "".join(words.upper().split())
