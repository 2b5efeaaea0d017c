"""Find the face of a theme: the first family that its style sheet names in ``--text-face``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from kirovbook.export.fonts import measured_face
from kirovbook.export.press import Press, StyleSheet
from kirovbook.model.typography import Theme
from kirovbook.render.cover import CoverTypes

_STYLES = files("kirovbook") / "house" / "styles"
_TEXT_FACE = re.compile(r'--text-face:\s*"(?P<family>[^"]+)"')


@cache
def face_of(theme: Theme) -> str:
    """Give the family that a theme sets its text in. A theme that names none keeps that of the house."""
    sheets = ((_STYLES / "themes" / f"{each}.css").read_text("utf-8") for each in (theme, Theme.GARAMOND))
    return next(found["family"] for sheet in sheets if (found := _TEXT_FACE.search(sheet)))


def cover_types(theme: Theme, *, has_own: bool = False) -> CoverTypes:
    """Give the faces that a theme sets covers in; ``has_own`` says that the book brings fonts besides."""
    family = face_of(theme)
    return CoverTypes(measured_face(family, "normal"), measured_face(family, "italic"), has_own)


def types_of(theme: Theme, press: Press) -> CoverTypes:
    """Give the faces of a book's cover, its own fonts counted."""
    return cover_types(theme, has_own=any("@font-face" in sheet.css for sheet in own_cover_sheets(press)))


def own_cover_sheets(press: Press) -> tuple[StyleSheet, ...]:
    """Give the book's own style sheets for its covers."""
    return tuple(sheet for sheet in press.styles if sheet.file.endswith("/cover.css"))


def epub_style(theme: Theme) -> str:
    """Give the style sheet of an e-book: that of the house, the theme's face, and what else the theme has to say."""
    sheets = [(_STYLES / "epub.css").read_text("utf-8")]
    if theme is not Theme.GARAMOND:
        sheets.append(f'html {{ font-family: "{face_of(theme)}", Georgia, serif }}\n')
    own = _STYLES / "themes" / f"{theme}.epub.css"
    if own.is_file():
        sheets.append(own.read_text("utf-8"))
    return "\n".join(sheets)
