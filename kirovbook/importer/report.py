"""Write import.md: what was recognised, repaired and left out, what the author has to decide, and the proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kirovbook.diagnostics import Diagnostic, Severity, in_reading_order
from kirovbook.importer import signs
from kirovbook.importer.draft import PageDraft
from kirovbook.importer.markdown import escape
from kirovbook.importer.page import REPAIRS, Kind, Log, Piece, Repaired, shortened
from kirovbook.importer.people import Person
from kirovbook.importer.proof import Proof
from kirovbook.importer.works import Draft
from kirovbook.importer.write import ReadSource, describe_title
from kirovbook.quick_dataclass import dataclass

_MOST = 1_000
"""Lines under a heading; a report that nobody can read helps nobody."""


@dataclass(frozen=True, slots=True)
class Telling:
    """All that the report tells of."""

    drafts: tuple[PageDraft, ...]
    sources: tuple[tuple[ReadSource, str, str], ...]
    works: tuple[Draft, ...]
    people: tuple[Person, ...]
    proofs: tuple[Proof, ...]
    log: Log


def render_report(telling: Telling) -> str:
    """Write the report as Markdown."""
    parts = ["# What the import did", *_pages(telling), *_sources(telling), *_works(telling), *_people(telling)]
    log = telling.log
    repaired = [one for one in log.repairs if one.name != "links"]
    parts += ["## Repaired", *_list(_told(one) for one in repaired)]
    if log.skipped:
        parts.append(f"Left undone, as asked: {', '.join(sorted(log.skipped))}.")
    parts += [
        "## Linked",
        *_list(f"line {one.place.line}: {escape(one.what)}" for one in log.repairs if one.name == "links"),
    ]
    parts += ["## Left out of the book", *_list(_left_out(telling))]
    decide = [one for one in in_reading_order(log.found) if one.severity is Severity.WARNING]
    suspected = [one for one in in_reading_order(log.found) if one.severity is Severity.ADVICE and one.code != "I130"]
    parts += ["## To decide", *_list(map(_said, decide)), "## To look at", *_list(map(_said, suspected))]
    parts += ["## The proof", *_proof(telling)]
    return "\n\n".join(parts) + "\n"


def _list(lines: Iterable[str]) -> list[str]:
    every = list(dict.fromkeys(lines))
    shown = [f"- {line}" for line in every[:_MOST]]
    if len(every) > _MOST:
        shown.append(f"- and {len(every) - _MOST:,} more")
    return ["\n".join(shown) or "Nothing."]


def _told(one: Repaired) -> str:
    return f"line {one.place.line}: {escape(one.what)} ({one.name}: {REPAIRS[one.name]})"


def _said(one: Diagnostic) -> str:
    return f"line {one.place.line}: {escape(one.message)}; {escape(one.hint)} ({one.code})"


def _pages(telling: Telling) -> Iterator[str]:
    for draft in telling.drafts:
        yield f"## Recognised in {escape(draft.page.file)}"
        if draft.page.counts_paragraphs:
            yield "The format has no lines: a line is a paragraph here, counted from the document's first."
        supplied = ", supplied by the import" if draft.is_title_added else f", line {draft.title.line}"
        lines = [f"title: {escape(signs.line(draft.title.text))}{supplied}"]
        for section in draft.chapters:
            count = sum(piece.kind not in {Kind.DROPPED, Kind.HEADING} for piece in section.pieces)
            name = escape(shortened(signs.line(section.title.text)))
            lines.append(f"line {section.title.line}: chapter '{name}', {count} paragraphs")
        lines += [f"line {one.title.line}: back matter '{escape(signs.line(one.title.text))}'" for one in draft.back]
        notes = {note.label for note in draft.notes if note.kind is Kind.NOTE}
        lines += [f"{len(notes)} notes"] if notes else []
        yield from _list(lines)


def _sources(telling: Telling) -> Iterator[str]:
    if not telling.sources:
        return
    yield "### Sources"
    rows = ["| Source | Line | On the page | Id | Work | Title |", "|---|---|---|---|---|---|"]
    for number, (source, id_, key) in enumerate(telling.sources, start=1):
        title = escape(describe_title(source)) + (" (supplied)" if source.is_title_added else "")
        rows.append(
            f"| {number} | {source.found.heading.line} | {source.found.number} | {id_} | {key or 'unknown'} | {title} |"
        )
    yield "\n".join(rows)


def _works(telling: Telling) -> Iterator[str]:
    if telling.works:
        yield "### Works"
        yield from _list(
            f"line {one.place.line}: {one.description.type} {one.key}"
            + (f", lacking {', '.join(one.description.gaps)}" if one.description.gaps else "")
            for one in telling.works
        )


def _people(telling: Telling) -> Iterator[str]:
    if telling.people:
        yield "### Persons"
        yield from _list(
            escape(one.name)
            + (f": {escape(', '.join(form for form in one.forms if form != one.name))}" if len(one.forms) > 1 else "")
            + "".join(f"; {escape(doubt)}" for doubt in one.doubts)
            for one in telling.people
        )


_REASONS = {
    "frame": "Project Gutenberg's frame", "title": "the title again", "duplicates": "a repeated paragraph",
    "picture": "a picture's residue", "heading": "a heading that the book prints itself",
}  # fmt: skip


def _left_out(telling: Telling) -> Iterator[str]:
    for draft in telling.drafts:
        for piece in _dropped(draft):
            reason = _REASONS.get(piece.label, f"'{piece.label}', which is no text of the page")
            yield f"line {piece.line}: {reason}: {escape(shortened(piece.text, 80))}"
        for piece in _all_pieces(draft):
            if signs.DROPPED in piece.text:
                for words in signs.dropped(piece.text):
                    if not words.strip("()[]. \n").isdigit():
                        yield f"line {piece.line}: said otherwise: {escape(shortened(words, 80))}"
    for one in telling.log.left_out:
        yield f"line {one.place.line}: {escape(one.what)}"
    numbers = [f"({source.found.number})" for source, _, _ in telling.sources]
    if numbers:
        yield f"the numbers {', '.join(numbers[:100])} of the sources, which are their labels"


def _dropped(draft: PageDraft) -> list[Piece]:
    return [piece for piece in _all_pieces(draft) if piece.kind is Kind.DROPPED]


def _all_pieces(draft: PageDraft) -> list[Piece]:
    parts = [draft.head, *(one.pieces for one in draft.chapters), *(one.body for one in draft.sources),
             *(one.pieces for one in draft.back), draft.notes]  # fmt: skip
    return [piece for part in parts for piece in part]


def _proof(telling: Telling) -> Iterator[str]:
    for draft, proof in zip(telling.drafts, telling.proofs, strict=True):
        yield (
            f"{escape(draft.page.file)}: {proof.page:,} words on the page; "
            f"{proof.book:,} in the book, in the same order; {proof.dropped:,} left out or said otherwise, as "
            f"listed above. No other word is missing, none was added"
            " but titles that the import supplied."
        )
