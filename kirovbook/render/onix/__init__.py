"""The record of a book that publishers send to the trade: ONIX for Books 3.0, by EDItEUR."""

from kirovbook.render.onix.products import PrintedBook
from kirovbook.render.onix.record import has_record, render_onix

__all__ = ["PrintedBook", "has_record", "render_onix"]
