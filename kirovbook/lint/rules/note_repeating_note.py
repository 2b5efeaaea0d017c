"""C109: a note that says what the note before it says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kirovbook.diagnostics import Related
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.units import Unit, units_of
from kirovbook.model.blocks import Block
from kirovbook.model.book import Manuscript, WrittenNote
from kirovbook.model.citation import Citation, CrossReference
from kirovbook.model.inlines import Inline, NoteCall
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.model.walk import inlines_of

_FEWEST_WORDS = 4


@rule("C109", hint="call one note where both are meant, or let the second say what is new")
def note_repeating_note(manuscript: Manuscript) -> Iterator[Finding]:
    """A note of four words or more repeats the note before it, word for word.

    Citations alone are not meant: a second [@knight1999, p. 3] becomes "Ibid."

    Wrong:  He said so.[^a] She said so.[^b]      and both notes: "According to the guard, who was drunk."
    Right:  He said so. She said so.[^a]
    """
    for unit in units_of(manuscript):
        for first, second in pairwise(_called(unit)):
            words = _said(second.content)
            if first is not second and words == _said(first.content) and len(words.split()) >= _FEWEST_WORDS:
                yield Finding(second.place, "the note repeats the one before it", 0, (Related(first.place, "here"),))


def _called(unit: Unit) -> Iterator[WrittenNote]:
    notes = {note.label: note for note in unit.notes}
    for inline in inlines_of(unit.blocks) if len(notes) > 1 else ():
        if isinstance(inline, NoteCall) and inline.label in notes:
            yield notes[inline.label]


def _said(content: tuple[Block, ...]) -> str:
    """Give a note's words, and behind them what it cites."""
    cited = " ".join(_cited(inline) for inline in inlines_of(content))
    words = " ".join(words for words, _ in plain_blocks(content))
    return f"{words} {cited.strip()}" if len(words.split()) >= _FEWEST_WORDS else ""


def _cited(inline: Inline) -> str:
    match inline:
        case Citation():
            return "".join(f"@{cite.key},{plain_inlines(cite.suffix)}" for cite in inline.cites)
        case CrossReference():
            return f"@{inline.target}:{inline.id},{plain_inlines(inline.suffix)}"
        case _:
            return ""
