"""What each letter of a font in a PDF is made of, so that a page depends on its own letters and not on the others.

The fonts of a book are cut once for all its pages: one new letter in one chapter makes other files of them. What a page
says depends on the letters that it shows: on what each stands for (ToUnicode), how wide it is (W), what it looks like,
since its height tells lines apart (glyf, hmtx), and on all that is the same for the font's letters.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from hashlib import sha256

from kirovbook.quick_dataclass import dataclass

_STANDS_FOR = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>\s*")
_COUNTS = re.compile(rb"[0-9]+\s+beginbfchar\s+|endbfchar\s+")
_BY_LETTER = frozenset({b"glyf", b"loca", b"hmtx"})
_OF_THE_CUT = frozenset({b"cmap", b"GDEF", b"OS/2", b"name", b"post", b"head", b"hhea", b"maxp"})
"""These tell which letters are in the file; what else they tell that a page's text needs is taken out of them."""
_DEEPEST = 8
_MORE, _WORDS, _SCALE, _TWO_SCALES, _MATRIX = 0x20, 0x01, 0x08, 0x40, 0x80


@dataclass(frozen=True, slots=True)
class Programme:
    """A font programme of TrueType outlines: what all its letters share, and its tables of letters."""

    shared: bytes
    glyf: bytes
    offsets: tuple[int, ...]
    hmtx: bytes
    wide: int

    def letter(self, glyph: int) -> bytes:
        """Give the outline of a glyph, those that it is put together from, and its advance and bearing."""
        return b"".join(self._outlines(glyph, 0)) + self._advance(glyph)

    def _outlines(self, glyph: int, depth: int) -> Iterator[bytes]:
        if glyph + 1 >= len(self.offsets) or depth > _DEEPEST:
            return
        outline = self.glyf[self.offsets[glyph] : self.offsets[glyph + 1]]
        is_composite = bool(outline) and struct.unpack_from(">h", outline)[0] < 0
        parts = tuple(_parts(outline)) if is_composite else ()
        # The cut numbers parts anew that no text shows by themselves.
        own = bytearray(outline)
        for at, _ in parts:
            own[at : at + 2] = bytes(2)
        yield struct.pack(">I", len(own)) + own
        for _, part in parts:
            yield from self._outlines(part, depth + 1)

    def _advance(self, glyph: int) -> bytes:
        if glyph < self.wide:
            return self.hmtx[4 * glyph : 4 * glyph + 4]
        bearing = 4 * self.wide + 2 * (glyph - self.wide)
        return self.hmtx[4 * self.wide - 4 : 4 * self.wide - 2] + self.hmtx[bearing : bearing + 2]


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """Give the glyphs that a composite one is put together from, and where it names them (OpenType 1.9, 'glyf')."""
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", outline, at)
        yield at + 2, part
        at += 8 if flags & _WORDS else 6
        at += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES) + 8 * bool(flags & _MATRIX)


def read_programme(written: bytes) -> Programme | None:
    """Read a font file; None where it is not one of TrueType outlines that is as it should be."""
    try:
        count = struct.unpack_from(">H", written, 4)[0]
        tables: dict[bytes, bytes] = {}
        for number in range(count):
            tag, _, start, length = struct.unpack_from(">4sIII", written, 12 + 16 * number)
            tables[tag] = written[start : start + length]
        head, hhea, maxp = tables[b"head"], tables[b"hhea"], tables[b"maxp"]
        is_long, wide = struct.unpack_from(">h", head, 50)[0], struct.unpack_from(">H", hhea, 34)[0]
        loca = tables[b"loca"]
        offsets = struct.unpack(f">{len(loca) // 4}I", loca) if is_long else tuple(
            2 * offset for offset in struct.unpack(f">{len(loca) // 2}H", loca))
        shared = sha256()
        # Units to the em, ascent, descent and gap, and what bounds the instructions.
        for piece in (written[:4], head[18:20], hhea[4:10], maxp[14:28]):
            shared.update(piece)
        for tag in sorted(tables.keys() - _BY_LETTER - _OF_THE_CUT):
            shared.update(tag + tables[tag])
        return Programme(shared.digest(), tables[b"glyf"], offsets, tables[b"hmtx"], wide)
    except (struct.error, KeyError):
        return None


def read_meanings(to_unicode: bytes) -> tuple[bytes, Mapping[int, bytes]] | None:
    """Give what a ToUnicode map says beside its entries, and what each code stands for.

    None where it has ranges, or a code twice.
    """
    if b"beginbfrange" in to_unicode or to_unicode.count(b"begincodespacerange") != 1:
        return None
    before, _, entries = to_unicode.partition(b"endcodespacerange")
    found = _STANDS_FOR.findall(entries)
    meanings = {int(code, 16): meaning for code, meaning in found}
    if len(meanings) != len(found):
        return None
    return before + _COUNTS.sub(b"", _STANDS_FOR.sub(b"", entries)), meanings
