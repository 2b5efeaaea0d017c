"""Prove that a printed cover says what it was to say, from the finished file."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.check.pdf_text import read_pages
from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.model.edition import Edition
from kirovbook.model.letters import bare


def prove_cover(written: bytes, lines: tuple[str, ...], edition: Edition) -> Iterator[Diagnostic]:
    """Look for each line of the cover on its one sheet, as often as it is to stand there."""
    pages = read_pages(written)
    shown, lost = bare("".join(pages)), list[str]()
    # The longest first, and each taken away once it is found: the title stands on the front and again on the spine.
    for line in sorted(lines, key=len, reverse=True):
        if (words := bare(line)) in shown:
            shown = shown.replace(words, "\0", 1)
        else:
            lost.append(line)
    if lost or len(pages) != 1:
        what = f"lacks the words {lost[0][:40]!r}" if lost else f"takes {len(pages)} sheets"
        yield Diagnostic("P128", ERROR, edition.place, f"the cover of the edition {edition.name!r} {what}",
                         "take out of styles/cover.css what hides or moves words")
