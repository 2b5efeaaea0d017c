"""Let an author allow what a rule finds, at the place where it stands: ``<!-- allow: doubled-word -->``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from kirovbook.diagnostics import WARNING, Diagnostic, Place
from kirovbook.project import ManuscriptFile

_ALLOW = re.compile(r"<!--[ \t]*allow:(?P<names>[^\n>]*?)-->")
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


def unknown_names(files: Iterable[ManuscriptFile], known: frozenset[str]) -> Iterator[Diagnostic]:
    """Warn of a comment that allows a rule which does not exist."""
    for file in files:
        for number, line in enumerate(file.text.split("\n") if "allow:" in file.text else [], 1):
            for comment in _ALLOW.finditer(line):
                for name in _NAME.finditer(comment["names"]):
                    if name[0] not in known:
                        column = comment.start("names") + name.start() + 1
                        yield _unknown(Place(file.path, number, column), name[0], known)


def _unknown(place: Place, name: str, known: frozenset[str]) -> Diagnostic:
    close = get_close_matches(name, sorted(known), n=1)
    hint = f"did you mean {close[0]!r}?" if close else "write the name that 'kirovbook explain CODE' shows"
    return Diagnostic("M206", WARNING, place, f"no rule has the name {name!r}", hint, len(name))
