"""Read an author's Markdown into blocks and notes, and name with its place whatever cannot be read."""

from __future__ import annotations

from dataclasses import replace

from kirovbook.diagnostics import Outcome
from kirovbook.model.blocks import Blocks
from kirovbook.model.book import WrittenNote
from kirovbook.model.inlines import Inline, Inlines, Missing, NoteCall
from kirovbook.model.walk import map_blocks
from kirovbook.parse.blocks import make_blocks
from kirovbook.parse.inlines import read_run
from kirovbook.parse.reader import read_block_nodes
from kirovbook.parse.reading import Reading
from kirovbook.parse.sheet import make_sheet
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What a text says: its blocks, and the notes that are called in them."""

    blocks: Blocks
    notes: tuple[WrittenNote, ...]


def parse_blocks(text: str, file: str, first_line: int, lang: str, pictures: frozenset[str]) -> Outcome[ParsedText]:
    """Read the Markdown of a file's body, which begins in its line ``first_line``.

    ``lang`` (BCP 47) decides the quotation marks; ``pictures`` are the paths of the book's picture files.
    """
    sheet = make_sheet(_clean(text), file, first_line)
    reading = Reading(sheet, lang, pictures)
    blocks = make_blocks(reading, read_block_nodes(sheet.text, reading.env))
    _report_unused_links(reading)
    return Outcome(_with_notes(reading, blocks), tuple(reading.found))


def parse_inlines(
    text: str, file: str, line: int, column: int, lang: str, *, pinned: bool = False
) -> Outcome[Inlines]:
    """Read a line of Markdown that stands in a header: a title, a question.

    A ``pinned`` text was put together from several lines: all of it stands where it begins. Notes have no
    place in such a text and are reported; their words are kept in brackets.
    """
    sheet = make_sheet(" ".join(_clean(text).split("\n")), file, line, column, pinned=pinned)
    reading = Reading(sheet, lang, frozenset(), in_note="a header")
    content = read_run(reading, sheet.text, reading.origin(0))
    return Outcome(content, tuple(reading.found))


def _clean(text: str) -> str:
    r"""Give a text with line ends as ``\n`` and without NUL, which CommonMark forbids."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _with_notes(reading: Reading, blocks: Blocks) -> ParsedText:
    notes, calls = reading.book.notes, reading.book.calls
    for label, place in calls.items():
        if label not in notes:
            reading.error(
                "M104", place, f"no note has the label {label!r}", f"define it: '[^{label}]: ...'", len(label) + 3
            )
    for label, note in notes.items():
        if label not in calls:
            reading.warn("M105", note.place, f"the note {label!r} is never called", "call it, or take it away")

    def only_defined(inline: Inline) -> Inlines:
        if isinstance(inline, NoteCall) and inline.label not in notes:
            return (Missing(f"[^{inline.label}]", inline.place),)
        return (inline,)

    called = tuple(
        replace(note, content=map_blocks(note.content, only_defined)) for label, note in notes.items() if label in calls
    )
    return ParsedText(map_blocks(blocks, only_defined), called)


def _report_unused_links(reading: Reading) -> None:
    used = reading.env.get("used", set())
    for label, definition in reading.env.get("references", {}).items():
        if label not in used:
            _report_link(reading, label, definition["map"][0], "is never used")
    for double in reading.env.get("duplicate_refs", []):
        _report_link(reading, double["label"], double["map"][0], "is defined twice; the first counts")


def _report_link(reading: Reading, label: str, line: int, what: str) -> None:
    place = reading.sheet.place(reading.sheet.starts[line])
    reading.warn(
        "M119",
        place,
        f"the link definition {label.lower()!r} {what}",
        "link to it, or escape its bracket if it is text",
    )
