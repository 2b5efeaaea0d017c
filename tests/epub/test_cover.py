"""The cover's picture: everything on it is within its frame, and whatever the title, it is there."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from small_books import IDENTITY, PRINT, noted_book

from kirovbook.export.cover import draw_cover
from kirovbook.export.press import Press, StyleSheet
from kirovbook.export.themes import cover_types
from kirovbook.model.book import Contributor
from kirovbook.model.typography import Theme
from kirovbook.render.cover import HEIGHT, WIDTH, CoverWords, compose_cover

FRAME = 130
BOOK = noted_book(chapters=1, paragraphs=1, notes_each=1)
EMPTY = replace(IDENTITY, title="", subtitle="", contributors=(), publisher="")


def drawn(folder, title="", subtitle="", people=(), publisher="", theme=Theme.GARAMOND, css=""):
    identity = replace(EMPTY, title=title, subtitle=subtitle, publisher=publisher,
                       contributors=tuple(map(Contributor, people)))
    press = Press(folder, (StyleSheet(css, folder, "styles/cover.css"),), PRINT.place)
    return draw_cover(identity, theme, replace(PRINT, name="epub"), press)


def picture(cover):
    return Image.open(BytesIO(cover.png)).convert("RGB")


def inked(folder, *words, theme):
    """Give the box of what differs from an empty cover by more than the few colours of a picture do."""
    apart = ImageChops.difference(picture(drawn(folder, *words, theme=theme)), picture(drawn(folder)))
    return apart.convert("L").point(lambda shade: 255 * (shade > 30)).getbbox()


@pytest.mark.parametrize("theme", [Theme.GARAMOND, Theme.PLAIN])
@pytest.mark.parametrize("title", [
    "Kirov", "The Pamphlet and the Congress", "Убийство Кирова: документы и материалы", "Ἱστορία", "تاريخ المدينة",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde " * 3, "word " * 2000, "x" * 2000,
])
def test_a_title_of_any_length_stands_within_the_frame(tmp_path, title, theme):
    left, top, right, bottom = inked(tmp_path, title, title[:80], ("A. Writer", title), "Press", theme=theme)
    assert min(left, top) > FRAME
    assert max(right - WIDTH, bottom - HEIGHT) < -FRAME


def test_the_cover_is_a_picture_of_the_size_that_shops_ask_for(tmp_path):
    cover = drawn(tmp_path, "Kirov")
    assert picture(cover).size == (1600, 2560)
    assert len(cover.png) < 200_000
    assert cover.png == drawn(tmp_path, "Kirov").png


def test_names_never_reach_down_to_the_title():
    words = CoverWords("A Long Title " * 12, "", tuple(f"Writer With a Long Name {number}" for number in range(6)), "")
    names, title, *_ = compose_cover(words, cover_types(Theme.GARAMOND)).blocks
    assert names[-1].baseline < title[0].baseline - title[0].size


def test_words_without_room_are_told(tmp_path):
    assert [found.code for found in drawn(tmp_path, "word " * 2000).found] == ["P126"]


def test_letters_that_the_type_lacks_are_told_and_their_line_left_out(tmp_path):
    cover = drawn(tmp_path, "Kirov", "שלום", ("李",))
    (found,) = cover.found
    assert (found.code, "'李'" in found.message) == ("E106", True)
    assert cover.png == drawn(tmp_path, "Kirov", "שלום").png != drawn(tmp_path, "Kirov").png


def test_a_book_with_fonts_of_its_own_knows_what_they_show(tmp_path):
    css = '@font-face { font-family: "Own"; src: url("own.ttf") } .line { color: red !important }'
    assert "E106" not in [found.code for found in drawn(tmp_path, "李", css=css).found]


def test_the_books_own_style_reaches_the_picture(tmp_path):
    hidden = drawn(tmp_path, "Kirov", css=".line { display: none }")
    assert hidden.png == drawn(tmp_path, "Orlov", css=".line { display: none }").png != drawn(tmp_path, "Kirov").png


def test_a_style_that_makes_two_pages_gives_the_first(tmp_path):
    assert picture(drawn(tmp_path, "Kirov", css=".panel { position: static }")).size == (1600, 2560)


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=60))
def test_any_title_can_be_drawn(title):
    drawn(Path.cwd(), title, title, (title,), title)
