"""A book in a series says so before its title page and in its imprint."""

from __future__ import annotations

from dataclasses import replace

from small_books import IDENTITY, PRINT, noted_book

from kirovbook.arrange.matter import arrange
from kirovbook.model.catalogue import Series
from kirovbook.render.pages import render_pages


def pages(series: Series | None) -> str:
    book = replace(noted_book(), identity=replace(IDENTITY, series=series))
    return render_pages(arrange(book, PRINT), {})[0].markup


def test_the_series_stands_on_the_half_title_and_in_the_imprint() -> None:
    markup = pages(Series("Lives & Sources", "3", "0317-8471"))
    assert '<p class="half-title-series">Lives &amp; Sources, 3</p>' in markup
    assert "<p>Lives &amp; Sources, 3. ISSN 0317-8471</p>" in markup


def test_a_series_without_number_is_called_by_its_title() -> None:
    markup = pages(Series("Lives"))
    assert '<p class="half-title-series">Lives</p>' in markup
    assert "<p>Lives</p>" in markup
    assert "ISSN" not in markup


def test_a_book_of_no_series_says_nothing() -> None:
    assert "half-title-series" not in pages(None)
