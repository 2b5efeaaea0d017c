"""Lay out the settled book as one edition wants it: which parts, in which order."""

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers, settle_pages

__all__ = ["PageNumbers", "arrange", "settle_pages"]
