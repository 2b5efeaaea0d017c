"""What programs that share no code with ours say of a tagged edition, and of one that is broken.

pdfua looks at 16 of the 106 rules of PDF/UA-1, page-validation at all that a machine can (it passes veraPDF's own
corpus), outloud at what is heard as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import page
import pikepdf
import pytest

from kirovbook import pipeline
from kirovbook.check.pdf_text import read_tags
from kirovbook.check.tag_tree import blocks_of

Golden = Callable[[str, Path], None]
BOOKS = Path(__file__).parent.parent / "books"

pytestmark = pytest.mark.slow

# A running head that stands on one page alone is taken for a line of the text: it is an artifact as it should be.
KNOWN_FALSE_ALARMS = {"TAG-002"}


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


def said_by_pdfua(file: Path) -> set[str]:
    said = json.loads(answer("pdfua", "check", "--format", "json", str(file)))
    return {finding["rule_id"] for finding in said["findings"] if finding["severity"].lower() == "error"}


def said_by_outloud(file: Path) -> set[str]:
    said = json.loads(answer("outloud", "--json", "-", str(file)))["results"][0]
    errors = {finding["rule"] for finding in said["findings"] if finding["severity"] == "error"}
    return errors - KNOWN_FALSE_ALARMS


def said_by_page(file: Path) -> set[str]:
    return {each.rule_id for each in page.validate_pdf(file, profile="ua1").failures}


def answer(*command: str) -> str:
    """Run a checker beside this Python: it says by its exit code what it found."""
    program = Path(sys.executable).parent / command[0]
    return subprocess.run([program, *command[1:]], check=False, capture_output=True, text=True).stdout


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
