"""Press-ready pages: exact boxes, marks outside the bleed, every colour in inks, the same bytes twice."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from profiles import cmyk_profile
from small_books import PRINT, noted_book, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.export.finish import PLAIN_FINISH, Finish
from kirovbook.export.inks import Inks, read_inks
from kirovbook.export.pdf import LaidOut, lay_out, write_pdf
from kirovbook.export.pdf_finishing import colours_left
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.export.press_sheet import MARK_ROOM
from kirovbook.export.standards import prove_standard
from kirovbook.model.edition import Edition

BLEED = 8.504
X4 = with_edition(variant="pdf/x-4", bleed=BLEED, marks=True, slug_line=True, icc="press.icc")
SLUG = "A Book of Proofs · print · 2026-01-01"
BOOK = noted_book(chapters=1, paragraphs=4, notes_each=2, note_words=20)
COLOURFUL = """
@page { background: #fde; @bottom-center { content: "margin"; color: #06c } }
.chapter h1 { background: url(red.png); border: 2pt dashed oklch(0.6 0.2 140) }
.chapter h1::after { content: url(drawing.svg) }
.chapter p { background: url(photograph.jpg) no-repeat }
.source-title { background: linear-gradient(#f00, rgba(0, 255, 0, 0.4)); opacity: 0.7 }
.note { color: device-cmyk(0 0 0 1) }
a[href] { color: #2244aa }
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><defs>
<linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".3"/>
</linearGradient></defs><rect width="60" height="60" fill="url(#g)"/>
<circle r="9" cx="30" cy="30" fill="lab(50 40 -20)" opacity=".5"/></svg>"""


@pytest.fixture(scope="module")
def inks() -> Inks:
    read = read_inks(cmyk_profile(), X4).value
    assert read is not None
    return read


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    Image.new("RGB", (8, 8), (200, 30, 40)).save(folder / "red.png")
    Image.effect_noise((16, 16), 90).convert("RGB").save(folder / "photograph.jpg")
    (folder / "drawing.svg").write_text(DRAWING, encoding="utf-8")
    return folder


def laid_out(folder: Path, edition: Edition, css: str = "", finish: Finish = PLAIN_FINISH) -> LaidOut:
    styles = (house_style("book"), StyleSheet(css, folder, "styles/own.css"))
    laid, found = lay_out(arrange(BOOK, edition), Press(folder, styles, PRINT.place), PageNumbers({}), finish=finish)
    assert laid is not None
    assert found == ()
    return laid


def finished(folder: Path, edition: Edition, finish: Finish, css: str = "") -> bytes:
    return write_pdf(laid_out(folder, edition, css, finish))


@pytest.fixture(scope="module")
def press_ready(folder: Path, inks: Inks) -> bytes:
    return finished(folder, X4, Finish(SLUG, inks), COLOURFUL)


def test_boxes_are_exact_and_begin_at_nought(press_ready: bytes) -> None:
    edge = MARK_ROOM + BLEED
    wanted = {
        "/MediaBox": (0, 0, 432 + 2 * edge, 648 + 2 * edge),
        "/BleedBox": (MARK_ROOM, MARK_ROOM, 432 + edge + BLEED, 648 + edge + BLEED),
        "/TrimBox": (edge, edge, 432 + edge, 648 + edge),
    }
    with pikepdf.open(BytesIO(press_ready)) as pdf:
        for page in pdf.pages:
            for name, box in wanted.items():
                assert [float(side) for side in page.obj[name]] == pytest.approx(box, abs=0.001)


def test_what_is_drawn_before_the_marks_is_cut_at_the_bleed(press_ready: bytes) -> None:
    with pikepdf.open(BytesIO(press_ready)) as pdf:
        opening = pdf.pages[0].Contents[0].read_bytes().decode()
    assert opening.startswith(f"q {MARK_ROOM} {MARK_ROOM} {432 + 2 * BLEED} {648 + 2 * BLEED} re W n")


def test_marks_stand_outside_the_bleed_in_every_ink(press_ready: bytes) -> None:
    with pikepdf.open(BytesIO(press_ready)) as pdf:
        page = pdf.pages[0]
        left, bottom, right, top = (float(side) for side in page.obj.BleedBox)
        marks = pdf.pages[0].Contents[-1].read_bytes().decode()
        assert "/All CS 1 SCN" in marks
        assert str(page.Resources.ColorSpace.All[1]) == "/All"
    ends = [tuple(map(float, end)) for end in re.findall(r"([\d.]+) ([\d.]+) [ml]\b", marks.partition("q 1 0 0 1")[0])]
    assert len(ends) >= 2 * 8
    assert [end for end in ends if left < end[0] < right and bottom < end[1] < top] == []


def places(written: bytes) -> tuple[list[list[float]], list[list[float]]]:
    """Where links are, and where the named places and the outline lead to."""
    with pikepdf.open(BytesIO(written)) as pdf:
        links = [[float(edge) for edge in link.Rect] for page in pdf.pages for link in page.obj.get("/Annots", [])]
        named = pikepdf.NameTree(pdf.Root.Names.Dests)
        led = [[float(name[2]), float(name[3])] for _, name in sorted(named.items())]
        item = pdf.Root.Outlines.First
        led.append([float(item.Dest[2]), float(item.Dest[3])])
    return links, led


def test_places_move_with_the_page(folder: Path) -> None:
    plain, marked = (finished(folder, edition, Finish()) for edition in (PRINT, with_edition(marks=True, bleed=BLEED)))
    for before, after in zip(places(plain), places(marked), strict=True):
        assert before
        for one, other in zip(before, after, strict=True):
            assert other == pytest.approx([edge + MARK_ROOM + BLEED for edge in one], abs=0.001)


def test_the_file_is_sound(press_ready: bytes) -> None:
    with pikepdf.open(BytesIO(press_ready)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_no_colour_of_a_screen_is_left(folder: Path, press_ready: bytes) -> None:
    raw = write_pdf(laid_out(folder, X4, COLOURFUL))
    assert set(colours_left(raw)) == {"/DeviceRGB", "/Lab"}, "the same pages before they are separated"
    assert colours_left(press_ready) == ()
    assert b"DeviceRGB" not in unpacked(press_ready)


def test_words_are_black_ink_alone(folder: Path, inks: Inks) -> None:
    inked = set[tuple[float, ...]]()
    with pikepdf.open(BytesIO(finished(folder, X4, Finish("", inks)))) as pdf:
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page):
                if str(instruction.operator) == "k":
                    inked.add(tuple(float(part) for part in instruction.operands))
    assert (0, 0, 0, 1) in inked
    assert {ink[:3] for ink in inked} == {(0, 0, 0)}


def test_a_picture_of_greys_takes_black_ink_alone(press_ready: bytes) -> None:
    spaces = set[str]()
    with pikepdf.open(BytesIO(press_ready)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                spaces.add(str(thing.ColorSpace))
    assert spaces == {"/DeviceGray", "/DeviceCMYK"}


def test_green_stays_green_whatever_space_it_was_written_in(inks: Inks) -> None:
    for cyan, magenta, yellow, _ in (inks.of_rgb(0, 0.6, 0), inks.of_lab(55.7, -55.7, 60.8)):
        assert min(cyan, yellow) > 0.8
        assert magenta < 0.1


def test_the_press_is_named_and_its_profile_embedded(press_ready: bytes) -> None:
    with pikepdf.open(BytesIO(press_ready)) as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert (str(intent.S), str(intent.Info)) == ("/GTS_PDFX", "Test press")
        assert intent.DestOutputProfile.read_bytes() == cmyk_profile()
        assert intent.DestOutputProfile.N == 4
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in pdf.Root.Metadata.read_bytes()
        assert all("/Annots" not in page.obj for page in pdf.pages)
        assert "/ID" in pdf.trailer


@pytest.mark.parametrize("variant", ["", "pdf/x-4", "pdf/a-2b", "pdf/a-3b", "pdf/ua-1", "pdf/a-1b"])
def test_the_same_book_gives_the_same_bytes(
    folder: Path, inks: Inks, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    edition = with_edition(variant=variant, bleed=BLEED, marks=True, icc="press.icc")
    finish = Finish(SLUG, inks if edition.is_for_press else None)
    css = COLOURFUL if edition.is_for_press else ""
    assert finished(folder, edition, finish, css) == finished(folder, edition, finish, css)


@pytest.mark.parametrize(("profile", "code"), [
    (b"", "P122"), (b"no profile", "P122"), (cmyk_profile()[:4000], "P122"), (cmyk_profile(space=b"RGB "), "P123"),
])
def test_what_is_no_profile_of_a_press_is_told(profile: bytes, code: str) -> None:
    read = read_inks(profile, X4)
    assert [found.code for found in read.diagnostics] == [code]
    assert read.value is None


@pytest.mark.parametrize("variant", ["pdf/a-2b", "pdf/a-3b"])
def test_an_archive_can_take_the_file(folder: Path, variant: str) -> None:
    edition = with_edition(variant=variant, bleed=BLEED, marks=True)
    assert tuple(prove_standard(edition, finished(folder, edition, Finish(SLUG)))) == ()


def test_what_an_archive_refuses_is_an_error(folder: Path) -> None:
    edition = with_edition(variant="pdf/a-2b")
    inked = finished(folder, edition, Finish(), ".chapter h1 { color: device-cmyk(0 1 0 0) }")
    assert {found.code for found in prove_standard(edition, inked)} == {"P125"}


def test_what_the_validator_does_not_know_is_not_sworn_to(folder: Path) -> None:
    edition = with_edition(variant="pdf/a-2b")
    shaded = finished(folder, edition, Finish(), ".chapter h1 { background: linear-gradient(red, blue) }")
    assert {found.code for found in prove_standard(edition, shaded)} == {"P103"}


def test_a_colour_of_the_screen_in_a_file_for_a_press_is_an_error(folder: Path) -> None:
    assert {found.code for found in prove_standard(X4, finished(folder, X4, Finish(), COLOURFUL))} == {"P124"}


def unpacked(written: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(written)) as pdf:
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False,
                 object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
