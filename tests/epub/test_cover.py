"""The drawn cover: everything on it is within its frame, and whatever the title, it is there."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kirovbook.export.fonts import house_font
from kirovbook.render.cover import HEIGHT, WIDTH, CoverTypes, CoverWords, draw_cover

FRAME = 130


@pytest.fixture(scope="module")
def types():
    return CoverTypes(*(house_font("EB Garamond", style).path.read_bytes() for style in ("normal", "italic")))


def picture(written):
    return Image.open(BytesIO(written)).convert("RGB")


def inked(words, types):
    """Give the box of what differs from an empty cover, the ornament aside."""
    empty = draw_cover(CoverWords("", "", (), ""), types)
    return ImageChops.difference(picture(draw_cover(words, types).picture), picture(empty.picture)).getbbox()


@pytest.mark.parametrize("title", [
    "Kirov", "The Pamphlet and the Congress", "Убийство Кирова: документы и материалы", "Ἱστορία",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde " * 3, "word " * 2000, "x" * 2000,
])
def test_a_title_of_any_length_stands_within_the_frame(types, title):
    left, top, right, bottom = inked(CoverWords(title, title[:80], ("A. Writer", title), "Press"), types)
    assert min(left, top) > FRAME
    assert max(right - WIDTH, bottom - HEIGHT) < -FRAME


def test_the_cover_is_a_picture_of_the_size_that_shops_ask_for(types):
    written = draw_cover(CoverWords("Kirov", "", (), ""), types).picture
    assert picture(written).size == (1600, 2560)
    assert len(written) < 200_000
    assert written == draw_cover(CoverWords("Kirov", "", (), ""), types).picture


def test_letters_that_the_type_lacks_are_told_and_their_line_left_out(types):
    cover = draw_cover(CoverWords("Kirov", "שלום", ("李",), ""), types)
    assert set(cover.unshown) == set("שלום李")
    assert cover.picture == draw_cover(CoverWords("Kirov", "", (), ""), types).picture


@settings(max_examples=10)
@given(st.text(max_size=60))
def test_any_title_can_be_drawn(types, title):
    draw_cover(CoverWords(title, title, (title,), title), types)
