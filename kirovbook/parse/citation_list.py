"""List every citation of a manuscript in the order in which its reader meets them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kirovbook.model.blocks import Blocks
from kirovbook.model.book import Manuscript, WrittenChapter, WrittenNote, WrittenSource
from kirovbook.model.citation import Citation, CitationMode, Cite, CiteMode
from kirovbook.model.inlines import Inline, NoteCall
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import inlines_of, walk_inlines


def list_citations(manuscript: Manuscript) -> tuple[Citation, ...]:
    """Give the citations of front matter, chapters, sources and back matter.

    Those of a note come where the note is first called; those of notes that nothing calls, at the end of their
    chapter or source. A citation within another's prefix or suffix follows it.
    """
    units: tuple[WrittenChapter | WrittenSource, ...] = (
        *manuscript.front_matter,
        *manuscript.chapters,
        *manuscript.sources,
        *manuscript.back_matter,
    )
    return tuple(citation for unit in units for citation in citations_of(unit))


def render_citations_json(citations: Iterable[Citation]) -> str:
    """Write citations as JSON: file, line, column, mode, and for each work id, mode, prefix and suffix."""
    listed = [
        {
            "file": citation.place.file,
            "line": citation.place.line,
            "column": citation.place.column,
            "mode": str(citation.mode),
            "items": [
                {
                    "id": cite.key,
                    "mode": str(cite.mode),
                    "prefix": plain_inlines(cite.prefix),
                    "suffix": plain_inlines(cite.suffix),
                }
                for cite in citation.cites
            ],
        }
        for citation in citations
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def render_citations_text(citations: Iterable[Citation]) -> str:
    """Write a line for each citation: its place, then its works much as the author wrote them."""
    return "".join(f"{citation.place}: {_as_written(citation)}\n" for citation in citations)


def citations_of(unit: WrittenChapter | WrittenSource) -> Iterator[Citation]:
    """Give the citations of one chapter or source, in the same order."""
    notes = {note.label: note for note in unit.notes}
    for inline in _inlines(unit):
        yield from _met(inline, notes)
    while notes:
        yield from _of_blocks(notes.pop(next(iter(notes))).content, notes)


def _inlines(unit: WrittenChapter | WrittenSource) -> Iterator[Inline]:
    if isinstance(unit, WrittenChapter):
        yield from walk_inlines(unit.title)
        yield from inlines_of(unit.blocks)
        return
    yield from walk_inlines(unit.header.title)
    yield from inlines_of((*unit.headnote, *unit.passage, *unit.stand_in))
    for question in unit.header.questions:
        yield from walk_inlines(question.content)


def _of_blocks(blocks: Blocks, notes: dict[str, WrittenNote]) -> Iterator[Citation]:
    for inline in inlines_of(blocks):
        yield from _met(inline, notes)


def _met(inline: Inline, notes: dict[str, WrittenNote]) -> Iterator[Citation]:
    """Give the citations that one inline brings; a note is taken out of ``notes`` when it has been read."""
    if isinstance(inline, Citation):
        yield inline
    elif isinstance(inline, NoteCall) and (note := notes.pop(inline.label, None)):
        yield from _of_blocks(note.content, notes)


def _as_written(citation: Citation) -> str:
    first, *rest = citation.cites
    if citation.mode is CitationMode.BRACKET:
        return f"[{'; '.join(map(_cite, citation.cites))}]"
    within = "; ".join((*((plain_inlines(first.suffix).strip(),) if first.suffix else ()), *map(_cite, rest)))
    return f"{_key(first)} [{within}]" if within else _key(first)


def _cite(cite: Cite) -> str:
    prefix = plain_inlines(cite.prefix)
    return f"{prefix}{' ' if prefix else ''}{_key(cite)}{plain_inlines(cite.suffix)}"


def _key(cite: Cite) -> str:
    return f"{'-' if cite.mode is CiteMode.SUPPRESS else ''}@{cite.key}"
