"""Put a page on the sheet that a press cuts: exact boxes, and marks that stand outside the bleed.

WeasyPrint draws its marks within the bleed and lets its boxes begin below zero; so it draws none, and the page is
moved onto its sheet here. All lengths are in points, all boxes begin at 0 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kirovbook.export.drawn_words import Outline, outline
from kirovbook.model.edition import Edition, Trim
from kirovbook.pdf_objects import Array, Dictionary, Name, NameTree, Object, Page, Pdf
from kirovbook.quick_dataclass import dataclass

MARK_ROOM = 30.0
"""How much sheet there is around the bleed for marks and the slug line."""

_GAP, _MARK, _HAIR = 4.5, 18.0, 0.25
_TARGET, _TARGET_ARM = 4.5, 8.0
_SLUG_SIZE, _SLUG_INDENT, _SLUG_BASE = 6.5, 24.0, 12.0
_CIRCLE = 0.5523
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of an edition: the page's size after cutting, its bleed, and the room around it for marks.

    ``folds`` are the places, from the trim's left edge, where the sheet of a cover is folded.
    """

    trim: Trim
    bleed: float
    room: float
    has_marks: bool
    folds: tuple[float, ...] = ()

    @property
    def offset(self) -> float:
        """How far the trim is from the sheet's edge."""
        return self.bleed + self.room

    def box(self, beyond_trim: float) -> _Box:
        """Give the box that reaches that far beyond the trim."""
        start = self.offset - beyond_trim
        end = self.offset + beyond_trim
        return (_exact(start), _exact(start), _exact(self.trim.width + end), _exact(self.trim.height + end))


def sheet_of(edition: Edition) -> Sheet:
    """Give the sheet that an edition asks for."""
    room = MARK_ROOM if edition.marks or edition.slug_line else 0.0
    return Sheet(edition.trim, edition.bleed, room, edition.marks)


def lay_on_sheet(
    pdf: Pdf, sheet: Sheet, slug: str, *, in_all_inks: bool, pages: Sequence[Page] | None = None
) -> None:
    """Move every page, or these, onto its sheet, state its boxes, and draw its marks and the slug line.

    ``in_all_inks``: marks are on every plate of the press (the colour "All"); else they are black.
    """
    laid = list(pdf.pages) if pages is None else pages
    offset = _exact(sheet.offset)
    if not offset:
        for page in laid:
            _state_boxes(page.obj, sheet)
        return
    left, bottom, right, top = sheet.box(sheet.bleed)
    within = f"{left} {bottom} {_exact(right - left)} {_exact(top - bottom)} re W n"
    before = pdf.make_stream(f"q {within} 1 0 0 1 {offset} {offset} cm\n".encode())
    after = pdf.make_stream(f"\nQ\n{_marks(sheet, slug, in_all_inks=in_all_inks)}".encode())
    moved = set[tuple[int, int]]()
    for page in laid:
        page.contents_add(before, prepend=True)
        page.contents_add(after)
        _state_boxes(page.obj, sheet)
        _move_patterns(page.obj, offset, moved)
        _move_annotations(page.obj, offset)
        if in_all_inks:
            _name_all_inks(pdf, page.obj)
    if pages is None:
        _move_destinations(pdf, offset)


def _state_boxes(page: Object, sheet: Sheet) -> None:
    page.MediaBox = Array(sheet.box(sheet.offset))
    page.BleedBox = Array(sheet.box(sheet.bleed))
    page.TrimBox = Array(sheet.box(0))


def _exact(length: float) -> float:
    return round(length, 4)


def _move_patterns(page: Object, offset: float, moved: set[tuple[int, int]]) -> None:
    """A pattern lies on the page itself and does not follow what is drawn on it (ISO 32000, 8.7.3.1)."""
    resources = page.get("/Resources", Dictionary())
    for pattern in dict(resources.get("/Pattern", Dictionary())).values():
        if pattern.objgen not in moved:
            moved.add(pattern.objgen)
            matrix = [float(part) for part in pattern.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))]
            pattern.Matrix = Array([*matrix[:4], _exact(matrix[4] + offset), _exact(matrix[5] + offset)])


def _move_annotations(page: Object, offset: float) -> None:
    for annotation in page.get("/Annots", Array()):
        for key in ("/Rect", "/QuadPoints"):
            if key in annotation:
                annotation[key] = Array([_exact(float(edge) + offset) for edge in annotation[key]])


def _move_destinations(pdf: Pdf, offset: float) -> None:
    """Named places and the outline's places lie on the page too."""
    for destination in _destinations(pdf):
        if len(destination) > 3 and destination[1] == Name.XYZ:  # noqa: PLR2004 - page, /XYZ, left, top, zoom
            for number in (2, 3):
                if destination[number] is not None:
                    destination[number] = _exact(float(destination[number]) + offset)


def _destinations(pdf: Pdf) -> Iterator[Object]:
    names = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    if names is not None:
        yield from (place for place in NameTree(names).values() if isinstance(place, Array))
    waiting = [pdf.Root.Outlines] if "/Outlines" in pdf.Root else []
    while waiting:
        item = waiting.pop()
        waiting.extend(item[key] for key in ("/First", "/Next") if key in item)
        if isinstance(item.get("/Dest"), Array):
            yield item.Dest


def _name_all_inks(pdf: Pdf, page: Object) -> None:
    spaces = page.Resources.get("/ColorSpace")
    if spaces is None:
        spaces = page.Resources.ColorSpace = Dictionary()
    if "/All" not in spaces:
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
        spaces.All = pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def _marks(sheet: Sheet, slug: str, *, in_all_inks: bool) -> str:
    stroke, fill = ("/All CS 1 SCN", "/All cs 1 scn") if in_all_inks else ("0 G", "0 g")
    drawn = [*_crop_marks(sheet), *_targets(sheet), *_fold_marks(sheet)] if sheet.has_marks else []
    lines = [f"/Artifact BMC q {stroke} {fill} {_HAIR} w", *drawn, *(_slug_line(sheet, slug) if slug else ()), "Q EMC"]
    return "\n".join(lines)


def _crop_marks(sheet: Sheet) -> Iterator[str]:
    left, bottom, right, top = sheet.box(0)
    near = sheet.bleed + _GAP
    for x, outwards in ((left, -1), (right, 1)):
        for y in (bottom, top):
            yield _line(x + outwards * near, y, x + outwards * (near + _MARK), y)
    for y, outwards in ((bottom, -1), (top, 1)):
        for x in (left, right):
            yield _line(x, y + outwards * near, x, y + outwards * (near + _MARK))


def _fold_marks(sheet: Sheet) -> Iterator[str]:
    left, bottom, _, top = sheet.box(0)
    near = sheet.bleed + _GAP
    for fold in sheet.folds:
        for y, outwards in ((bottom, -1), (top, 1)):
            yield "[2 2] 0 d"
            yield _line(left + fold, y + outwards * near, left + fold, y + outwards * (near + _MARK))
            yield "[] 0 d"


def _targets(sheet: Sheet) -> Iterator[str]:
    """Draw a cross within a circle in the middle of each side, by which the plates are brought together."""
    left, bottom, right, top = sheet.box(sheet.bleed)
    half = sheet.room / 2
    across, down = (left + right) / 2, (bottom + top) / 2
    # The folds of a cover stand about the middle of its long sides, and so would the cross.
    across = across if not sheet.folds else left + (right - left) / 4
    for x, y in ((across, bottom - half), (across, top + half), (left - half, down), (right + half, down)):
        yield _line(x - _TARGET_ARM, y, x + _TARGET_ARM, y)
        yield _line(x, y - _TARGET_ARM, x, y + _TARGET_ARM)
        yield _circle(x, y, _TARGET)


def _slug_line(sheet: Sheet, slug: str) -> Iterator[str]:
    """Set the slug line below the page, from the left; a long one is cut before the cross in the middle."""
    left, bottom, right, _ = sheet.box(0)
    widest = (right - left) / (2 if not sheet.folds else 4) - _SLUG_INDENT - 2 * _TARGET_ARM
    words, set_line = slug, outline(slug, _SLUG_SIZE)
    while set_line.width > widest and len(words) > 1:
        words = words[:-1]
        set_line = outline(f"{words.rstrip()}…", _SLUG_SIZE)
    yield _moved(set_line, left + _SLUG_INDENT, bottom - sheet.bleed - _SLUG_BASE - _GAP)


def _moved(drawn: Outline, x: float, y: float) -> str:
    return f"q 1 0 0 1 {_exact(x)} {_exact(y)} cm {drawn.path} f Q" if drawn.path else ""


def _line(*ends: float) -> str:
    x, y, to_x, to_y = (_exact(end) for end in ends)
    return f"{x} {y} m {to_x} {to_y} l S"


def _circle(x: float, y: float, radius: float) -> str:
    """Four curves make a circle, to a part in four thousand."""
    reach = radius * _CIRCLE
    points = (
        (x + radius, y + reach, x + reach, y + radius, x, y + radius),
        (x - reach, y + radius, x - radius, y + reach, x - radius, y),
        (x - radius, y - reach, x - reach, y - radius, x, y - radius),
        (x + reach, y - radius, x + radius, y - reach, x + radius, y),
    )
    curves = " ".join(" ".join(str(_exact(part)) for part in curve) + " c" for curve in points)
    return f"{_exact(x + radius)} {_exact(y)} m {curves} s"
