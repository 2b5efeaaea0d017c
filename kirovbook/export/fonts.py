"""Cut the fonts of the house style down to the letters that an e-book uses."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from kirovbook.export.font_cutting import cut_font
from kirovbook.export.font_files import FontFile, font_files
from kirovbook.export.truetype import TTFont
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.cover import Face

_SHOWN_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2026"
_FEATURES = (
    "kern", "liga", "rlig", "locl", "ccmp", "mark", "mkmk", "calt",
    "smcp", "c2sc", "case", "onum", "lnum", "pnum", "tnum",
)
# A font counts its seconds from 1904.
_YEAR_1970 = 2_082_844_800


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """One face of the e-book: its name in the package, family, style and weight, and the file as WOFF2."""

    href: str
    family: str
    style: str
    weight: int
    written: bytes


_FACES = (("regular", "normal", 400), ("italic", "italic", 400), ("bold", "normal", 700))


def embedded_faces(family: str, characters: str) -> tuple[EmbeddedFace, ...]:
    """Give the faces of a family of the house with these characters and no others."""
    stem = family.removeprefix("EB ").lower().replace(" ", "-")
    return tuple(
        EmbeddedFace(f"fonts/{stem}-{name}.woff2", family, style, weight,
                     _cut(house_font(family, style), weight, characters))
        for name, style, weight in _FACES
    )


def house_font(family: str, style: str) -> FontFile:
    """Give the file of a family of the house, upright ("normal") or "italic"."""
    return next(font for font in font_files() if font.family == family and font.style == style)


@cache
def covered_letters() -> frozenset[int]:
    """Give the code points that the fonts of the house style have between them."""
    letters: set[int] = set()
    for file in font_files():
        with TTFont(file.path, lazy=True) as font:
            letters.update(font.getBestCmap())
    return frozenset(letters)


@cache
def measured_face(family: str, style: str) -> Face:
    """Measure the letters of a family of the house, and of the others that come in for what it lacks."""
    first = house_font(family, style)
    others = sorted(font_files(), key=lambda font: font.style != style)
    advances: dict[str, float] = {}
    baseline = 0.0
    for file in (first, *others):
        with TTFont(file.path, lazy=True) as font:
            em, widths, lines = font["head"].unitsPerEm, font["hmtx"].metrics, font["hhea"]
            if file is first:
                baseline = (lines.ascent + lines.descent) / 2 / em
            for code, name in font.getBestCmap().items():
                advances.setdefault(chr(code), widths[name][0] / em)
    return Face(advances, baseline)


def face_rules(faces: tuple[EmbeddedFace, ...]) -> str:
    """Write the ``@font-face`` rules for a style sheet that lies in a folder beside the fonts."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; font-weight: {face.weight}; '
        f'src: url("../{face.href}") format("woff2"); }}'
        for face in faces
    )


def _cut(file: FontFile, weight: int, characters: str) -> bytes:
    """Cut the font and write it as WOFF2. The time of making stays out of it."""
    cut = BytesIO(cut_font(file.path, _SHOWN_ALWAYS + characters, _FEATURES, weight))
    with TTFont(cut, recalcTimestamp=False, lazy=True) as font:
        font["head"].modified = _YEAR_1970
        font.flavor = "woff2"
        written = BytesIO()
        font.save(written, reorderTables=False)
    return written.getvalue()
