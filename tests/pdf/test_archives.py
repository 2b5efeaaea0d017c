"""Every kind of PDF that can be asked for, held against programs that share no code with ours; and broken ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdf_validators as validators
import pikepdf
import pytest
from PIL import Image, ImageChops, ImageCms
from profiles import cmyk_profile
from small_books import PRINT, noted_book, with_edition

from kirovbook import pipeline
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.config.editions import VARIANTS
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.export.screen_profile import screen_profile
from kirovbook.export.standards import prove_standard

BOOK = Path(__file__).parents[1] / "books" / "everything"
ARCHIVES = {"pdf/a-1b": "1b", "pdf/a-2b": "2b", "pdf/a-3b": "3b"}
needs_qpdf = pytest.mark.skipif(bool(validators.NO_QPDF), reason=validators.NO_QPDF)
needs_preflight = pytest.mark.skipif(bool(validators.NO_PREFLIGHT), reason=validators.NO_PREFLIGHT)
Break = Callable[[pikepdf.Pdf], None]


def name_of(variant: str) -> str:
    return variant.replace("/", "-") or "plain"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The book that holds everything, pictures and drawings among it, in each kind of PDF."""
    folder = tmp_path_factory.mktemp("archives")
    settings = Path(shutil.copytree(BOOK, folder / "book")) / "manuscript" / "book.toml"
    head, _, _ = settings.read_text(encoding="utf-8").partition("[editions.")
    (settings.parent / "press.icc").write_bytes(cmyk_profile())
    for variant in ("", *VARIANTS):
        icc = 'icc = "press.icc"\n' if variant.startswith("pdf/x") else ""
        head += f'[editions.{name_of(variant)}]\nkind = "pdf"\nvariant = "{variant}"\n{icc}'
    settings.write_text(head, encoding="utf-8")
    report = pipeline.build(folder / "book", pipeline.Order(out=folder / "dist"))
    assert report.diagnostics == ()
    return {variant: next((folder / "dist").glob(f"*-{name_of(variant)}.pdf")) for variant in ("", *VARIANTS)}


@needs_qpdf
@pytest.mark.slow
@pytest.mark.parametrize("variant", ["", *VARIANTS])
def test_qpdf_has_nothing_against_a_file(made: dict[str, Path], variant: str) -> None:
    assert validators.said_by_qpdf(made[variant]) == set()


@needs_qpdf
@pytest.mark.slow
def test_qpdf_has_something_against_a_broken_file(made: dict[str, Path], tmp_path: Path) -> None:
    written = made[""].read_bytes()
    (tmp_path / "broken.pdf").write_bytes(written[: len(written) // 2])
    assert validators.said_by_qpdf(tmp_path / "broken.pdf")


@pytest.mark.slow
@pytest.mark.parametrize(("variant", "flavour"), ARCHIVES.items())
def test_a_file_for_an_archive_has_no_errors(made: dict[str, Path], variant: str, flavour: str) -> None:
    assert validators.said_by_page(made[variant], flavour) == set()
    assert validators.said_by_pikepdf(made[variant], flavour) == set()


@needs_preflight
@pytest.mark.slow
@pytest.mark.java
def test_preflight_has_nothing_against_a_file_for_an_archive(made: dict[str, Path]) -> None:
    assert validators.said_by_preflight(made["pdf/a-1b"]) == set()


def without_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def smoothed(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
            thing.Interpolate = True


def grouped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)



@needs_preflight
@pytest.mark.slow
@pytest.mark.java
@pytest.mark.parametrize("break_it", [without_intent, smoothed, grouped])
def test_a_broken_one_is_refused(made: dict[str, Path], tmp_path: Path, break_it: Break) -> None:
    with pikepdf.open(made["pdf/a-1b"]) as pdf:
        break_it(pdf)
        pdf.save(tmp_path / "broken.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert validators.said_by_preflight(tmp_path / "broken.pdf")
    assert validators.said_by_page(tmp_path / "broken.pdf", "1b")


@pytest.mark.parametrize(("css", "codes"), [
    ("", []), (".chapter h1 { opacity: 0.5 }", ["P125"]), (".chapter h1 { color: rgba(0, 0, 0, 0.5) }", ["P125"]),
])
def test_what_shines_through_is_an_error_in_the_oldest_archive(tmp_path: Path, css: str, codes: list[str]) -> None:
    edition = with_edition(variant="pdf/a-1b")
    press = Press(tmp_path, (house_style("book"), StyleSheet(css, tmp_path, "styles/own.css")), PRINT.place)
    laid, _ = lay_out(arrange(noted_book(1, 1, 1), edition), press, PageNumbers({}))
    assert laid is not None
    written = write_pdf(laid)
    assert sorted({found.code for found in prove_standard(edition, written)}) == codes


def test_the_screens_profile_is_that_of_every_screen() -> None:
    ours = ImageCms.ImageCmsProfile(BytesIO(screen_profile()))
    assert (ours.profile.version, ours.profile.xcolor_space.strip()) == (2.1, "RGB")
    colours = Image.linear_gradient("L").resize((64, 64))
    shown = Image.merge("RGB", (colours, colours.rotate(90), colours.rotate(180)))
    there = ImageCms.profileToProfile(shown, ours, ImageCms.createProfile("sRGB"))
    assert there is not None
    assert max(high for _, high in ImageChops.difference(shown, there).getextrema()) <= 2
