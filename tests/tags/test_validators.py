"""What programs that share no code with ours say of a tagged edition, and of one that is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pdf_validators import said_by_outloud, said_by_page, said_by_pdfua

from kirovbook import pipeline
from kirovbook.check.pdf_text import read_tags
from kirovbook.check.tag_tree import blocks_of

Golden = Callable[[str, Path], None]
BOOKS = Path(__file__).parent.parent / "books"

pytestmark = pytest.mark.slow


def screen_edition(book: str, out: Path) -> Path:
    report = pipeline.build(BOOKS / book, pipeline.Order(only=("screen",), out=out))
    assert report.diagnostics == ()
    return next(out.glob("*-screen.pdf"))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return screen_edition("everything", tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def in_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return screen_edition("parts", tmp_path_factory.mktemp("parts"))


def broken(edition: Path, folder: Path, break_it: Callable[[pikepdf.Pdf], None]) -> Path:
    """Give a copy of the edition with one thing broken."""
    with pikepdf.open(edition) as pdf:
        break_it(pdf)
        pdf.save(folder / "broken.pdf")
    return folder / "broken.pdf"


VALIDATORS = (said_by_pdfua, said_by_outloud, said_by_page)


@pytest.mark.parametrize("validator", VALIDATORS)
def test_a_tagged_edition_has_no_errors(edition: Path, validator: Callable[[Path], set[str]]) -> None:
    assert validator(edition) == set()


@pytest.mark.parametrize("validator", VALIDATORS)
def test_a_book_in_parts_has_no_errors(in_parts: Path, validator: Callable[[Path], set[str]]) -> None:
    assert validator(in_parts) == set()


def without_words_for_pictures(pdf: pikepdf.Pdf) -> None:
    for each in elements(pdf.Root.StructTreeRoot.K[0]):
        if str(each.S) == "/Figure":
            del each.Alt


def without_a_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def elements(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Give an element and all below it."""
    held = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return [element, *(below for kid in held for below in elements(kid))]


@pytest.mark.parametrize("break_it", [without_words_for_pictures, without_a_tree])
@pytest.mark.parametrize("validator", VALIDATORS)
def test_a_broken_edition_has(
    edition: Path, tmp_path: Path, validator: Callable[[Path], set[str]], break_it: Callable[[pikepdf.Pdf], None],
) -> None:
    assert validator(broken(edition, tmp_path, break_it))


def test_it_is_heard_as_it_is_written_down_here(edition: Path, golden: Golden) -> None:
    blocks = blocks_of(read_tags(edition.read_bytes()))
    said = "".join(f"{block.note or '-'} [{block.kind}] {' '.join(block.words.split())}\n" for block in blocks)
    golden(said, Path(__file__).parent / "heard.txt")
