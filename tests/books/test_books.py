"""Small books: a good one, of which nothing is said, and broken ones, of which exactly this is said.

A broken book is the smallest one with the files of its case laid over it. Its ``expected.txt`` is what
``kirovbook check`` says of it; `pytest --update-golden` writes it afresh.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kirovbook import pipeline
from kirovbook.manual import page_of
from kirovbook.project import texts_of
from kirovbook.report import Report, render_text, write

HERE = Path(__file__).parent
BROKEN = sorted(folder for folder in (HERE / "broken").iterdir() if folder.is_dir())


def said(report: Report, root: Path) -> str:
    texts = {**texts_of(root, report.diagnostics), **report.texts}
    stream = io.StringIO()
    write(render_text(Report((), report.diagnostics, texts)), stream, is_coloured=False)
    return stream.getvalue()


def test_of_the_smallest_book_nothing_is_said() -> None:
    assert pipeline.check(HERE / "smallest").diagnostics == ()


@pytest.mark.parametrize("case", BROKEN, ids=lambda folder: folder.name)
def test_of_a_broken_book_exactly_this_is_said(
    case: Path, tmp_path: Path, golden: Callable[[str, Path], None],
) -> None:
    root = tmp_path / "book"
    shutil.copytree(HERE / "smallest", root)
    shutil.copytree(case, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    report = pipeline.check(root)
    assert report.diagnostics
    golden(said(report, root), case / "expected.txt")
    for found in report.diagnostics:
        lines = (root / found.place.file).read_bytes().decode(errors="replace").split("\n")
        assert found.place.line <= len(lines)
        assert found.place.column <= len(lines[found.place.line - 1]) + 1
        assert found.hint
        assert page_of(found.code)
