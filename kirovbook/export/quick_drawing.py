"""Let WeasyPrint write the glyphs of a line in less time: what it writes is the same.

WeasyPrint 70.0 asks Pango for each glyph by itself, and names the font of each line anew. Here a line's glyphs are
read at once, and how a glyph is written is kept for each Pango font, with its width and its offset, as long as one
document is written. What is out of the common goes WeasyPrint's way: raised glyphs, letters that no font has, pictures
for letters, lines that are cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from kirovbook.export.changed import changed
from kirovbook.export.engine import FROM_UNITS, drawing, ffi, gobject, pango
from kirovbook.export.quick_text import text_quickened
from kirovbook.quick_dataclass import dataclass

ffi.cdef("gpointer g_object_ref (gpointer object);")

_FIELDS = 5
"""Numbers of 32 bits in a PangoGlyphInfo: the glyph, its width, its offset to the side and upwards, and marks."""
_BYTES = 4 * _FIELDS
_GLYPHS = 2 ** 16
_SMALLEST = 1e-6
_FIRST_RIGHT = 14802
"""The version of Pango that gives a font's size right (GNOME/pango#530)."""

_Draw = Callable[..., list[Any]]


@contextmanager
def drawing_quickened() -> Iterator[None]:
    """Within this context, made anew for each document that is written, lines are written in less time."""
    if ffi.sizeof("PangoGlyphInfo") != _BYTES or pango.pango_version() < _FIRST_RIGHT:
        yield
        return
    with text_quickened(), changed((drawing, "draw_first_line", _read_at_once(drawing.draw_first_line))):
        yield


@dataclass(frozen=True, slots=True)
class _Face:
    """A Pango font, the document's font for it and its size; ``fonts`` are all that the document has.

    ``written`` keeps how a glyph is written, by the glyph, its width and its offset. ``kept`` holds the Pango font, so
    that no other one comes to have its address.
    """

    fonts: Any
    kept: Any
    font: Any
    size: float
    is_plain: bool
    written: dict[tuple[int, int, int], str] = field(default_factory=dict)


def _read_at_once(original: _Draw) -> _Draw:
    faces: dict[int, _Face] = {}

    def draw_first_line(stream: Any, box: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
        is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        if is_whole and box.text.strip() and box.style["font_size"] >= _SMALLEST:
            runs = _runs_of(box, stream, faces)
            if runs is not None:
                stream.set_text_matrix(*matrix.values)
                _show(stream, runs)
                return []
        return original(stream, box, text_overflow, block_ellipsis, matrix)

    return draw_first_line


def _show(stream: Any, runs: list[tuple[_Face, str]]) -> None:
    before, shown = None, ""
    for face, glyphs in runs:
        if face is not before:
            if shown:
                stream.show_text(shown)
            before, shown = face, ""
            stream.set_font_size(face.font.hash, face.size)
        shown += glyphs
    stream.show_text(shown)


def _runs_of(box: Any, stream: Any, faces: dict[int, _Face]) -> list[tuple[_Face, str]] | None:
    """Give the stretches of a line in one font, as PDF writes them; None if one of them is out of the common."""
    pango.pango_layout_set_single_paragraph_mode(box.pango_layout.layout, True)  # noqa: FBT003 - Pango's own
    line, _ = box.pango_layout.get_first_line()
    runs: list[tuple[_Face, str]] = []
    run = line.runs[0]
    while run != ffi.NULL:
        face = _face_of(stream, run.data.item.analysis.font, faces)
        glyphs = _glyphs_of(face, run.data, box.pango_layout, stream) if face.is_plain else None
        if glyphs is None:
            return None
        runs.append((face, glyphs))
        run = run.next
    return runs


def _face_of(stream: Any, pango_font: Any, faces: dict[int, _Face]) -> _Face:
    address, fonts = int(ffi.cast("uintptr_t", pango_font)), stream._fonts  # noqa: SLF001 - of all pages together
    face = faces.get(address)
    if face is None or face.fonts is not fonts:
        font, size = stream.add_font(pango_font)
        kept = ffi.gc(gobject.g_object_ref(pango_font), gobject.g_object_unref)
        is_plain = not (font.bitmap or font.png or font.svg or font.colr)
        face = faces[address] = _Face(fonts, kept, font, size, is_plain)
    return face


def _glyphs_of(face: _Face, run: Any, layout: Any, stream: Any) -> str | None:
    count = run.glyphs.num_glyphs
    read = memoryview(ffi.buffer(run.glyphs.glyphs, count * _BYTES)).cast("i").tolist()
    if any(read[3::_FIELDS]):
        return None
    glyphs = list(zip(read[0::_FIELDS], read[1::_FIELDS], read[2::_FIELDS], strict=True))
    try:
        shown = "".join(map(face.written.__getitem__, glyphs))
    except KeyError:
        if not all(0 <= glyph < _GLYPHS for glyph, _, _ in glyphs):
            return None
        for place, glyph in enumerate(glyphs):
            if glyph not in face.written:
                _name(face, glyph[0], place, run, layout)
                face.written[glyph] = _written(face, *glyph, stream)
        shown = "".join(map(face.written.__getitem__, glyphs))
    return f"<{shown[:-1]}" if shown.endswith("<") else f"<{shown}>" if shown else ""


def _name(face: _Face, glyph: int, place: int, run: Any, layout: Any) -> None:
    """Keep which letters a glyph stands for: the first that it was drawn for."""
    if glyph in face.font.to_unicode:
        return
    clusters, count, start = run.glyphs.log_clusters, run.glyphs.num_glyphs, run.item.offset
    following = place - 1 if run.item.analysis.level % 2 else place + 1
    end = clusters[following] if 0 <= following < count else run.item.length
    letters = layout.text.encode()[start + clusters[place] : start + end]
    face.font.to_unicode[glyph] = letters.decode()


def _written(face: _Face, glyph: int, width: int, aside: int, stream: Any) -> str:
    offset, widths = aside / face.size, face.font.widths
    if glyph not in widths:
        pango.pango_font_get_glyph_extents(face.kept, glyph, stream.ink_rect, stream.logical_rect)
        widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / face.size)
    kerning = widths[glyph] + offset - width * 1000 * FROM_UNITS / face.size
    moved = f">{-offset}<" if offset else ""
    closed_up = f">{int(kerning)}<" if kerning else ""
    return f"{moved}{glyph:04x}{closed_up}"
