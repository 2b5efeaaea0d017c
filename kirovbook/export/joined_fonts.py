"""Join what the gatherings of an edition use of its fonts."""

from __future__ import annotations

from collections.abc import Iterable

from kirovbook.export.set_gathering import UsedFont


def joined(fonts: Iterable[UsedFont]) -> tuple[UsedFont, ...]:
    """Give each font once, with the glyphs of all that use it; they come in the order of the book.

    A glyph stands for the letters that it was first used for, as WeasyPrint has it.
    """
    described: dict[str, str] = {}
    widths: dict[str, dict[int, int]] = {}
    letters: dict[str, dict[int, str]] = {}
    for font in fonts:
        described[font.name] = min(font.described, described.get(font.name, font.described))
        widths_here, letters_here = widths.setdefault(font.name, {}), letters.setdefault(font.name, {})
        if not letters_here.keys() >= set(font.glyphs):
            for glyph, width, letter in zip(font.glyphs, font.widths, font.letters, strict=True):
                widths_here.setdefault(glyph, width)
                letters_here.setdefault(glyph, letter)
    return tuple(_joined(name, described[name], widths[name], letters[name]) for name in sorted(described))


def _joined(name: str, described: str, widths: dict[int, int], letters: dict[int, str]) -> UsedFont:
    glyphs = tuple(sorted(letters))
    return UsedFont(name, described, glyphs, tuple(widths[glyph] for glyph in glyphs),
                    tuple(letters[glyph] for glyph in glyphs))
