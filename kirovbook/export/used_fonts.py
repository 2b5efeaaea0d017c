"""The fonts of an edition that is written in several files: each says what it uses, then they are cut once for all.

WeasyPrint measures a glyph in the first size that it is drawn in, and rounds. Here it is measured in a large size, so
that a glyph has one width in every gathering, whichever was set first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from kirovbook.export.engine import FROM_UNITS, FontConfiguration, ffi, gobject, pango, pydyf, streams, writing
from kirovbook.export.set_gathering import UsedFont

_LARGE = 1000
"""Pixels: in this size a glyph's width is rounded once, to a thousandth."""
_GLYPHS = 2 ** 16
_OPTICAL_SIZE = "opsz"

ffi.cdef("PangoFontDescription * pango_font_description_from_string (const char *str);")


@contextmanager
def fonts_named_alone() -> Iterator[list[UsedFont]]:
    """Within this context WeasyPrint writes the names of fonts alone; the fonts are listed when it has written."""
    used: list[UsedFont] = []

    def name_fonts(_pdf: Any, fonts: Any, *_: Any) -> Any:
        named = pydyf.Dictionary()
        for font in fonts.values():
            named[font.hash] = pydyf.Dictionary({"Type": "/Font"})
            glyphs = tuple(sorted(font.to_unicode))
            used.append(UsedFont(font.hash, font.described, glyphs, tuple(font.widths[glyph] for glyph in glyphs),
                                 tuple(font.to_unicode[glyph] for glyph in glyphs)))
        return named

    before = writing.build_fonts_dictionary, streams.Font
    writing.build_fonts_dictionary, streams.Font = name_fonts, _measured_large(streams.Font)
    try:
        yield used
    finally:
        writing.build_fonts_dictionary, streams.Font = before


def write_fonts(fonts: Sequence[UsedFont], faces: FontConfiguration, variant: str, time: int) -> bytes:
    """Write fonts, cut down to the glyphs in use, as a PDF without pages whose catalog names them under ``/Fonts``.

    ``faces`` knows the fonts of the house and the book, ``variant`` is the standard of the edition or empty. ``time``,
    in seconds since 1970, is when they say they were cut. Raises RuntimeError for another font than that used.
    """
    context = ffi.gc(pango.pango_font_map_create_context(faces.font_map), gobject.g_object_unref)
    cut: dict[str, Any] = {}
    for used in fonts:
        font = _load(faces, context, used.described)
        if font.hash != used.name:
            message = f"the font {used.described!r} is another than when the pages were set"
            raise RuntimeError(message)
        font.widths = dict(zip(used.glyphs, used.widths, strict=True))
        font.to_unicode = dict(zip(used.glyphs, used.letters, strict=True))
        cut[used.name] = font
    pdf, out = pydyf.PDF(), BytesIO()
    with _at_time(time):
        options = {"hinting": False, "pdf_version": writing.VARIANTS.get(variant, ("", {}))[1].get("pdf_version")}
        named = writing.build_fonts_dictionary(pdf, cut, compress=True, subset=True, options=options)
    pdf.add_object(named)
    pdf.catalog["Fonts"] = named.reference
    pdf.write(out, None, bytes(16), compress=True)
    return out.getvalue()


def _load(faces: FontConfiguration, context: Any, described: str) -> Any:
    wanted = ffi.gc(pango.pango_font_description_from_string(described.encode()), pango.pango_font_description_free)
    loaded = ffi.gc(pango.pango_font_map_load_font(faces.font_map, context, wanted), gobject.g_object_unref)
    _, description, size = streams.get_pango_font_key(loaded)
    font = streams.Font(loaded, description, size)
    font.kept_alive = loaded
    return font


def _measured_large(plain: type[Any]) -> type[Any]:
    class MeasuredLarge(plain):  # type: ignore[misc]
        """A font that knows what Pango calls it, and measures its glyphs in a large size."""

        def __init__(self, pango_font: Any, description: Any, size: float) -> None:
            super().__init__(pango_font, description, size)
            self.described = _described(pango_font)
            if _OPTICAL_SIZE not in self.described:
                self.widths = _Widths(pango_font, self.described)

        def get_unused_glyph_id(self, codepoint: int) -> int:
            """Give a letter that no font has the same glyph in every gathering."""
            free = _GLYPHS - 1 - self.glyph_count
            return int(self.missing.setdefault(codepoint, self.glyph_count + codepoint % free))

    return MeasuredLarge


def _described(pango_font: Any) -> str:
    description = ffi.gc(pango.pango_font_describe_with_absolute_size(pango_font), pango.pango_font_description_free)
    return str(ffi.string(pango.pango_font_description_to_string(description)).decode())


class _Widths(dict[int, int]):
    """The widths of a font's glyphs, measured when they are asked for."""

    def __init__(self, pango_font: Any, described: str) -> None:
        super().__init__()
        font_map = pango.pango_font_get_font_map(pango_font)
        context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
        wanted = ffi.gc(pango.pango_font_description_from_string(described.encode()),
                        pango.pango_font_description_free)
        pango.pango_font_description_set_absolute_size(wanted, _LARGE / FROM_UNITS)
        self._font = ffi.gc(pango.pango_font_map_load_font(font_map, context, wanted), gobject.g_object_unref)
        self._ink, self._logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")

    def __contains__(self, glyph: object) -> bool:
        return True

    def __missing__(self, glyph: int) -> int:
        pango.pango_font_get_glyph_extents(self._font, glyph, self._ink, self._logical)
        self[glyph] = round(self._logical.width * FROM_UNITS * 1000 / _LARGE)
        return self[glyph]


@contextmanager
def _at_time(seconds: int) -> Iterator[None]:
    """Let fontTools write that time into what it saves: it asks the environment (reproducible-builds.org)."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(seconds)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
