"""What lies in dist is validated, and each thing that can be wrong with it is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from small_books import PRINT, noted_book

from kirovbook import pipeline
from kirovbook.arrange.matter import arrange
from kirovbook.check.preflight import preflight
from kirovbook.diagnostics import CannotRunError, Diagnostic
from kirovbook.model.edition import Edition
from kirovbook.verify import verify

ROOT = Path(__file__).parents[2]
EVERYTHING = ROOT / "tests" / "books" / "everything"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("verify") / "book"
    shutil.copytree(EVERYTHING, book)
    assert pipeline.build(book, pipeline.Order()).artifacts
    return book


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "book"))


def codes(book: Path) -> list[str]:
    """Give the codes of what is found without EPUBCheck, whose start takes longer than all the rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kirovbook.verify.is_epubcheck_here", lambda: False)
        return sorted({found.code for found in verify(book).diagnostics})


@pytest.fixture(scope="module")
def sound_codes(built: Path) -> list[str]:
    return codes(built)


def append(path: Path, data: bytes) -> None:
    path.write_bytes(path.read_bytes() + data)


def pdf_of(book: Path) -> Path:
    (path,) = (book / "dist").glob("*-print.pdf")
    return path


@pytest.mark.slow
@pytest.mark.java
def test_what_was_built_is_sound(built: Path, sound_codes: list[str]) -> None:
    report = verify(built)
    assert {one.code for one in report.diagnostics} <= {"P205", "P208"}
    assert len(report.artifacts) == len(json.loads(next((built / "dist").glob("*.json")).read_text())["editions"])
    assert sound_codes == sorted({"E132", *(one.code for one in report.diagnostics)})


@pytest.mark.slow
def test_a_coarse_picture_is_told_with_its_line(built: Path) -> None:
    found = [one for one in verify(built).diagnostics if one.code == "P208"]
    assert {(one.place.file, one.place.line) for one in found} == {
        ("manuscript/chapters/01-blocks.md", 34), ("manuscript/chapters/01-blocks.md", 53),
    }


@pytest.mark.slow
@pytest.mark.parametrize(("harm", "code"), [
    (lambda book: append(book / "manuscript/chapters/01-blocks.md", b"\nMore.\n"), "P211"),
    (lambda book: pdf_of(book).unlink(), "P212"),
    (lambda book: append(pdf_of(book), b"\n%more\n"), "P213"),
    (lambda book: pdf_of(book).write_bytes(b"%PDF-1.7\nnothing"), "P201"),
    (lambda book: shutil.copy(next((book / "dist").glob("*-handout.pdf")), pdf_of(book)), "P202"),
])  # fmt: skip
def test_harm_is_told(book: Path, sound_codes: list[str], harm: Callable[[Path], object], code: str) -> None:
    harm(book)
    assert code in codes(book)
    assert code not in sound_codes


@pytest.mark.slow
def test_a_lost_note_is_found_in_the_file(book: Path) -> None:
    """A page without its content is no longer the page that was proved."""
    path = pdf_of(book)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[-1].Contents = pdf.make_stream(b"")
        pdf.pages[8].Contents = pdf.make_stream(b"")
        pdf.save(path)
    assert {"P110", "P112"} & set(codes(book))


def test_without_a_build_there_is_nothing_to_verify(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "books" / "smallest", tmp_path / "book")
    with pytest.raises(CannotRunError, match="no record"):
        verify(tmp_path / "book")
    record = tmp_path / "book" / "dist" / "the-river.json"
    record.parent.mkdir()
    for text in ("", "[]", '{"editions": []}', '{"editions": {"print": 3}}', "\0"):
        record.write_text(text, encoding="utf-8")
        with pytest.raises(CannotRunError, match="can't be read"):
            verify(tmp_path / "book")
    record.write_text('{"editions": {"print": {"file": "../../etc/passwd"}}}', encoding="utf-8")
    assert {one.code for one in verify(tmp_path / "book").diagnostics} == {"P211", "P212"}


# ------------------------------------------------------------------------------------------- preflight, fact by fact

ARRANGED = arrange(noted_book(chapters=1, paragraphs=1, notes_each=0), PRINT)


def page_of(pdf: pikepdf.Pdf, content: bytes, **resources: pikepdf.Object) -> None:
    pdf.add_blank_page(page_size=(432, 648))
    page = pdf.pages[-1]
    page.Contents, page.Resources = pdf.make_stream(content), pikepdf.Dictionary(**resources)
    page.TrimBox = page.BleedBox = page.MediaBox


def looked_over(pdf: pikepdf.Pdf, edition: Edition = PRINT) -> list[Diagnostic]:
    out = BytesIO()
    pdf.save(out)
    arranged = arrange(ARRANGED.book, edition)
    return [one for one in preflight(out.getvalue(), arranged, len(pdf.pages)) if one.code != "P210"]


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.new() as new:
        yield new


def variant(name: str) -> Edition:
    return Edition(**{field: getattr(PRINT, field) for field in Edition.__slots__} | {"variant": name})  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [
    b"1 0 0 rg 0 0 9 9 re f", b"0 0 0 RG 0 0 m 9 9 l S", b"/DeviceRGB cs 1 0 0 sc", b"/Light cs 1 0 0 scn",
    b"/Few cs 0 sc", b"/Shine sh", b"/Form Do", b"/Bare Do", b"/Pattern cs /Tiles scn 0 0 9 9 re f",
    b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI",
])  # fmt: skip
def test_red_green_and_blue_is_found_in_every_guise(pdf: pikepdf.Pdf, content: bytes) -> None:
    form = pdf.make_stream(b"1 0 0 rg 0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                           BBox=pikepdf.Array([0, 0, 9, 9]))  # fmt: skip
    picture = pdf.make_stream(bytes(3), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1,
                              BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB)  # fmt: skip
    tiles = pdf.make_stream(b"0 0 1 rg 0 0 1 1 re f", PatternType=1, PaintType=1, TilingType=1, XStep=2, YStep=2,
                            BBox=pikepdf.Array([0, 0, 1, 1]), Resources=pikepdf.Dictionary())  # fmt: skip
    profile = pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_stream(b"", N=3)])
    few = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 0, pikepdf.String("abc")])
    page_of(
        pdf, content, XObject=pikepdf.Dictionary(Form=form, Bare=picture), Pattern=pikepdf.Dictionary(Tiles=tiles),
        ColorSpace=pikepdf.Dictionary(Light=profile, Few=few),
        Shading=pikepdf.Dictionary(Shine=pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB)),
    )
    assert [one.code for one in looked_over(pdf, variant("pdf/x-4")) if one.code == "P205"] == ["P205"]


@pytest.mark.parametrize("content", [b"0 0 0 1 k 0 0 9 9 re f", b"0 g", b"0.2 G", b"/Inked cs 0.5 scn"])
def test_ink_is_no_light(pdf: pikepdf.Pdf, content: bytes) -> None:
    spot = (pikepdf.Name.Separation, pikepdf.Name("/Spot"), pikepdf.Name.DeviceCMYK, pikepdf.Dictionary())
    inked = pikepdf.Array(spot)
    page_of(pdf, content, ColorSpace=pikepdf.Dictionary(Inked=inked))
    assert looked_over(pdf, variant("pdf/x-4")) == []


def test_too_much_ink_is_told(pdf: pikepdf.Pdf) -> None:
    page_of(pdf, b"1 0.8 0.7 0.5 k 0 0 9 9 re f")
    page_of(pdf, b"1 0.8 0.7 0.6 k 0 0 9 9 re f")
    (found,) = looked_over(pdf, variant("pdf/x-4"))
    assert found.code == "P206"
    assert found.message == "print: a colour lays down 310 % of ink on page 2; paper takes 300 %"


@pytest.mark.parametrize("state", [
    pikepdf.Dictionary(ca=0.5), pikepdf.Dictionary(CA=0.9), pikepdf.Dictionary(BM=pikepdf.Name.Multiply),
])  # fmt: skip
def test_transparency_is_told_where_it_is_forbidden(pdf: pikepdf.Pdf, state: pikepdf.Dictionary) -> None:
    page_of(pdf, b"/State gs", ExtGState=pikepdf.Dictionary(State=state))
    assert [one.code for one in looked_over(pdf, variant("pdf/a-1b"))] == ["P207"]
    assert looked_over(pdf, variant("pdf/x-4")) == []


@pytest.mark.parametrize(("media", "bleed", "trim", "is_wrong"), [
    ((0, 0, 432, 648), None, (0, 0, 432, 648), False),
    ((0, 0, 472, 688), (11, 11, 461, 677), (20, 20, 452, 668), False),
    ((0, 0, 472, 688), None, (20, 20, 453, 668), True),
    ((0, 0, 440, 656), (-1, -1, 441, 657), (4, 4, 436, 652), True),
])  # fmt: skip
def test_wrong_boxes_are_told(
    pdf: pikepdf.Pdf, media: tuple[int, ...], bleed: tuple[int, ...] | None, trim: tuple[int, ...], is_wrong: bool
) -> None:
    page_of(pdf, b"")
    page = pdf.pages[0]
    page.MediaBox, page.TrimBox = pikepdf.Array(media), pikepdf.Array(trim)
    page.BleedBox = pikepdf.Array(bleed or trim)
    assert [one.code for one in looked_over(pdf)] == ["P203"] * is_wrong


def test_the_bleed_that_was_asked_for_is_measured(pdf: pikepdf.Pdf) -> None:
    page_of(pdf, b"")
    edition = Edition(**{name: getattr(PRINT, name) for name in Edition.__slots__} | {"bleed": 8.5})  # type: ignore[arg-type]
    assert [one.code for one in looked_over(pdf, edition)] == ["P203"]


@pytest.mark.parametrize(("font", "codes"), [
    (pikepdf.Dictionary(Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica")), ["P204"]),
    (pikepdf.Dictionary(Subtype=pikepdf.Name.Type3, BaseFont=pikepdf.Name("/Drawn")), ["P204"]),
    (pikepdf.Dictionary(Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name("/Whole"),
                        FontDescriptor=pikepdf.Dictionary(FontFile2=1)), ["P204"]),
    (pikepdf.Dictionary(Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name("/ABCDEF+Some"),
                        FontDescriptor=pikepdf.Dictionary(FontFile2=1)), []),
])  # fmt: skip
def test_fonts_that_are_not_embedded_are_told(pdf: pikepdf.Pdf, font: pikepdf.Dictionary, codes: list[str]) -> None:
    page_of(pdf, b"BT /F 12 Tf (a) Tj ET", Font=pikepdf.Dictionary(F=font))
    assert [one.code for one in looked_over(pdf)] == codes


@pytest.mark.parametrize(("target", "is_dead"), [
    (pikepdf.Dictionary(Dest=pikepdf.String("nowhere")), True),
    (pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.String("nowhere"))), True),
    (pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(""))), True),
    (pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org"))), False),
    (pikepdf.Dictionary(Dest=pikepdf.String("somewhere")), False),
    (pikepdf.Dictionary(), True),
])  # fmt: skip
def test_dead_links_are_told(pdf: pikepdf.Pdf, target: pikepdf.Dictionary, is_dead: bool) -> None:
    page_of(pdf, b"")
    page = pdf.pages[0]
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]),
                              Border=pikepdf.Array([0, 0, 0]))  # fmt: skip
    for key, value in target.items():
        link[key] = value
    page.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link)]))
    here = pikepdf.Array([pikepdf.String("somewhere"), pikepdf.Array([page.obj, pikepdf.Name.Fit])])
    kid = pdf.make_indirect(pikepdf.Dictionary(Names=here))
    pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Kids=pikepdf.Array([kid])))
    assert [one.code for one in looked_over(pdf)] == ["P209"] * is_dead


def test_an_outline_that_lacks_a_chapter_is_told(pdf: pikepdf.Pdf) -> None:
    titles = [leaf.title for leaf in ARRANGED.leaves if leaf.listed]
    assert titles
    page_of(pdf, b"")
    out = BytesIO()
    pdf.save(out)
    found = [one for one in preflight(out.getvalue(), ARRANGED, 1) if one.code == "P210"]
    assert len(found) == len(titles)
    assert found[0].place.file == "chapters/01.md"
