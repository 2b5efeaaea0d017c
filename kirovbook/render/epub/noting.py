"""Write the notes of an e-book, each with its way back to the text and on to the works that it cites."""

from __future__ import annotations

from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import ArrangedBook, Chapter
from kirovbook.model.source import PrimarySource
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.epub.addresses import Addresses, shown_of
from kirovbook.render.epub.citing import IndexLink, index_links
from kirovbook.render.html import Dress, render_blocks, render_inlines


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note as a page prints it; ``opening`` is its first paragraph, or None where it opens otherwise.

    ``name`` is its id, ``back`` where its number leads; ``works`` are its links to the source index.
    """

    number: int
    name: str
    back: str
    opening: str | None
    rest: str
    works: tuple[IndexLink, ...]


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes of one chapter or source where the notes of all stand together: its title, its page, its notes."""

    title: str
    href: str
    notes: tuple[NoteText, ...]


def note_texts(
    content: Chapter | PrimarySource, dress: Dress, arranged: ArrangedBook, addresses: Addresses
) -> tuple[NoteText, ...]:
    """Write the notes of a chapter or a source, in their order."""
    texts = []
    for note in content.notes:
        shown = shown_of(note)
        opening, rest = None, shown
        if shown and isinstance(shown[0], Paragraph):
            opening, rest = render_inlines(shown[0].content, dress), shown[1:]
        texts.append(NoteText(
            note.number, addresses.name_in_notes("note", note.unit, note.number),
            addresses.from_note(note.unit, note.number), opening, render_blocks(rest, dress),
            index_links(note.works, arranged, addresses),
        ))
    return tuple(texts)
