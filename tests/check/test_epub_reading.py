"""A file that is no e-book, or not all of one, is read as what it is."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from small_books import PRINT

from kirovbook.check.epub_reading import read_epub
from kirovbook.check.page_list_integrity import prove_page_order


def test_a_page_that_is_not_in_the_file_is_left_to_the_proof_of_the_e_book(tmp_path: Path) -> None:
    lacking = tmp_path / "lacking.epub"
    with ZipFile(lacking, "w") as archive:
        archive.writestr("EPUB/content.opf", '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" '
                                             'href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>')
    assert prove_page_order(lacking, ("1",), PRINT.place) == ()
    read = read_epub(lacking)
    assert read is not None
    assert (read.spine, read.pages) == (("a.xhtml",), ())


@pytest.mark.parametrize("package", [
    "<package", '<package xmlns="http://www.idpf.org/2007/opf"><spine><itemref idref="a"/></spine></package>',
])
def test_a_package_that_cannot_be_followed_is_no_e_book(tmp_path: Path, package: str) -> None:
    broken = tmp_path / "broken.epub"
    with ZipFile(broken, "w") as archive:
        archive.writestr("EPUB/content.opf", package)
    assert read_epub(broken) is None
    assert prove_page_order(broken, ("1",), PRINT.place) == ()
