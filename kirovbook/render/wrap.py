"""Write the cover that is wrapped around a printed book: back, spine and front on one sheet."""

from __future__ import annotations

from dataclasses import dataclass

from kirovbook.diagnostics import ADVICE, ERROR, Diagnostic, Outcome
from kirovbook.model.book import ArrangedBook
from kirovbook.model.edition import Paper, Trim
from kirovbook.render.barcode import bars, ean_of
from kirovbook.render.cover import (
    ACCENT,
    FRAME,
    GROUND,
    WIDTH,
    CoverDesign,
    CoverTypes,
    CoverWords,
    SetLine,
    compose_cover,
    set_blurb,
)
from kirovbook.render.templates import render_template

# EAN-13 at its nominal size: a module of 0.33 mm, bars of 22.85 mm, quiet zones of 11 and 7 modules.
MODULE = 0.33 / 25.4 * 72
_BAR_HEIGHT = 22.85 / 25.4 * 72
_ZONE_HEIGHT = _BAR_HEIGHT + 30
_ABOVE, _BELOW = 190, 150

# Below a quarter of an inch the fold may wander into words on the spine.
_LEAST_SPINE_WITH_WORDS = 18.0
_SPINE_SIZE = 13.0


@dataclass(frozen=True, slots=True)
class Wrap:
    """A cover ready for export: its markup and style, its size after cutting, and the width of its spine, in points."""

    markup: str
    style: str
    trim: Trim
    spine: float
    words: tuple[str, ...]

    @property
    def folds(self) -> tuple[float, float]:
        """Where the sheet is folded, from the left edge of the trim."""
        back = (self.trim.width - self.spine) / 2
        return (back, back + self.spine)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line in points: from the top of its panel to the top of its line, and what it looks like."""

    line: SetLine
    top: float
    size: float
    leading: float
    tracking: float


def spine_of(paper: Paper, pages: int) -> float:
    """Give the width of the spine: a leaf has two pages, and the cover's board folds around on both sides."""
    return round(-(-pages // 2) * paper.caliper + 2 * paper.board, 4)


def render_wrap(arranged: ArrangedBook, paper: Paper, pages: int, types: CoverTypes) -> Outcome[Wrap]:
    """Write the cover of a printed edition of so many pages."""
    identity, edition = arranged.book.identity, arranged.edition
    trim, spine = edition.trim, spine_of(paper, pages)
    scale = trim.width / WIDTH
    height = round(trim.height / scale)
    people = tuple(person.name for person in identity.contributors)
    design = compose_cover(CoverWords(identity.title, identity.subtitle, people, identity.publisher), types, height)
    isbn = ean_of(identity.isbn_print) if identity.isbn_print else ""
    room = height - 2 * _ABOVE - _BELOW - round(_ZONE_HEIGHT / scale if isbn else 0)
    blurb = set_blurb(identity.description, types, room)
    found = _troubles(arranged, design, has_blurb=bool(blurb))
    spine_words = (identity.title, ", ".join(people)) if spine >= _LEAST_SPINE_WITH_WORDS else ()
    values = {
        "identity": identity, "edition": edition, "trim": trim, "spine": spine, "scale": scale,
        "width": 2 * trim.width + spine,
        "front": [_placed(line, scale, types.baseline) for line in design.lines],
        "ornament": design.ornament, "height": height,
        "blurb": [_placed(line, scale, types.baseline) for line in blurb], "above": _ABOVE * scale, "frames": FRAME,
        "ground": GROUND, "accent": ACCENT, "isbn": isbn, "isbn_written": identity.isbn_print,
        "bars": bars(isbn) if isbn else (), "module": MODULE, "bar_height": _BAR_HEIGHT,
        "spine_words": spine_words, "spine_size": _spine_size(spine, spine_words, trim),
    }
    words = (" ".join(line.text for line in blurb), *(line.text for line in design.lines), *spine_words)
    markup, style = (render_template(f"cover.{kind}.jinja", **values) for kind in ("html", "css"))
    return Outcome(Wrap(markup, style, Trim(2 * trim.width + spine, trim.height), spine, words), found)


def _troubles(arranged: ArrangedBook, design: CoverDesign, *, has_blurb: bool) -> tuple[Diagnostic, ...]:
    identity, place = arranged.book.identity, arranged.edition.place
    people = "".join(person.name for person in identity.contributors)
    asked = _letters(people + identity.title + identity.subtitle + identity.publisher)
    if asked != _letters("".join(line.text for line in design.lines)):
        return (Diagnostic("P126", ERROR, place, "the book's title and names are too long for the front of the cover",
                           "write a shorter title, subtitle or list of people in book.toml"),)
    if identity.description and not has_blurb:
        return (Diagnostic("P126", ERROR, place, "the book's description is too long for the back of the cover",
                           "write a shorter description in book.toml"),)
    if not identity.isbn_print:
        return (Diagnostic("P127", ADVICE, place, f"the cover of the edition {arranged.edition.name!r} has no barcode",
                           'write isbn = { print = "..." } in book.toml once the book has one'),)
    return ()


def _letters(words: str) -> str:
    return "".join(words.upper().split())


def _placed(line: SetLine, scale: float, baseline: float) -> _Placed:
    size = line.size * scale
    leading = size * 1.3
    top = line.baseline * scale - leading / 2 - baseline * size
    return _Placed(line, round(top, 3), round(size, 3), round(leading, 3), round(line.tracking * scale, 3))


def _spine_size(spine: float, words: tuple[str, ...], trim: Trim) -> float:
    """As large as the spine is wide enough for, and as its length allows: a letter is about half as wide as high."""
    letters = sum(map(len, words)) or 1
    return round(min(_SPINE_SIZE, spine * 0.55, (trim.height - 108) / letters / 0.55), 2)
