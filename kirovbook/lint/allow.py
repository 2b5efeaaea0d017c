"""Let an author allow what a rule finds: for a line, a block or a file.

In the manuscript ``<!-- allow: doubled-word -->`` holds for the line that it stands on; alone on its line, for the
block that follows; before everything else in a file, for the file. In a ``.bib`` file ``% allow: title-in-capitals``
holds for the entry that it stands in, above or behind. CSL-JSON has no comments. In people.toml and in the header of
a manuscript file ``# allow: unmentioned-person`` stands behind a line, or above it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from kirovbook.diagnostics import ADVICE, WARNING, Diagnostic, Place
from kirovbook.lint.prose import HEADER
from kirovbook.parse.bibliography import is_csl_json
from kirovbook.parse.bibtex import WrittenEntry, read_blocks
from kirovbook.parse.sheet import make_sheet
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass

_COMMENT = re.compile(r"<!--[ \t]*allow:(?P<names>[^\n>]*?)-->")
_REMARK = re.compile(r"#[ \t]*allow:(?P<names>[^#\n]*)")
_BIB_REMARK = re.compile(r"%[ \t]*allow:(?P<names>[^\n%]*)")
_NAME = re.compile(r"[^\s,]+")
_COLONS = re.compile(r"[ \t]{0,3}(?P<colons>:{3,})[ \t]*(?P<name>[^:\s].*)?")


@dataclass(frozen=True, slots=True)
class Allowance:
    """A rule that may find something without a word: its name, where that is written, and the lines it holds for."""

    name: str
    place: Place
    lines: range



def read_allowances(files: Iterable[ManuscriptFile]) -> tuple[Allowance, ...]:
    """Read what the comments of some Markdown files allow, and the remarks in their headers."""
    return tuple(one for file in files if "allow:" in file.text for one in _in_markdown(file))


def read_bib_allowances(files: Iterable[ManuscriptFile]) -> tuple[Allowance, ...]:
    """Read what the remarks of ``.bib`` files allow."""
    return tuple(one for file in files if "allow:" in file.text and not is_csl_json(file) for one in _in_bib(file))


def read_toml_allowances(files: Iterable[ManuscriptFile]) -> tuple[Allowance, ...]:
    """Read what the remarks of people.toml allow."""
    return tuple(
        one for file in files if "allow:" in file.text for one in _in_remarks(file, file.text.split("\n"))
    )


def unknown_names(allowances: Iterable[Allowance], known: Collection[str]) -> Iterator[Diagnostic]:
    """Warn of a comment that allows a rule which does not exist."""
    for one in allowances:
        if one.name not in known:
            yield unknown_rule(one.name, one.place, known)


def unknown_rule(name: str, place: Place, known: Collection[str]) -> Diagnostic:
    """Say that no rule has a name, with the nearest that one has."""
    close = get_close_matches(name, sorted(known), n=1)
    hint = f"did you mean {close[0]!r}?" if close else "write the name that 'kirovbook explain CODE' shows"
    return Diagnostic("M206", WARNING, place, f"no rule has the name {name!r}", hint, len(name))


def idle_allowance(one: Allowance) -> Diagnostic:
    """Say that a comment allows what is not there."""
    message = f"{one.name!r} is allowed here and finds nothing"
    return Diagnostic("M207", ADVICE, one.place, message, "take the comment away", len(one.name))


def _in_markdown(file: ManuscriptFile) -> Iterator[Allowance]:
    lines = file.text.split("\n")
    header = HEADER.match(file.text)
    body = header[0].count("\n") + 1 if header else 0
    yield from _in_remarks(file, lines[:body])
    is_first = True
    for number, line in enumerate(lines[body:], body + 1):
        for comment in _COMMENT.finditer(line):
            if _COMMENT.sub("", line).strip():
                reached = range(number, number + 1)
            elif is_first:
                reached = range(1, len(lines) + 1)
            else:
                reached = _block_after(lines, number)
            yield from _allowances(file, number, comment, reached)
        is_first = is_first and not _COMMENT.sub("", line).strip()


def _block_after(lines: list[str], number: int) -> range:
    """Give the lines from a comment to the end of the block behind it: to an empty line, or the end of a division."""
    first = _next_written(lines, number)
    depth, at = 0, first
    while at <= len(lines):
        line = lines[at - 1]
        if colons := _COLONS.fullmatch(line):
            depth += 1 if colons["name"] else -1
        if depth <= 0 and (colons or at == len(lines) or not lines[at].strip()):
            break
        at += 1
    return range(number, min(at, len(lines)) + 1)


def _next_written(lines: list[str], number: int) -> int:
    """Find the next line that is not empty."""
    following = (later for later in range(number + 1, len(lines) + 1) if lines[later - 1].strip())
    return next(following, number)


def _in_remarks(file: ManuscriptFile, lines: list[str]) -> Iterator[Allowance]:
    for number, line in enumerate(lines, 1):
        for remark in _REMARK.finditer(line):
            reached = number if line[: remark.start()].strip() else _next_written(lines, number)
            yield from _allowances(file, number, remark, range(reached, reached + 1))


def _allowances(file: ManuscriptFile, number: int, found: re.Match[str], reached: range) -> Iterator[Allowance]:
    for name in _NAME.finditer(found["names"]):
        yield Allowance(name[0], Place(file.path, number, found.start("names") + name.start() + 1), reached)


def _in_bib(file: ManuscriptFile) -> Iterator[Allowance]:
    sheet = make_sheet(file.text, file.path)
    entries = tuple(block for block in read_blocks(file.text) if isinstance(block, WrittenEntry))
    values = [field.value for entry in entries for field in entry.fields]
    for remark in _BIB_REMARK.finditer(file.text):
        if not any(start <= remark.start() < end for start, end in values):
            reached = _lines_meant(file.text, remark.start(), entries)
            for name in _NAME.finditer(remark["names"]):
                yield Allowance(name[0], sheet.place(remark.start("names") + name.start()), reached)


def _lines_meant(text: str, remark: int, entries: tuple[WrittenEntry, ...]) -> range:
    """Give the lines of the entry that a remark stands in or behind on its line, or else of the next entry."""
    line_start = text.rfind("\n", 0, remark) + 1
    meant = next((entry for entry in entries if entry.end > line_start), None)
    if meant is None:
        return range(0)
    return range(text.count("\n", 0, meant.start) + 1, text.count("\n", 0, meant.end) + 2)
