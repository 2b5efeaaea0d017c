"""What a Kindle gets: calibre makes a book for it, where calibre is installed; it is too large to ask for."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

# calibre cuts a book into pieces of 8 KiB, and can't cut within a table: it says so and goes on.
_LONG_TABLE = "Tag table has no aid"
_COMPLAINT = re.compile(r"warn|error|unknown|unexpected|invalid|could not|failed|no aid", re.IGNORECASE)


def told_by(*command):
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return answer.stdout + answer.stderr


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ebook-convert") is None, reason="calibre is not installed")
def test_calibre_makes_a_book_for_a_kindle_without_complaint(catalogued_book, maker, tmp_path):
    made = maker(tmp_path, catalogued_book)
    target = tmp_path / "book.azw3"
    said = told_by("ebook-convert", made.path, target).splitlines()
    assert [line for line in said if _COMPLAINT.search(line) and _LONG_TABLE not in line] == []
    told = told_by("ebook-meta", "--get-cover", tmp_path / "cover.jpg", target)
    assert "Ada Writer" in told
    assert "Press" in told
    assert (tmp_path / "cover.jpg").stat().st_size > 1000
