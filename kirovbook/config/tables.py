"""Take values out of a settings file by key, and say of each what is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from kirovbook.config.toml import Mark, Path, Sheet, Value
from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place, Severity
from kirovbook.quick_dataclass import dataclass

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
T_Number = TypeVar("T_Number", int, float)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is said of a value that means nothing: the code, what the value is, and what to write."""

    code: str
    what: str
    hint: str
    severity: Severity = ERROR


@dataclass(frozen=True, slots=True)
class Words:
    """A text value, where it stands and how many characters it takes up there."""

    text: str
    place: Place
    length: int


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a settings file; what is found wrong goes into ``found``, shared by all tables of a file."""

    sheet: Sheet
    path: Path
    values: Mapping[str, Value]
    found: list[Diagnostic]

    def mark(self, key: str) -> Mark:
        """Give the mark of one of the table's keys."""
        return self.sheet.mark((*self.path, key))

    @property
    def place(self) -> Place:
        """Give the place of the table's own header, or of the top of the file."""
        return self.sheet.mark(self.path).key

    @property
    def name(self) -> str:
        """Give the table's name as its header has it: ``book.people``."""
        return ".".join(part for part in self.path if isinstance(part, str))

    def has(self, key: str) -> bool:
        """Answer whether the author wrote that key."""
        return key in self.values

    def text(self, key: str, default: str = "") -> str:
        """Give a text value with the space around it removed."""
        value = self.values.get(key, default)
        if isinstance(value, str):
            return value.strip()
        self._wrong_type(key, value, "text", f'write {key} = "..." with quotation marks')
        return default

    def words(self, key: str) -> Words:
        """Give a text value together with where it stands."""
        mark = self.mark(key)
        return Words(self.text(key), mark.value, mark.value_length)

    def flag(self, key: str, *, default: bool) -> bool:
        """Give a value that is true or false."""
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        self._wrong_type(key, value, "true or false", f"write {key} = true or {key} = false, without quotation marks")
        return default

    def number(self, key: str, default: T_Number, highest: int) -> T_Number:
        """Give a number from 0 to ``highest``; a whole one where the default is whole."""
        value = self.values.get(key, default)
        is_whole = isinstance(default, int)
        if isinstance(value, bool) or not isinstance(value, int if is_whole else int | float):
            wanted = "a whole number" if is_whole else "a number"
            self._wrong_type(key, value, wanted, f"write {key} = {default}, without quotation marks")
            return default
        if not 0 <= value <= highest:
            self.refuse(key, Trouble("K119", f"is not between 0 and {highest}", f"write {key} = {default}"))
            return default
        return type(default)(value)

    def whole(self, key: str, default: int) -> int:
        """Give a value that is a whole number."""
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._wrong_type(key, value, "a whole number", f"write {key} = {default} or another, without quotation marks")
        return default

    def texts(self, key: str, besides: type | None = None) -> tuple[Words, ...]:
        """Give a list of texts, each with where it stands.

        Items of another type are left out, and reported unless they are of the type ``besides``.
        """
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self._wrong_type(key, value, "a list of texts", f'write {key} = ["..."] with brackets')
            return ()
        return tuple(self._items(key, value, besides))

    def _items(self, key: str, items: list[Value], besides: type | None) -> Iterator[Words]:
        for number, item in enumerate(items):
            mark = self.sheet.mark((*self.path, key, number))
            if isinstance(item, str):
                yield Words(item.strip(), mark.value, mark.value_length)
            elif besides is None or not isinstance(item, besides):
                message = f"item {number + 1} of {key!r} is {_described(item)}, not text"
                self.report("K103", ERROR, mark.value, message, "write it within quotation marks", mark.value_length)

    def table(self, key: str) -> Table:
        """Give a table within this one, empty if it is not there."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self._wrong_type(key, value, "a table", f"write {key} = {{ ... }} or a line [{key}] of its own")
            value = {}
        return Table(self.sheet, (*self.path, key), value, self.found)

    def tables(self, key: str) -> tuple[Table, ...]:
        """Give a list of tables: ``[[book.people]]``."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            name = f"{self.name}.{key}" if self.path else key
            self._wrong_type(key, value, "a list of tables", f"begin each of them with a line [[{name}]]")
            return ()
        return tuple(
            Table(self.sheet, (*self.path, key, number), item, self.found) for number, item in enumerate(value)
        )

    def parsed(self, key: str, parse: Callable[[str], T | None], trouble: Trouble, default: T) -> T:
        """Give a text value as ``parse`` understands it; None from ``parse`` is reported as ``trouble``."""
        if not self.has(key):
            return default
        value = self.values[key]
        if not isinstance(value, str):
            self.text(key)
            return default
        parsed = parse(value.strip())
        if parsed is None:
            self.refuse(key, trouble)
            return default
        return parsed

    def choice(self, key: str, choices: type[E], default: E) -> E:
        """Give the one of ``choices`` that the author wrote; any other word is reported (K118)."""
        known = [choice.value for choice in choices]
        written = self.text(key) if self.has(key) else default.value
        trouble = Trouble("K118", f"is not one of {', '.join(map(repr, known))}", nearest_hint(written, known))
        return self.parsed(key, lambda text: choices(text) if text in known else None, trouble, default)

    def refuse(self, key: str, trouble: Trouble) -> None:
        """Report that the value of a key means nothing."""
        mark = self.mark(key)
        message = f"{key} {shown(self.values[key])} {trouble.what}"
        self.report(trouble.code, trouble.severity, mark.value, message, trouble.hint, mark.value_length)

    def report(
        self, code: str, severity: Severity, place: Place, message: str, hint: str = "", length: int = 0,
    ) -> None:
        """Report something about this table."""
        self.found.append(Diagnostic(code, severity, place, message, hint, length))

    def name_unknown_keys(self, known: Iterable[str]) -> None:
        """Warn of each key that is not one of ours, with the nearest one that is."""
        names = tuple(known)
        for key in self.values:
            if key not in names:
                mark = self.mark(key)
                where = f" in [{self.name}]" if self.path else ""
                message = f"{shown(key)} is not a key{where}"
                self.report("K102", WARNING, mark.key, message, nearest_hint(key, names), mark.key_length)

    def _wrong_type(self, key: str, value: Value, wanted: str, hint: str) -> None:
        mark = self.mark(key)
        message = f"{key!r} is {_described(value)}, not {wanted}"
        self.report("K103", ERROR, mark.value, message, hint, mark.value_length)


def nearest_hint(word: str, known: Iterable[str]) -> str:
    """Write the hint for a word that is not one of those known."""
    names = list(known)
    if close := difflib.get_close_matches(word[:_LONGEST_SHOWN].lower(), names, n=1):
        return f"did you mean {close[0]!r}?"
    return f"choose one of {', '.join(names)}"


_LONGEST_SHOWN = 60


def shown(value: Value) -> str:
    """Write a value for a message: quoted if it is text, and cut if it is long."""
    words = repr(value) if isinstance(value, str) else str(value)
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}..."


def _described(value: Value) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case date() | datetime() | time():
            return "a date or time"
        case list():
            return "a list"
        case _:
            return "a table"
