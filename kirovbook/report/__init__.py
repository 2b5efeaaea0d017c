"""Report what was found: for an author to read, or for another program."""

from kirovbook.report.machine import render_github, render_json, render_json_of_books, render_sarif
from kirovbook.report.report import Report, seen_from_above, summary
from kirovbook.report.terminal import Display, Line, Piece, display, write
from kirovbook.report.text import harmless, render_text

__all__ = [
    "Display", "Line", "Piece", "Report", "display", "harmless", "render_github", "render_json", "render_json_of_books",
    "render_sarif", "render_text", "seen_from_above", "summary", "write",
]  # fmt: skip
