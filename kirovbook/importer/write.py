"""Write the files of a book: the chapters, a file a source, the bibliography, the people, book.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace

from kirovbook.diagnostics import Place
from kirovbook.importer import signs
from kirovbook.importer.describe import Heading, read_heading
from kirovbook.importer.draft import FoundSource, PageDraft, Section
from kirovbook.importer.markdown import define_note, inline, note_calls, render
from kirovbook.importer.page import Kind, Log, Piece, shortened
from kirovbook.importer.people import toml
from kirovbook.importer.works import family, slug
from kirovbook.quick_dataclass import dataclass

_UNTIL_VERB = re.compile(
    r"^(.{4,70}?)\s+(?:was|were|is|are|had|has|have|wrote|published|escaped|became|joined|worked)\b"
)
_TITLE_WORDS = 8
_SMALL_WORDS = frozenset({"a", "an", "the", "of", "and", "in", "on", "to", "for", "by", "at", "with", "from", ""})


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source with its heading read: title, headnote and passage told apart.

    ``is_title_added``: the page gave none, and the title repeats words of the headnote.
    """

    found: FoundSource
    heading: Heading
    title: str
    is_title_added: bool
    headnote: tuple[Piece, ...]
    passage: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the manuscript: its text, the pieces of the page in it, and whether its title is not the page's."""

    path: str
    text: str
    pieces: tuple[Piece, ...]
    is_title_added: bool = False


@dataclass(slots=True)
class Names:
    """The ids and the file numbers given so far."""

    chapters: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    @staticmethod
    def new(base: str, taken: set[str]) -> str:
        """Give an id that is not taken."""
        base = base[:40].strip("-") or "text"
        id_ = next(
            name for number in range(1, 100_000) if (name := base if number == 1 else f"{base}-{number}") not in taken
        )
        taken.add(id_)
        return id_


def read_source(found: FoundSource, file: str, log: Log) -> ReadSource:
    """Tell a source's title, headnote and passage apart."""
    heading = read_heading(found.heading.text)
    body = list(found.body)
    headnote: list[Piece] = []
    if heading.description is None:
        title, added = _supplied_title(signs.kept(found.heading.text)), True
        headnote.append(replace(found.heading, kind=Kind.PARAGRAPH))
        message = f"source ({found.number}) has a headnote for a heading, and its work is unknown"
        log.ask("I114", Place(file, found.heading.line), message, "describe its work and write its key as 'work: KEY'")
    else:
        title, added = found.heading.text[: heading.length], False
        rest = found.heading.text[heading.length :]
        if signs.kept(rest).strip(" .:;,"):
            headnote.append(replace(found.heading, kind=Kind.PARAGRAPH, text=rest.lstrip(" .:;,\n")))
        else:
            title += rest
    introduction = _headnote(body)
    headnote += introduction
    passage = body[len(introduction) :]
    if not any(signs.kept(piece.text).strip() for piece in passage if piece.kind is not Kind.DROPPED):
        log.ask(
            "I112",
            Place(file, found.heading.line),
            f"source ({found.number}) has no passage",
            "write it between '::: extract' and ':::'",
        )
    return ReadSource(found, heading, title, added, tuple(headnote), tuple(passage))


def _headnote(body: list[Piece]) -> list[Piece]:
    """Take the paragraphs before a quotation for the headnote; or one paragraph set wholly in italics."""
    first = next((index for index, piece in enumerate(body) if piece.kind is Kind.QUOTATION), 0)
    if first:
        return body[:first]
    live = [piece for piece in body if piece.kind is not Kind.DROPPED]
    whole = f"{signs.EMPHASIS}[^{signs.EMPHASIS_END}]*{signs.EMPHASIS_END}\\s*"
    if len(live) > 1 and re.fullmatch(whole, live[0].text):
        return body[: body.index(live[0]) + 1]
    return []


def _supplied_title(headnote: str) -> str:
    words = " ".join(headnote.split())
    if not signs.words(words):
        return "Untitled"
    if (found := _UNTIL_VERB.match(words)) and words[0].isupper() and not words.startswith(("In ", "On ", "After ")):
        return found[1].rstrip(",;:")
    few = words.split()[:_TITLE_WORDS]
    return " ".join(few).rstrip(".,;:") + ("…" if len(few) < len(words.split()) else "")


def source_id(source: ReadSource, key: str, names: Names) -> str:
    """Give a source an id: its author's family name, else words of its title."""
    one = source.heading.description
    base = slug(family(one)) if one and family(one) else ""
    if not base:
        title = one.get("journaltitle") or one.get("title") if one else signs.line(source.title)
        plain = re.sub(r"^(?:the|an?)\s+", "", title, flags=re.IGNORECASE)
        parts = [part for part in slug(plain).split("-") if part not in _SMALL_WORDS]
        base = "-".join(parts[-1:] if not one and len(parts) == 2 else parts[:3])  # noqa: PLR2004 - a person's two names
    return names.new(base or key or f"source-{source.found.number}", names.sources)


def write_source(
    source: ReadSource, id_: str, key: str, number: int, notes: dict[str, list[Piece]], *, keeps_label: bool
) -> WrittenFile:
    """Write the file of a source."""
    lines = ["---", f"id: {id_}"]
    if key:
        lines.append(f"work: {key}")
    if source.heading.description and source.heading.description.locator:
        lines.append(f"locator: {_yaml(source.heading.description.locator)}")
    lines.append(f"title: {_yaml(inline(source.title).strip())}")
    lines.append("kind: extract")
    if keeps_label:
        lines.append(f"label: {_yaml(source.found.number)}")
    lines += ["---", ""]
    headnote = render(source.headnote)
    passage = render(_lowered(source.passage), is_passage=True)
    pieces = (Piece(Kind.PARAGRAPH, "", 0), *source.headnote, *source.passage)
    if not source.is_title_added:
        pieces = (replace(source.found.heading, text=source.title), *pieces[1:])
    parts = ["\n".join(lines), *([headnote + "\n"] if headnote else []), f"::: extract\n{passage}\n:::\n"]
    parts += _notes(pieces, notes)
    return WrittenFile(f"manuscript/sources/{number:02}-{id_}.md", "\n".join(parts), pieces, source.is_title_added)


def _lowered(pieces: Sequence[Piece]) -> list[Piece]:
    return [
        replace(piece, level=min(piece.level + 1, 6)) if piece.kind is Kind.HEADING and piece.level else piece
        for piece in pieces
    ]


def _yaml(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\t", " ") + '"'


def _notes(pieces: Sequence[Piece], notes: dict[str, list[Piece]]) -> list[str]:
    labels = list(dict.fromkeys(note_calls(pieces)))
    return [f"\n{define_note(label, notes[label])}".rstrip("\n") + "\n" for label in labels if label in notes]


def write_section(
    section: Section, folder: str, number: int, names: Names, notes: dict[str, list[Piece]], *, is_nested: bool = False
) -> WrittenFile:
    """Write a chapter, or a piece of back matter. With ``is_nested`` every heading in it is a lower one."""
    title = section.title
    id_ = Names.new(slug(signs.line(title.text)) or folder, names.chapters)
    body = render(section.pieces, lowest=0 if is_nested else title.level)
    pieces = section.pieces if section.is_title_added else (title, *section.pieces)
    text = f"---\nid: {id_}\n---\n\n# {inline(title.text).strip()}\n"
    parts = [text, *([body + "\n"] if body else []), *_notes(pieces, notes)]
    path = f"manuscript/{folder}/{number:02}-{id_}.md"
    return WrittenFile(path, "\n".join(parts), pieces, section.is_title_added)


def sections_of(draft: PageDraft, *, is_one_of_many: bool) -> tuple[Section, ...]:
    """Give the chapters of a page: its headings begin chapters, or sections where a book is made of several pages."""
    if is_one_of_many:
        first, *others = draft.chapters
        pieces = list(first.pieces)
        for section in others:
            level = section.title.level or 2
            pieces += [replace(section.title, kind=Kind.HEADING, level=level), *section.pieces]
        return (replace(first, pieces=tuple(pieces)),)
    return draft.chapters


def render_settings(title: str, lang: str) -> str:
    """Write book.toml."""
    return (
        "# What the book is called. Every key that a book may have is explained in the manual.\n\n"
        f"[book]\ntitle = {toml(title)}\nlang = {toml(lang)}\n"
    )


def describe_title(source: ReadSource) -> str:
    """Give a source's title for the report."""
    return shortened(signs.line(source.title), 70)
