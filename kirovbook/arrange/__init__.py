"""Lay out the settled book as one edition wants it: which parts, in which order."""

from kirovbook.arrange.matter import arrange

__all__ = ["arrange"]
