"""The door of fontTools: fonts read, their glyphs drawn, WOFF2 written."""

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

__all__ = ["BasePen", "TTFont"]
