"""Say of each block where it stands in the manuscript, so that what is wrong with its lines has a place."""

from __future__ import annotations

from html import escape

from kirovbook.diagnostics import Place


def write_place(place: Place) -> str:
    """Give the attribute that says a block's place."""
    return f' data-place="{escape(str(place))}"'


def read_place(written: str) -> Place:
    """Read what a block's ``data-place`` says."""
    file, line, column = written.rsplit(":", 2)
    return Place(file, int(line), int(column))
