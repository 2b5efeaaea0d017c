"""What a PDF is made with: the book's folder and its style sheets."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from kirovbook.diagnostics import Place
from kirovbook.quick_dataclass import dataclass

HOUSE = Path(__file__).parent.parent / "house"


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet of the house or of the book; ``file`` is empty for the house's own."""

    css: str
    folder: Path
    file: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """What every PDF edition of a book is made with; ``mending``: other changes to WeasyPrint than the usual ones."""

    root: Path
    styles: tuple[StyleSheet, ...]
    home: Place
    mending: Callable[[], AbstractContextManager[None]] | None = None


def house_style(name: str) -> StyleSheet:
    """Read a style sheet of the house: "book", "print", "screen", "handout", "themes/serif"."""
    path = HOUSE / "styles" / f"{name}.css"
    return StyleSheet(path.read_text(encoding="utf-8"), path.parent)
