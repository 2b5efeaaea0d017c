"""Write the cover that is wrapped around a printed book: back, spine and front on one sheet."""

from __future__ import annotations

from kirovbook.diagnostics import ADVICE, ERROR, Diagnostic, Outcome
from kirovbook.model.book import ArrangedBook
from kirovbook.model.edition import Paper, Trim
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.barcode import bars, ean_of
from kirovbook.render.cover import CoverTypes, front_words, set_blurb
from kirovbook.render.front import Cover, Front, design_front
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
    """A cover of three panels on one sheet, and the width of its spine, in points."""

    sheet: Cover
    spine: float

    @property
    def folds(self) -> tuple[float, float]:
        """Where the sheet is folded, from the left edge of the trim."""
        back = (self.sheet.trim.width - self.spine) / 2
        return (back, back + self.spine)


def spine_of(paper: Paper, pages: int) -> float:
    """Give the width of the spine: a leaf has two pages, and the cover's board folds around on both sides."""
    return round(-(-pages // 2) * paper.caliper + 2 * paper.board, 4)


def render_wrap(arranged: ArrangedBook, paper: Paper, pages: int, types: CoverTypes) -> Outcome[Wrap]:
    """Write the cover of a printed edition of so many pages."""
    identity, edition = arranged.book.identity, arranged.edition
    trim, spine = edition.trim, spine_of(paper, pages)
    front = design_front(identity, trim, types)
    isbn = ean_of(identity.isbn_print) if identity.isbn_print else ""
    room = front.design.height - 2 * _ABOVE - _BELOW - round(_ZONE_HEIGHT / front.scale if isbn else 0)
    blurb = set_blurb(identity.description, types, room)
    found = _troubles(arranged, front, has_blurb=bool(blurb))
    people = ", ".join(front_words(identity).people)
    spine_words = (identity.title, people) if spine >= _LEAST_SPINE_WITH_WORDS else ()
    width = 2 * trim.width + spine
    values = {
        **front.values(identity, edition.bleed), "is_wrap": True, "spine": spine, "width": width,
        "front_left": trim.width + spine, "blurb": front.placed(blurb), "above": _ABOVE * front.scale,
        "isbn": isbn, "isbn_written": identity.isbn_print, "bars": bars(isbn) if isbn else (), "module": MODULE,
        "bar_height": _BAR_HEIGHT, "spine_words": spine_words, "spine_size": _spine_size(spine, spine_words, trim),
    }
    words = (" ".join(line.text for line in blurb), *(line.text for line in front.design.lines), *spine_words)
    markup, style = (render_template(f"cover.{kind}.jinja", **values) for kind in ("html", "css"))
    return Outcome(Wrap(Cover(markup, style, Trim(width, trim.height), words), spine), found)


def _troubles(arranged: ArrangedBook, front: Front, *, has_blurb: bool) -> tuple[Diagnostic, ...]:
    identity, edition = arranged.book.identity, arranged.edition
    found = front.troubles(edition.place, edition.name, is_printed=True)
    if identity.description and not has_blurb:
        found = (*found, Diagnostic("P126", ERROR, edition.place,
                                    "the book's description is too long for the back of the cover",
                                    "write a shorter description in book.toml"))
    if not identity.isbn_print:
        found = (*found, Diagnostic("P127", ADVICE, edition.place,
                                    f"the cover of the edition {edition.name!r} has no barcode",
                                    'write isbn = { print = "..." } in book.toml once the book has one'))
    return found


def _spine_size(spine: float, words: tuple[str, ...], trim: Trim) -> float:
    """As large as the spine is wide enough for, and as its length allows: a letter is about half as wide as high."""
    letters = sum(map(len, words)) or 1
    return round(min(_SPINE_SIZE, spine * 0.55, (trim.height - 108) / letters / 0.55), 2)
