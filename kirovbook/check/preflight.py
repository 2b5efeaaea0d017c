"""Look over a finished PDF as a printer does before it goes to press: boxes, colours, fonts, pictures, links, outline.

What is found is led back to the manuscript's line wherever it has one, and else to the edition in book.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

from kirovbook.check.drawing import Drawn, DrawnPicture, coloured_in, read_drawing
from kirovbook.check.outline import prove_links, prove_outline
from kirovbook.diagnostics import ADVICE, ERROR, WARNING, Diagnostic, Place, Severity
from kirovbook.model.book import ArrangedBook, Chapter
from kirovbook.model.edition import Edition
from kirovbook.model.inlines import Picture
from kirovbook.model.source import PrimarySource
from kirovbook.model.walk import pictures_of
from kirovbook.pdf_objects import Array, Object, Page, Pdf, PdfError
from kirovbook.quick_dataclass import dataclass

UNSOUND = "P201"
"""The code of a file that can't be read as a PDF."""
LEAST_DPI = 300
"""Dots per inch of a picture in print; PDF/X-Plus and most printers ask for as much."""
MOST_INK = 300
"""Per cent of ink at one spot; ISO 12647-2 allows 300 to 320 on coated paper, and less on uncoated."""
_EXACT = 0.01
_MOST_PAGES_NAMED = 5
_WITHOUT_TRANSPARENCY = ("pdf/a-1",)
_PREFIX = 7  # "ABCDEF+" before the name of a font of which only some letters are in the file


@dataclass(frozen=True, slots=True)
class Looked:
    """A PDF and what each page draws."""

    edition: Edition
    arranged: ArrangedBook
    pdf: Pdf
    pages: tuple[Drawn, ...]

    def say(self, code: str, severity: Severity, message: str, hint: str, place: Place | None = None) -> Diagnostic:
        """Make a finding about the edition as a whole, or about a place of the manuscript."""
        return Diagnostic(code, severity, place or self.edition.place, f"{self.edition.name}: {message}", hint)


def preflight(written: bytes, arranged: ArrangedBook, pages: int) -> tuple[Diagnostic, ...]:
    """Give what a printer or a reader would stumble over; ``pages`` is how many the record of the build has."""
    edition = arranged.edition
    try:
        with Pdf.open(BytesIO(written)) as pdf:
            looked = Looked(edition, arranged, pdf, tuple(read_drawing(page) for page in pdf.pages))
            return tuple(_looked_over(looked, pages))
    except PdfError as trouble:
        message = f"{edition.name}: the file is no sound PDF: {str(trouble).splitlines()[0]}"
        return (Diagnostic(UNSOUND, ERROR, edition.place, message, "build it again"),)


def _looked_over(looked: Looked, pages: int) -> Iterator[Diagnostic]:
    for problem in looked.pdf.check_pdf_syntax():
        yield looked.say(UNSOUND, ERROR, f"the file is no sound PDF: {problem}", "build it again")
    if len(looked.pages) != pages:
        message = f"the file has {len(looked.pages)} pages, the record of its build {pages}"
        yield looked.say("P202", ERROR, message, "build it again")
    yield from _boxes(looked)
    yield from _fonts(looked)
    yield from _colours(looked)
    yield from _pictures(looked)
    yield from prove_links(looked.pdf, looked.edition)
    yield from prove_outline(looked.pdf, looked.arranged)


def _boxes(looked: Looked) -> Iterator[Diagnostic]:
    edition, wrong = looked.edition, dict[str, list[int]]()
    for number, page in enumerate(looked.pdf.pages, 1):
        for what in _wrong_boxes(page, edition):
            wrong.setdefault(what, []).append(number)
    for what, numbers in wrong.items():
        yield looked.say("P203", ERROR, f"{what} on {_named(numbers)}", "build it again; a printer cuts by these boxes")


def _wrong_boxes(page: Page, edition: Edition) -> Iterator[str]:
    media, bleed, trim = (_edges(box) for box in (page.mediabox, page.obj.get("/BleedBox"), page.trimbox))
    if trim is None or media is None:
        yield "a box is missing"
        return
    width, height, asked = trim[2] - trim[0], trim[3] - trim[1], edition.trim
    if abs(width - asked.width) > _EXACT or abs(height - asked.height) > _EXACT:
        yield f"the trim is {width:.2f} × {height:.2f} pt, not {asked.width:.2f} × {asked.height:.2f} pt"
    if edition.bleed:
        wanted = (trim[0] - edition.bleed, trim[1] - edition.bleed, trim[2] + edition.bleed, trim[3] + edition.bleed)
        if bleed is None or any(abs(one - other) > _EXACT for one, other in zip(bleed, wanted, strict=True)):
            yield f"the bleed is not {edition.bleed:.2f} pt on every side"
    inner, outer = bleed or trim, media
    if any(inner[side] < outer[side] - _EXACT for side in (0, 1)) or any(
        inner[side] > outer[side] + _EXACT for side in (2, 3)
    ):
        yield "the bleed reaches beyond the sheet"


def _edges(box: Array | Object | None) -> tuple[float, float, float, float] | None:
    if box is None:
        return None
    left, bottom, right, top = (float(edge) for edge in box)
    return left, bottom, right, top


def _fonts(looked: Looked) -> Iterator[Diagnostic]:
    seen: dict[str, tuple[Object, list[int]]] = {}
    for number, drawn in enumerate(looked.pages, 1):
        for name, font in drawn.fonts.items():
            seen.setdefault(name, (font, []))[1].append(number)
    for name, (font, numbers) in seen.items():
        plain = name.removeprefix("/")
        if str(font.get("/Subtype")) == "/Type3":
            message = f"the font {plain!r} is made of drawings (Type 3), on {_named(numbers)}"
            yield looked.say("P204", WARNING, message, "use a TrueType or OpenType font")
        elif not _is_embedded(font):
            message = f"the font {plain!r} is not in the file, on {_named(numbers)}"
            yield looked.say("P204", ERROR, message, "name a font file with @font-face, so that it is embedded")
        elif "+" not in plain[:_PREFIX]:
            message = f"the font {plain!r} is in the file whole, on {_named(numbers)}"
            yield looked.say("P204", ADVICE, message, "let only the letters that are used be embedded")


def _is_embedded(font: Object) -> bool:
    if str(font.get("/Subtype")) == "/Type0":
        return all(_is_embedded(inner) for inner in font.DescendantFonts)
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def _colours(looked: Looked) -> Iterator[Diagnostic]:
    variant = looked.edition.variant
    rgb = [number for number, drawn in enumerate(looked.pages, 1) if any(coloured_in(drawn.colours))]
    if rgb and variant.startswith("pdf/x"):
        message = f"colours are red, green and blue on {_named(rgb)}, in a file that claims {variant!r}"
        yield looked.say("P205", ERROR, message, "build it again with the printer's profile: icc = '...'")
    elif rgb and looked.edition.marks:
        message = f"colours are red, green and blue on {_named(rgb)}"
        hint = "ask the printer for a profile, and set variant = 'pdf/x-4' and icc = '...'"
        yield looked.say("P205", ADVICE, message, hint)
    inked = [number for number, drawn in enumerate(looked.pages, 1) if drawn.inks > MOST_INK]
    if inked:
        most = max(drawn.inks for drawn in looked.pages)
        message = f"a colour lays down {most:.0f} % of ink on {_named(inked)}; paper takes {MOST_INK} %"
        yield looked.say("P206", WARNING, message, "choose a lighter colour in the style sheet")
    clear = [number for number, drawn in enumerate(looked.pages, 1) if drawn.is_transparent]
    if clear and variant.startswith(_WITHOUT_TRANSPARENCY):
        message = f"something is transparent on {_named(clear)}, which {variant!r} forbids"
        hint = "take transparency out of the style sheet or the picture, or use 'pdf/x-4'"
        yield looked.say("P207", ERROR, message, hint)


def _pictures(looked: Looked) -> Iterator[Diagnostic]:
    if looked.edition.variant.startswith("pdf/ua") and not looked.edition.marks:
        return
    drawn = [(number, picture) for number, page in enumerate(looked.pages, 1) for picture in page.pictures]
    places = _places(looked.arranged, drawn)
    for (number, picture), place in zip(drawn, places, strict=True):
        if 0 < picture.dpi < LEAST_DPI - 1:
            message = f"a picture of {picture.width} × {picture.height} dots has {picture.dpi:.0f} dpi on page {number}"
            hint = f"take one with {LEAST_DPI / picture.dpi:.1f} times as many dots across, or set it smaller"
            yield looked.say("P208", WARNING, message, hint, place)


def _places(arranged: ArrangedBook, drawn: list[tuple[int, DrawnPicture]]) -> tuple[Place, ...]:
    """Give the manuscript's place of each picture drawn: they come in the order of the book, if all of them do."""
    written = [picture.place for picture in _written(arranged) if not picture.path.lower().endswith(".svg")]
    return tuple(written) if len(written) == len(drawn) else (arranged.edition.place,) * len(drawn)


def _written(arranged: ArrangedBook) -> Iterator[Picture]:
    for leaf in arranged.leaves:
        match leaf.content:
            case Chapter(blocks=blocks):
                yield from pictures_of(blocks)
            case PrimarySource(headnote=headnote, passage=passage):
                yield from pictures_of((*headnote, *passage))
            case None:
                pass


def _named(numbers: Iterable[int]) -> str:
    """Name some pages of the file: "page 3", "pages 3, 4 and 12 others"."""
    pages = list(numbers)
    if len(pages) == 1:
        return f"page {pages[0]}"
    first = pages[:_MOST_PAGES_NAMED]
    others = len(pages) - len(first)
    return f"pages {', '.join(map(str, first))}{f' and {others} others' if others else ''}"
