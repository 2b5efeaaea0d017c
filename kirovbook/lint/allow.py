"""Let an author allow what a rule finds, at the place where it stands.

In the manuscript ``<!-- allow: doubled-word -->`` holds for a line; in a ``.bib`` file ``% allow: title-in-capitals``
holds for the entry that it stands in, above or behind. CSL-JSON has no comments. In people.toml
``# allow: unmentioned-person`` stands behind the line of a table, or above it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from kirovbook.diagnostics import WARNING, Diagnostic, Place
from kirovbook.parse.bibliography import is_csl_json
from kirovbook.parse.bibtex import WrittenEntry, read_blocks
from kirovbook.parse.sheet import make_sheet
from kirovbook.project import ManuscriptFile

_ALLOW = re.compile(r"<!--[ \t]*allow:(?P<names>[^\n>]*?)-->")
_REMARK = re.compile(r"%[ \t]*allow:(?P<names>[^\n%]*)")
_TOML_REMARK = re.compile(r"#[ \t]*allow:(?P<names>[^#]*)")
_NAME = re.compile(r"[^\s,]+")

Allowed = Mapping[tuple[str, int], frozenset[str]]
"""By file and line: the names of the rules that may find something there without a word."""


def read_allowed(files: Iterable[ManuscriptFile]) -> Allowed:
    """Read which rules are allowed where: on a comment's line, or after one that stands alone, on the next."""
    allowed: dict[tuple[str, int], frozenset[str]] = {}
    for file in files:
        lines = file.text.split("\n") if "allow:" in file.text else []
        for number, line in enumerate(lines, 1):
            names = frozenset(name[0] for comment in _ALLOW.finditer(line) for name in _NAME.finditer(comment["names"]))
            if names:
                reaches = number if _ALLOW.sub("", line).strip() else _next_written(lines, number)
                for reached in {number, reaches}:
                    allowed[file.path, reached] = allowed.get((file.path, reached), frozenset()) | names
    return allowed


def _next_written(lines: list[str], number: int) -> int:
    """Find the next line that is not empty."""
    following = (later for later in range(number + 1, len(lines) + 1) if lines[later - 1].strip())
    return next(following, number)


def unknown_names(files: Iterable[ManuscriptFile], known: Collection[str]) -> Iterator[Diagnostic]:
    """Warn of a comment that allows a rule which does not exist."""
    for file in files:
        for number, line in enumerate(file.text.split("\n") if "allow:" in file.text else [], 1):
            for comment in _ALLOW.finditer(line):
                for name in _NAME.finditer(comment["names"]):
                    if name[0] not in known:
                        column = comment.start("names") + name.start() + 1
                        yield _unknown(Place(file.path, number, column), name[0], known)


def _unknown(place: Place, name: str, known: Collection[str]) -> Diagnostic:
    close = get_close_matches(name, sorted(known), n=1)
    hint = f"did you mean {close[0]!r}?" if close else "write the name that 'kirovbook explain CODE' shows"
    return Diagnostic("M206", WARNING, place, f"no rule has the name {name!r}", hint, len(name))


def read_allowed_works(
    files: Iterable[ManuscriptFile], known: Collection[str]
) -> tuple[Allowed, tuple[Diagnostic, ...]]:
    """Read which rules the remarks of ``.bib`` files allow in which lines, and which of their names no rule has."""
    allowed: dict[tuple[str, int], frozenset[str]] = {}
    unknown: list[Diagnostic] = []
    for file in files:
        if "allow:" not in file.text or is_csl_json(file):
            continue
        sheet = make_sheet(file.text, file.path)
        entries = tuple(block for block in read_blocks(file.text) if isinstance(block, WrittenEntry))
        values = [field.value for entry in entries for field in entry.fields]
        for remark in _REMARK.finditer(file.text):
            if any(start <= remark.start() < end for start, end in values):
                continue
            for name in _NAME.finditer(remark["names"]):
                place = sheet.place(remark.start("names") + name.start())
                for line in _lines_meant(file.text, remark.start(), entries):
                    allowed[file.path, line] = allowed.get((file.path, line), frozenset()) | {name[0]}
                if name[0] not in known:
                    unknown.append(_unknown(place, name[0], frozenset(known)))
    return allowed, tuple(unknown)


def read_allowed_people(
    files: Iterable[ManuscriptFile], known: Collection[str]
) -> tuple[Allowed, tuple[Diagnostic, ...]]:
    """Read which rules the remarks of people.toml allow: on their line, or alone, in the next that is written."""
    allowed: dict[tuple[str, int], frozenset[str]] = {}
    unknown: list[Diagnostic] = []
    for file in files:
        lines = file.text.split("\n")
        for number, line in enumerate(lines, 1):
            for remark in _TOML_REMARK.finditer(line):
                names = tuple(_NAME.finditer(remark["names"]))
                reached = number if line[: remark.start()].strip() else _next_written(lines, number)
                before = allowed.get((file.path, reached), frozenset())
                allowed[file.path, reached] = before | {name[0] for name in names}
                unknown += [
                    _unknown(Place(file.path, number, remark.start("names") + name.start() + 1), name[0], known)
                    for name in names if name[0] not in known
                ]
    return allowed, tuple(unknown)


def _lines_meant(text: str, remark: int, entries: tuple[WrittenEntry, ...]) -> range:
    """Give the lines of the entry that a remark stands in or behind on its line, or else of the next entry."""
    line_start = text.rfind("\n", 0, remark) + 1
    meant = next((entry for entry in entries if entry.end > line_start), None)
    if meant is None:
        return range(0)
    return range(text.count("\n", 0, meant.start) + 1, text.count("\n", 0, meant.end) + 2)
