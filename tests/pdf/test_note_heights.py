"""The foot of a page is as high by adding up its notes as by laying them all out again, and is laid out less often."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_books import PRINT, noted_book

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.export import continued_notes
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style

BOOK = noted_book(chapters=2, paragraphs=10, notes_each=4, note_words=70)


def written(folder: Path, css: str = "") -> bytes:
    press = Press(folder, (house_style("book"), StyleSheet(css, folder, "styles/own.css")), PRINT.place)
    laid, _ = lay_out(arrange(BOOK, PRINT), press, PageNumbers({}))
    assert laid is not None
    return write_pdf(laid)


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note for each change of a page's foot whether its notes were added up."""
    answers: list[bool] = []
    can_add_up = continued_notes.can_add_up

    def counting(context):
        answers.append(can_add_up(context))
        return answers[-1]

    monkeypatch.setattr(continued_notes, "can_add_up", counting)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return answers


@pytest.mark.parametrize(("css", "is_added"), [
    ("", True),
    (".note { margin-top: 3pt }", False),
    ("@page { @footnote { max-height: 90pt } }", False),
    (".note p + p { margin-top: 2pt } @page { @footnote { padding-top: 9pt; border-top: 1pt solid } }", True),
])  # fmt: skip
def test_the_pages_are_the_same(tmp_path, monkeypatch, added, css, is_added) -> None:
    made = written(tmp_path, css)
    assert (added.count(True) > 30) is is_added
    assert len(added) > 60
    monkeypatch.setattr(continued_notes, "_with_known_heights", lambda original: original)
    assert written(tmp_path, css) == made
