"""Read TOML and know where each key and each value stands, which the standard library does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import field

from kirovbook.diagnostics import ERROR, Diagnostic, Outcome, Place
from kirovbook.quick_dataclass import dataclass

Value = object
"""What tomllib gives: text, number, truth value, date, list or table."""

Path = tuple[str | int, ...]
"""The way to a value from the top of the file: ("editions", "print", "trim"); a list's items count from 0."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a key and its value stand; lengths in characters, a value's up to the end of its first line."""

    key: Place
    key_length: int
    value: Place
    value_length: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A TOML file, read: its data as tomllib gives them, and the mark of every path in them."""

    file: str
    data: Mapping[str, Value]
    marks: Mapping[Path, Mark]

    def mark(self, path: Path) -> Mark:
        """Give the mark of a path, or of the nearest table around it that was written."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.marks:
                return self.marks[path[:end]]
        top = Place(self.file)
        return Mark(top, 0, top, 0)


_SPOKEN_PLACE = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL,
)
_TOO_LONG = "a number has too many digits"
_TOO_DEEP = "lists or tables are nested too deep"


def read_toml(text: str, file: str) -> Outcome[Sheet | None]:
    """Read a TOML file; a mistake in it is an error with its line and column, and no sheet."""
    try:
        data = tomllib.loads(text)
        marks = _Scan(text, file).read()
    except ValueError as fault:
        what = str(fault) if isinstance(fault, tomllib.TOMLDecodeError) else _TOO_LONG
        return Outcome(None, (_broken(what, text, file),))
    except RecursionError:
        return Outcome(None, (_broken(_TOO_DEEP, text, file),))
    return Outcome(Sheet(file, data, marks))


def _broken(fault: str, text: str, file: str) -> Diagnostic:
    lines = text.split("\n")
    what, line, column = fault, 1, 1
    if spoken := _SPOKEN_PLACE.fullmatch(fault):
        what = spoken["what"]
        line = int(spoken["line"] or len(lines))
        column = int(spoken["column"] or len(lines[-1]) + 1)
    if line > 1 and not _is_written(lines, line):
        # An unfinished value is noticed on the empty line after it; the author looks for it where it is.
        line = max(number for number in range(1, line + 1) if _is_written(lines, number) or number == 1)
        column = len(lines[line - 1]) + 1
    what = what.rstrip(".")
    what = what[:1].lower() + what[1:]
    hint = "check the quotation marks, brackets and equals signs here"
    return Diagnostic("K101", ERROR, Place(file, line, column), f"this is not TOML: {what}", hint)


def _is_written(lines: list[str], number: int) -> bool:
    """Answer whether the line of that number, from 1, holds anything but spaces."""
    return bool(lines[number - 1].strip())


_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONG_BASIC = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'{3,5}", re.DOTALL)
_BASIC = re.compile(r'"(?:\\.|[^"\\\n])*"')
_LITERAL = re.compile(r"'[^'\n]*'")
_SCALAR = re.compile(r"[^,\]}#\n]+")


@dataclass(slots=True)
class _Scan:
    """A walk through a text that tomllib has found to be TOML, noting where things stand."""

    text: str
    file: str
    position: int = 0
    line: int = 1
    line_start: int = 0
    marks: dict[Path, Mark] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)

    def read(self) -> dict[Path, Mark]:
        table: Path = ()
        self._skip(_BETWEEN)
        while self.position < len(self.text):
            if self.text[self.position] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BETWEEN)
        return self.marks

    def _place(self) -> Place:
        newlines = self.text.count("\n", self.line_start, self.position)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rindex("\n", 0, self.position) + 1
        return Place(self.file, self.line, self.position - self.line_start + 1)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.position)
        words = found[0] if found else ""
        self.position += len(words)
        return words

    def _header(self) -> Path:
        is_list = self.text.startswith("[[", self.position)
        self.position += 2 if is_list else 1
        path: Path = ()
        parts = self._key()
        for number, (name, place, length) in enumerate(parts, 1):
            path = (*path, name)
            mark = Mark(place, length, place, length)
            if is_list and number == len(parts):
                self.counts[path] = self.counts.get(path, 0) + 1
                self.marks.setdefault(path, mark)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
            self.marks.setdefault(path, mark)
        self.position += 2 if is_list else 1
        return path

    def _key(self) -> list[tuple[str, Place, int]]:
        parts: list[tuple[str, Place, int]] = []
        while True:
            self._skip(_BLANK)
            place = self._place()
            opening = self.text[self.position]
            written = self._skip({'"': _BASIC, "'": _LITERAL}.get(opening, _BARE_KEY))
            name = next(iter(tomllib.loads(f"{written}=0"))) if opening in "\"'" else written
            parts.append((name, place, len(written)))
            self._skip(_BLANK)
            if not self.text.startswith(".", self.position):
                return parts
            self.position += 1

    def _pair(self, table: Path) -> None:
        path = table
        parts = self._key()
        for name, place, length in parts:
            path = (*path, name)
            self.marks.setdefault(path, Mark(place, length, place, length))
        self.position += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        place, start = self._place(), self.position
        match self.text[start]:
            case "[":
                self._items(path)
            case "{":
                self._pairs(path)
            case '"':
                self._skip(_LONG_BASIC if self.text.startswith('"""', start) else _BASIC)
            case "'":
                self._skip(_LONG_LITERAL if self.text.startswith("'''", start) else _LITERAL)
            case _:
                self._skip(_SCALAR)
        written = self.text[start : self.position].split("\n", 1)[0].rstrip()
        known = self.marks.get(path)
        key, key_length = (known.key, known.key_length) if known else (place, len(written))
        self.marks[path] = Mark(key, key_length, place, len(written))

    def _items(self, path: Path) -> None:
        self.position += 1
        self._skip(_BETWEEN)
        number = 0
        while self.text[self.position] != "]":
            self._value((*path, number))
            number += 1
            self._skip_comma()
        self.position += 1

    def _pairs(self, path: Path) -> None:
        self.position += 1
        self._skip(_BETWEEN)
        while self.text[self.position] != "}":
            self._pair(path)
            self._skip_comma()
        self.position += 1

    def _skip_comma(self) -> None:
        self._skip(_BETWEEN)
        if self.text[self.position] == ",":
            self.position += 1
            self._skip(_BETWEEN)
