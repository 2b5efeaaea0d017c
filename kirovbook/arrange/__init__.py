"""Lay out the settled book as one edition wants it: which parts, in which order."""
