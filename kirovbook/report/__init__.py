"""Report what was found: for an author to read, or for another program."""

from kirovbook.report.machine import render_github, render_json, render_sarif
from kirovbook.report.report import Report, summary
from kirovbook.report.terminal import Display, Line, Piece, display, write
from kirovbook.report.text import harmless, render_text

__all__ = [
    "Display", "Line", "Piece", "Report", "display", "harmless", "render_github", "render_json", "render_sarif",
    "render_text", "summary", "write",
]  # fmt: skip
