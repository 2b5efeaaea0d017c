"""Recognise what a page's pieces are: its title, its headings, its sources and its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace
from pathlib import PurePath

from kirovbook.diagnostics import Place
from kirovbook.importer import signs
from kirovbook.importer.draft import FoundSource, PageDraft, Section
from kirovbook.importer.numbering import Marker, Numbered, are_notes, call_notes, marker, marks_in, numbered
from kirovbook.importer.page import Kind, Log, Page, Piece, shortened
from kirovbook.quick_dataclass import dataclass

_LONGEST_TITLE = 120
_LONGEST_HEADING = 80
_MOST_WORDS = 12
_ENDS_LIKE_TEXT = tuple(".,;:!?\"”'’)")
_FEWEST_SOURCES = 2


def recognise(page: Page, pieces: Sequence[Piece], log: Log, *, is_first: bool) -> PageDraft:
    """Part a page's repaired pieces into narrative, sources, notes and what follows them."""
    body = [piece for piece in pieces if piece.kind is not Kind.NOTE]
    notes = [piece for piece in pieces if piece.kind is Kind.NOTE]
    title, start = _title(page, body, log)
    parts = _Parts(page, log, is_first=is_first)
    parts.divide(body[start:] if not title else [*_after_title(title, body, start, page, log)])
    head = tuple(body[: start - 1 if title else 0])
    narrative = [_headed(piece, index, parts.narrative) for index, piece in enumerate(parts.narrative)]
    heading = title or Piece(Kind.HEADING, page.title or PurePath(page.file).stem, 1)
    chapters = _chapters(heading, narrative, is_title_added=title is None)
    labels = frozenset(piece.label for piece in parts.notes)
    chapters = _call(chapters, labels, parts.prefix, page, log) if labels else chapters
    found_notes = tuple(replace(note, label=f"{parts.prefix}{note.label}") for note in parts.notes)
    if not parts.sources:
        log.ask(
            "I103",
            Place(page.file),
            "the page has no numbered sources",
            "begin the sources with a line 'Primary Sources' and each of them with '(1) Author, Title (year)'",
        )
    if not any(_is_printed(piece) for piece in narrative):
        log.ask("I104", Place(page.file, heading.line), "the page has no narrative", "write it in manuscript/chapters")
    return PageDraft(
        page, heading, title is None, head, chapters, tuple(parts.sources), tuple(parts.back), (*found_notes, *notes)
    )


def _title(page: Page, pieces: Sequence[Piece], log: Log) -> tuple[Piece | None, int]:
    """Find the title: a heading, or a short line, before everything else."""
    first = next((index for index, piece in enumerate(pieces) if _is_printed(piece)), len(pieces))
    if first < len(pieces):
        piece = pieces[first]
        words = signs.line(piece.text)
        is_heading = piece.kind is Kind.HEADING or (
            piece.kind is Kind.PARAGRAPH and not words.endswith((".", ",", ";", ":", '"', "”"))
        )
        if (
            is_heading
            and len(words) <= _LONGEST_TITLE
            and not marker(piece)
            and not numbered(pieces[first : first + 1])
        ):
            return replace(piece, kind=Kind.HEADING), first + 1
    supplied = page.title or PurePath(page.file).stem
    hint = "write the title in manuscript/book.toml and over the first chapter"
    line = pieces[first].line if first < len(pieces) else 1
    log.ask("I105", Place(page.file, line), f"the page has no title; {shortened(supplied)!r} was taken", hint)
    return None, 0


def _is_printed(piece: Piece) -> bool:
    return piece.kind is not Kind.DROPPED and bool(signs.kept(piece.text).strip())


def _after_title(title: Piece, pieces: Sequence[Piece], start: int, page: Page, log: Log) -> list[Piece]:
    """Give what follows the title, without the title's repetition."""
    rest = list(pieces[start:])
    if log.does("title"):
        words = _folded(title)
        for index, piece in enumerate(rest[:4]):
            if _is_printed(piece) and not piece.is_glued and _folded(piece) == words:
                log.repaired(
                    "title", Place(page.file, piece.line), f"left out the title that stands in line {title.line}"
                )
                rest[index] = replace(piece, kind=Kind.DROPPED, text=signs.all_of(piece.text), label="title")
            elif _is_printed(piece):
                break
    return rest


def _folded(piece: Piece) -> str:
    return signs.line(piece.text).casefold().rstrip(".:")


@dataclass(slots=True)
class _Parts:
    """The parts of one page, as they are found."""

    page: Page
    log: Log
    is_first: bool
    narrative: list[Piece] = field(default_factory=list)
    sources: list[FoundSource] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    back: list[Section] = field(default_factory=list)
    prefix: str = ""

    def divide(self, pieces: list[Piece]) -> None:
        """Go from marker to marker; without one, the first source begins the sources."""
        end = _list_at_end(pieces)
        self._divide(pieces[:end])
        if end < len(pieces) and not self._take_notes(None, pieces[end:]):
            self._add(pieces[end:])

    def _divide(self, pieces: list[Piece]) -> None:
        marked = [(index, found) for index, piece in enumerate(pieces) if (found := marker(piece))]
        if not any(found is Marker.SOURCES for _, found in marked) and (start := _first_source(pieces)) is not None:
            end = next((index for index, _ in marked if index > start), len(pieces))
            self._begin(pieces[:start], [one for one in marked if one[0] < start])
            self._sources(pieces[start:end])
            pieces, marked = pieces[end:], [(index - end, found) for index, found in marked if index >= end]
        self._begin(pieces, marked)

    def _begin(self, pieces: list[Piece], marked: list[tuple[int, Marker]]) -> None:
        stops = [index for index, _ in marked] + [len(pieces)]
        if not self.sources:
            self.narrative += pieces[: stops[0]]
        else:
            self._add(pieces[: stops[0]])
        for (index, found), end in zip(marked, stops[1:], strict=True):
            heading, rest = pieces[index], pieces[index + 1 : end]
            if found is Marker.SOURCES and self._answers(rest) and self._take_notes(heading, rest):
                pass
            elif found is Marker.SOURCES and numbered(rest):
                self._structure(heading)
                self._sources(rest)
            elif found is Marker.NOTES and self._take_notes(heading, rest):
                pass
            elif self.sources or (found is Marker.OTHER and (self.notes or index > len(pieces) // 2)):
                self.back.append(Section(replace(heading, kind=Kind.HEADING), tuple(rest)))
            else:
                self.narrative += [replace(heading, kind=Kind.HEADING), *rest]

    def _answers(self, pieces: list[Piece]) -> bool:
        """Answer whether numbered pieces are a list of notes: no passages, and marks in the narrative lead to them."""
        found = numbered(pieces)
        if not found or not are_notes(pieces, found):
            return False
        marks = {mark for piece in self.narrative for mark in marks_in(piece.text)}
        return len(marks & {one.number for one in found}) * 2 >= len(found)

    def _structure(self, heading: Piece) -> None:
        self.log.leave_out(
            "heading",
            Place(self.page.file, heading.line),
            f"'{signs.line(heading.text)}': the book prints a heading of its own",
        )
        self._add([replace(heading, kind=Kind.DROPPED, text=signs.all_of(heading.text), label="heading")])

    def _add(self, pieces: Sequence[Piece]) -> None:
        """Put dropped pieces where they keep the page's order."""
        if self.back:
            self.back[-1] = replace(self.back[-1], pieces=(*self.back[-1].pieces, *pieces))
        elif self.notes:
            self.notes += [replace(piece, label=self.notes[-1].label) for piece in pieces]
        elif self.sources:
            self.sources[-1] = replace(self.sources[-1], body=(*self.sources[-1].body, *pieces))
        else:
            self.narrative += pieces

    def _sources(self, pieces: list[Piece]) -> None:
        found = numbered(pieces)
        self.narrative += pieces[: found[0].index]
        ends = [one.index for one in found[1:]] + [len(pieces)]
        for one, end in zip(found, ends, strict=True):
            piece = pieces[one.index]
            body = list(pieces[one.index + 1 : end])
            stop = next((at for at, other in enumerate(body) if _ends_sources(other, pieces[0])), len(body))
            heading = replace(piece, text=signs.drop(piece.text[: one.length]) + _rest(piece.text, one))
            self.sources.append(FoundSource(one.number, heading, tuple(body[:stop])))
            if stop < len(body):
                self.back.append(Section(body[stop], tuple(body[stop + 1 :])))

    def _take_notes(self, heading: Piece | None, pieces: list[Piece]) -> bool:
        found = numbered(pieces)
        marks = {mark for piece in self.narrative for mark in marks_in(piece.text)}
        if not found or not marks or self.back or any(map(_is_printed, pieces[: found[0].index])):
            return False
        if heading:
            self._structure(heading)
        self._add(pieces[: found[0].index])
        ends = [one.index for one in found[1:]] + [len(pieces)]
        taken: set[str] = set()
        for one, end in zip(found, ends, strict=True):
            label = one.number if one.number not in taken else f"{one.number}-{one.index}"
            taken.add(label)
            piece = pieces[one.index]
            text = signs.drop(piece.text[: one.length]) + _rest(piece.text, one)
            self.notes.append(replace(piece, kind=Kind.NOTE, text=text, label=label))
            self.notes += [
                replace(more, label=label) if more.kind is Kind.DROPPED else replace(more, kind=Kind.NOTE, label=label)
                for more in pieces[one.index + 1 : end]
            ]
        self.prefix = "" if self.is_first else f"{_slug(PurePath(self.page.file).stem)}-"
        return True


def _list_at_end(pieces: Sequence[Piece]) -> int:
    """Find where a list of notes begins that ends the page without a heading: "(1) Author, Title", "(2) ..."."""
    start = len(pieces)
    while start and (not _is_printed(pieces[start - 1]) or numbered(pieces[start - 1 : start])):
        start -= 1
    found = [one for one in numbered(pieces[start:]) if one.number == "1"]
    if not found:
        return len(pieces)
    start += found[-1].index
    before = next((piece for piece in reversed(pieces[:start]) if _is_printed(piece)), None)
    if before is None or marker(before):
        return len(pieces)
    labels = {one.number for one in numbered(pieces[start:])}
    marks = {mark for piece in pieces[:start] if not numbered((piece,)) for mark in marks_in(piece.text)}
    return start if len(labels) >= _FEWEST_SOURCES and len(marks & labels) * 2 >= len(labels) else len(pieces)


def _slug(words: str) -> str:
    return re.sub(r"[^\w]+", "-", words).strip("-").casefold()[:30] or "page"


def _rest(text: str, one: Numbered) -> str:
    """Give a text without its number, with a style that began before the number begun again."""
    opened = re.match("[\ufdd0-\ufdd7]*", text)
    lead = opened[0] if opened else ""
    within = text[len(lead) : one.length]
    again = "".join(sign for sign in lead if ord(sign) % 2 == 0 and chr(ord(sign) + 1) not in within)
    return again + text[one.length :]


def _ends_sources(piece: Piece, first: Piece) -> bool:
    """Answer whether a heading in the sources' part ends it: one that the page's markup made."""
    return piece.kind is Kind.HEADING and 0 < piece.level <= 2 and first.kind is not Kind.HEADING  # noqa: PLR2004 - of six


def _first_source(pieces: Sequence[Piece]) -> int | None:
    """Find where sources begin that no heading announces: numbered pieces with passages after them."""
    found = numbered(pieces)
    if len(found) < _FEWEST_SOURCES or are_notes(pieces, found) or found[0].number.lower() not in {"1", "a", "i"}:
        return None
    return found[0].index


def _headed(piece: Piece, index: int, pieces: Sequence[Piece]) -> Piece:
    """Make a short line that stands alone a heading."""
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    if piece.kind is not Kind.PARAGRAPH or piece.is_glued or after is None or after.is_glued or not _is_printed(piece):
        return piece
    words = signs.line(piece.text)
    follows = next((other for other in pieces[index + 1 :] if _is_printed(other)), None)
    is_short = len(words) <= _LONGEST_HEADING and len(words.split()) <= _MOST_WORDS
    if (
        not is_short or words.endswith(_ENDS_LIKE_TEXT) or not (words[0].isupper() or words[0].isdigit())
        or "\n" in piece.text.strip() or signs.LINE_END in piece.text
        or follows is None or len(signs.line(follows.text)) <= _LONGEST_HEADING
    ):  # fmt: skip
        return piece
    return replace(piece, kind=Kind.HEADING)


def _chapters(title: Piece, pieces: Sequence[Piece], *, is_title_added: bool) -> tuple[Section, ...]:
    """Begin a chapter at each heading of the highest level; lower ones stay within it."""
    levels = [piece.level for piece in pieces if piece.kind is Kind.HEADING and piece.level]
    top = min(levels, default=0)
    gathered: list[tuple[Piece, list[Piece]]] = [(title, [])]
    for piece in pieces:
        if piece.kind is Kind.HEADING and _is_printed(piece) and (not piece.level or piece.level == top):
            gathered.append((piece, []))
        else:
            gathered[-1][1].append(piece)
    return tuple(
        Section(heading, tuple(inner), is_title_added and number == 0)
        for number, (heading, inner) in enumerate(gathered)
    )


def _call(
    chapters: tuple[Section, ...], labels: frozenset[str], prefix: str, page: Page, log: Log
) -> tuple[Section, ...]:
    """Call the notes of the list where their marks stand, and those without a mark at the end."""
    called: set[str] = set()
    done = []
    for section in chapters:
        pieces = []
        here: set[str] = set()
        for piece in section.pieces:
            text, seen = piece.text, set[str]()
            if piece.kind is not Kind.DROPPED:
                text, seen = call_notes(piece.text, labels, prefix, frozenset(here))
            here |= seen
            pieces.append(piece if text == piece.text else replace(piece, text=text))
        called |= here
        done.append(replace(section, pieces=tuple(pieces)))
    log.leave_out("numbers", Place(page.file), f"the numbers of {len(labels)} notes: the book numbers its notes itself")
    missing = sorted(labels - called, key=lambda label: (len(label), label))
    if missing:
        hint = "move its call to where it belongs"
        for label in missing:
            message = f"no mark in the text leads to note {label!r}; it is called at the end of the narrative"
            log.ask("I113", Place(page.file), message, hint)
        done[-1] = _with_calls(done[-1], [f"[^{prefix}{label}]" for label in missing])
    return tuple(done)


def _with_calls(section: Section, calls: list[str]) -> Section:
    pieces = list(section.pieces)
    at = next((index for index in range(len(pieces) - 1, -1, -1) if _is_printed(pieces[index])), None)
    text = "".join(signs.add(call) for call in calls)
    if at is None:
        return replace(section, pieces=(*pieces, Piece(Kind.PARAGRAPH, text, section.title.line)))
    pieces[at] = replace(pieces[at], text=pieces[at].text + text)
    return replace(section, pieces=tuple(pieces))
