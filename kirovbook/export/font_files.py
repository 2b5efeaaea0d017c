"""Say where the fonts of the house style lie: they come as packages, so a page is the same on every machine.

EB Garamond or Noto Serif sets the book, as its theme says; what they lack comes from each other, from
Frank Ruhl Libre (Hebrew) and from Amiri (Arabic).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FontFile:
    """One TrueType font: its family, its style ("normal", "italic") and its file."""

    family: str
    style: str
    path: Path


_PACKAGED = (
    ("EB Garamond", "normal", "fontpkg_eb_garamond", "EBGaramond[wght].ttf"),
    ("EB Garamond", "italic", "fontpkg_eb_garamond", "EBGaramond-Italic[wght].ttf"),
    ("Frank Ruhl Libre", "normal", "fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf"),
    ("Amiri", "normal", "fontpkg_amiri", "Amiri-Regular.ttf"),
    ("Amiri", "italic", "fontpkg_amiri", "Amiri-Italic.ttf"),
    ("Noto Serif", "normal", "fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf"),
    ("Noto Serif", "italic", "fontpkg_noto_serif", "NotoSerif-Italic[wdth,wght].ttf"),
    ("Source Code Pro", "normal", "fontpkg_source_code_pro", "SourceCodePro[wght].ttf"),
    ("Source Code Pro", "italic", "fontpkg_source_code_pro", "SourceCodePro-Italic[wght].ttf"),
)


def font_files() -> tuple[FontFile, ...]:
    """Give every font of the house style with the place of its file."""
    return tuple(
        FontFile(family, style, Path(str(files(package) / "files" / name)))
        for family, style, package, name in _PACKAGED
    )


def font_faces() -> str:
    """Write the ``@font-face`` rules for all of them, for a style sheet that is read on this machine."""
    return "\n".join(
        f'@font-face {{ font-family: "{font.family}"; font-style: {font.style}; '
        f"src: url({font.path.as_uri()}) }}"
        for font in font_files()
    )
