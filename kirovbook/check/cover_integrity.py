"""Prove that a printed cover says what it was to say, from the finished file."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.check.pdf_text import bare, read_pages
from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.model.edition import Edition


def prove_cover(written: bytes, lines: tuple[str, ...], edition: Edition) -> Iterator[Diagnostic]:
    """Look for each line of the cover on its one sheet."""
    pages = read_pages(written)
    shown = bare("".join(pages))
    lost = next((line for line in lines if bare(line) not in shown), None)
    if lost is not None or len(pages) != 1:
        what = f"lacks the words {lost[:40]!r}" if lost else f"takes {len(pages)} sheets"
        yield Diagnostic("P128", ERROR, edition.place, f"the cover of the edition {edition.name!r} {what}",
                         "take out of styles/cover.css what hides or moves words")
