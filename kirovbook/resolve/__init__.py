"""Settle what the author only pointed at: works, notes, sources, chapters."""

from kirovbook.resolve.book import resolve as resolve
