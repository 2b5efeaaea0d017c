"""Compile a source book, written in Markdown and cited from BibTeX, into editions that agree."""

__version__ = "0.1.0"
