"""Read a manuscript: headers, Markdown, citations, sources and the bibliography."""

from kirovbook.parse.manuscript import parse

__all__ = ["parse"]
