"""Each kind of work in four styles, beside what Pandoc makes of the same .bib file; every difference has its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from plain_pandoc import print_plainly
from settled_books import HERE, IBID, settle, works_of

from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import Book
from kirovbook.model.inlines import Emphasis, Inline, Inlines, Text
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import map_inlines
from kirovbook.resolve import csl

KINDS = (HERE / "kinds.bib").read_text(encoding="utf-8")
WORKS = works_of(KINDS)
STYLES = (
    IBID,
    "chicago-notes-bibliography-subsequent-ibid-17th-edition",
    "mhra-notes-subsequent-ibid",
    "chicago-author-date",
)
FORMS = ("first", "ibid.", "short", "entry")
ARCHIVAL = ("letter", "telegram")
SHELVES = ("RGASPI, f. 80, op. 18, d. 92", "RGASPI, f. 80, op. 18, d. 130")
OWN_NOTES = (
    "One.^[Compare [@conquest1989, p. 5].]\n\nTwo.^[[@conquest1989, p. 6] is clear.]\n\n"
    "Three.^[See @conquest1989 [p. 7].]\n\nFour [@conquest1989, p. 8]."
)
OWN = "notes of one’s own"
_NOTE = re.compile(r"\[\d+\] ")


@dataclass(frozen=True)
class Compared:
    """A printed form of a work in a style, ours and Pandoc's."""

    style: str
    key: str
    form: str
    ours: str
    theirs: str


def chapter(key: str, other: str) -> str:
    label = "l." if key in ARCHIVAL else "p."
    cited = [f"@{key}, {label} 3", f"@{key}, {label} 4", f"@{other}", f"@{key}, {label} 5"]
    return "\n\n".join(f"A [{one}]." for one in cited)


def chapters() -> list[str]:
    keys = [work.key for work in WORKS]
    return [chapter(key, other) for key, other in zip(keys, (*keys[1:], keys[0]), strict=True)]


def starred(inlines: Inlines) -> str:
    """Give the words, emphasis between asterisks."""

    def shown(one: Inline) -> Inlines:
        return (Text("*"), *one.content, Text("*")) if isinstance(one, Emphasis) else (one,)

    return plain_inlines(map_inlines(inlines, shown))


def ours(style: str) -> Iterator[str]:
    """Give what kirovbook prints: four lines for each work, then an entry for each."""
    book: Book = settle(*chapters(), bib=KINDS, csl=style).value
    for one in book.chapters:
        blocks = [block for note in one.notes for block in note.content] or one.blocks
        yield from (starred(block.content) for block in blocks if isinstance(block, Paragraph))
    entries = {entry.key: starred(entry.entry) for entry in book.index.entries}
    yield from (entries[work.key] for work in WORKS)


def lines_of_pandoc(written: str, style: str, folder: Path) -> list[str]:
    (folder / "kinds.bib").write_text(KINDS, encoding="utf-8")
    (folder / "style.csl").write_text(csl._named(style) or "", encoding="utf-8")
    return print_plainly(written, folder, "--csl=style.csl", "--bibliography=kinds.bib", "-M", "lang=en-US")


def theirs(style: str, folder: Path) -> Iterator[str]:
    """Give what Pandoc prints, in the same order."""
    written = "\n\n".join(f"# Piece {{.reset-citation-positions}}\n\n{one}" for one in chapters())
    lines = lines_of_pandoc(written, style, folder)
    notes = [line.partition("] ")[2] for line in lines if _NOTE.match(line)]
    yield from notes or [line for line in lines if line.startswith("A ")]
    entries = dict(line.removeprefix("ref-").partition(" ")[::2] for line in lines if line.startswith("ref-"))
    yield from (entries[work.key].strip() for work in WORKS)


def compared(style: str, folder: Path) -> Iterator[Compared]:
    """Give each form of each work in a style; the other work's note is left out."""
    printed = list(zip(ours(style), theirs(style, folder), strict=True))
    notes, entries = printed[: 4 * len(WORKS)], printed[4 * len(WORKS) :]
    for number, work in enumerate(WORKS):
        first, ibid, _, short = notes[4 * number : 4 * number + 4]
        for form, (one, other) in zip(FORMS, (first, ibid, short, entries[number]), strict=True):
            yield Compared(style, work.key, form, one, other)


def own_notes(folder: Path) -> Iterator[Compared]:
    """Give notes of the author's own that cite."""
    book = settle(OWN_NOTES, bib=KINDS).value
    lines = [line for line in lines_of_pandoc(OWN_NOTES, IBID, folder) if _NOTE.match(line)]
    for note, line in zip(book.chapters[0].notes, lines, strict=True):
        (block,) = note.content
        assert isinstance(block, Paragraph)
        yield Compared(IBID, OWN, f"note {note.number}", starred(block.content), line.partition("] ")[2])


@dataclass(frozen=True)
class Reason:
    """Why ours is another: ``turned`` gives Pandoc's line as ours, so far as this reason goes."""

    words: str
    turned: Callable[[Compared, str], str]


def put(pattern: str, becomes: str, *keys: str, styles: tuple[str, ...] = STYLES) -> Callable[[Compared, str], str]:
    """Replace a pattern in the lines of the works of these keys."""

    def turned(one: Compared, line: str) -> str:
        return re.sub(pattern, becomes, line) if one.key in keys and one.style in styles else line

    return turned


def with_capitals(one: Compared, line: str) -> str:
    return one.ours if line.lower() == one.ours.lower() else line


def with_name(one: Compared, line: str) -> str:
    rest = line.lstrip("—").removeprefix(".")
    return one.ours if rest != line and one.ours.endswith(rest) else line


def with_entry(one: Compared, line: str) -> str:
    return line or one.ours


def with_shelf(one: Compared, line: str) -> str:
    for shelf in SHELVES:
        if line in (one.ours.replace(f"{shelf}, ", ""), re.sub(rf",? {re.escape(shelf)}\.?", "", one.ours)):
            return one.ours
    return line


CHICAGO_NOTES = STYLES[:2]
REASONS = (
    Reason(
        "BibLaTeX reads “Hill and Wang” as a list and joins it by “and” again; a semicolon joins nothing in print",
        put("; (?=Wang|London)", " and ", "knight", "lenoe2010"),
    ),
    Reason("a Russian imprint is joined by the Russian word", put("(?<=[а-я]); (?=[А-Я])", " и ", "kirilina")),
    Reason(
        "“PhD diss.” is Chicago's word (18, 14.113); the field type may say another",
        put("PhD thesis", "PhD diss.", "lenoe1997"),
    ),
    Reason(
        "a date within what stands for the author is not said a second time (Chicago 18, 14.130)",
        put(r"(?<=”) \(1998\),", "", "britannica"),
    ),
    Reason("behind a file of an archive “l.” is a leaf (list), not a line", put(r"\bline (?=\d)", "l. ", *ARCHIVAL)),
    Reason(
        "a manuscript's title stands in quotation marks (Chicago 18, 14.127); @archive is unknown to Pandoc",
        put(r"\*(Letter to Ordzhonikidze)\*([.,]?)", r"“\1\2”", "letter"),
    ),
    Reason(
        "a letter in an archive is no private communication: readers can find it (Chicago 18, 14.111)",
        put(" personal communication,", "", "telegram", styles=CHICAGO_NOTES),
    ),
    Reason(
        "a letter in an archive is called a letter",
        put("personal communication", "letter", "telegram", styles=(STYLES[2],)),
    ),
    Reason(
        "a letter in an archive has an entry, so that the text can point to it by author and year",
        put(r"(?:Sergei M\. )?Kirov, “Telegram to the Politburo,”", "Kirov 1934b,", "telegram", styles=(STYLES[3],)),
    ),
    Reason(
        "works of one author and one year are told apart by letters",
        put(r"\[1934\?\](?!a)", "[1934?]a", "letter", styles=(STYLES[3],)),
    ),
    Reason(
        "archive, fond, opis, delo and leaf are printed, in the order of Russian archives (Chicago 18, 14.127, has the "
        "archive last)",
        with_shelf,
    ),
    Reason("the index has every work that is used, also those that the style leaves to the notes", with_entry),
    Reason(
        "each entry of the index says its author: dashes tell nothing to a search or a voice (nor does Chicago 18 "
        "print them)",
        with_name,
    ),
    Reason(
        "the author's capitals are kept; Pandoc first takes away those that no braces protect, names' among them",
        with_capitals,
    ),
    Reason(
        "a note that brings a citation in by a word or a colon needs no brackets round it",
        put(r"(Compare) \((.*)\)\.$", r"\1 \2.", OWN),
    ),
    Reason(
        "a citation that begins a sentence has a capital, and no full stop within the sentence",
        put(r"^ibid\., (\d+)\.(?= is)", r"Ibid., \1", OWN),
    ),
    Reason(
        "“Ibid.” stands for the author too (Chicago 18, 13.37): behind the name comes the short title",
        put(r"Conquest, ibid\.", "Conquest, *Stalin and the Kirov Murder*", OWN),
    ),
)


def reasons_of(one: Compared) -> list[str]:
    """Give the reasons that together turn Pandoc's line into ours.

    :raises AssertionError: they do not.
    """
    line, words = one.theirs, []
    for reason in REASONS:
        turned = reason.turned(one, line) if line != one.ours else line
        words += [reason.words] if turned != line else []
        line = turned
    assert line == one.ours, f"no reason for {one}, but {line}"
    return words


def table(lines: Iterable[Compared]) -> tuple[str, Counter[str]]:
    """Give the lines as they are published, and how often each reason applies."""
    told: list[str] = []
    used: Counter[str] = Counter()
    headings = ("", "")
    for one in lines:
        if one.style != headings[0]:
            told.append(f"\n{one.style}\n")
        if (one.style, one.key) != headings:
            told.append(f"  {one.key}\n")
        headings = (one.style, one.key)
        told.append(f"    {one.form:6} {one.ours}\n")
        if one.ours != one.theirs:
            reasons = reasons_of(one)
            used.update(reasons)
            told.append(f"    Pandoc {one.theirs or '(nothing)'}\n")
            told += [f"           because {reason}\n" for reason in reasons]
    return "".join(told), used


def test_every_difference_from_pandoc_has_its_reason(golden, tmp_path: Path):
    lines = [one for style in STYLES for one in compared(style, tmp_path)] + list(own_notes(tmp_path))
    told, used = table(lines)
    assert {reason.words for reason in REASONS} == set(used), "a reason no longer applies"
    differ = sum(one.ours != one.theirs for one in lines)
    heading = f"{len(lines)} lines compared, {len(lines) - differ} the same, {differ} differ, for {len(used)} reasons"
    counted = "".join(f"{count:4} {words}\n" for words, count in used.most_common())
    golden(f"{heading}\n\n{counted}{told}", HERE / "beside_pandoc.txt")


def test_a_difference_without_a_reason_is_told():
    with pytest.raises(AssertionError, match="no reason for"):
        reasons_of(Compared(IBID, "knight", "first", "Knight, 3.", "Knight, 4."))
