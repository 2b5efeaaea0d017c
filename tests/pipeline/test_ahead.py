"""The cover that is drawn while Pandoc is waited for is the cover of the book, or is drawn again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_books import IDENTITY, PRINT, noted_book

from kirovbook.ahead import Ahead
from kirovbook.export import cover
from kirovbook.export.press import Press
from kirovbook.model.edition import EditionKind
from kirovbook.model.typography import Theme

EPUB = replace(PRINT, name="epub", kind=EditionKind.EPUB)
BOOK = noted_book(chapters=1, paragraphs=1, notes_each=1)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the title of each cover that is drawn."""
    titles: list[str] = []

    def draw(identity, theme, edition, press):  # noqa: ARG001 - as the real one
        titles.append(identity.title)
        return cover.CoverPicture(identity.title.encode(), ())

    monkeypatch.setattr(cover, "draw_cover", draw)
    return titles


def press_of(folder: Path):
    return lambda _: Press(folder, (), PRINT.place)


def test_what_was_drawn_ahead_is_not_drawn_again(tmp_path, drawn) -> None:
    ahead, press = Ahead(), press_of(tmp_path)
    ahead.begin(BOOK.identity, Theme.GARAMOND, (PRINT, EPUB), press)
    assert ahead.cover(BOOK, EPUB, press(EPUB)).png == b"A Book of Proofs"
    assert drawn == ["A Book of Proofs"]


def test_another_title_is_drawn_at_once(tmp_path, drawn) -> None:
    ahead, press = Ahead(), press_of(tmp_path)
    ahead.begin(replace(IDENTITY, title="As It Was"), Theme.GARAMOND, (EPUB,), press)
    assert ahead.cover(BOOK, EPUB, press(EPUB)).png == b"A Book of Proofs"
    assert drawn == ["As It Was", "A Book of Proofs"]


def test_without_anything_begun_it_is_drawn_at_once(tmp_path, drawn) -> None:
    assert Ahead().cover(BOOK, EPUB, press_of(tmp_path)(EPUB)).png == b"A Book of Proofs"
    assert drawn == ["A Book of Proofs"]
