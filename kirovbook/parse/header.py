"""Read the YAML header of a manuscript file, each value with its place: the one door to PyYAML.

Values stay the words that the author wrote: ``1953``, ``yes`` and ``2043`` are text, so nothing is turned
into a date or a truth behind the author's back. Aliases are refused, and size and depth are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Protocol

import yaml

from kirovbook.diagnostics import ERROR, Diagnostic, Outcome, Place, Related
from kirovbook.quick_dataclass import dataclass

_OPENING: Final = re.compile(r"---[ \t]*\n(?=[ \t]*\S)")
_CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_EMPTY: Final = frozenset({"", "~", "null", "Null", "NULL"})
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LONGEST: Final = 64_000
_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value: its words, its place, and whether the file holds them letter by letter from there on."""

    words: str
    place: Place
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Value, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the author's order, each key once."""

    entries: tuple[tuple[Scalar, Value], ...]
    place: Place

    def get(self, key: str) -> Value | None:
        """Give the value of a key."""
        return next((value for name, value in self.entries if name.words == key), None)


Value = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class HeadedText:
    """A file parted into its header and its body, which begins in line ``first_line``.

    ``is_sound`` is false where the header could not be read, so that nothing is said to be missing from it.
    """

    header: Mapping
    body: str
    first_line: int
    is_sound: bool = True


def read_header(text: str, file: str) -> Outcome[HeadedText]:
    """Part a file into its header, which stands between two lines of three hyphens, and its body."""
    nothing = Mapping((), Place(file))
    opening = _OPENING.match(text)
    if opening is None:
        return Outcome(HeadedText(nothing, text, 1))
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        if not re.match(r"[\w-]+:(?:\s|$)", text[opening.end() :]):
            return Outcome(HeadedText(nothing, text, 1))
        found = _error("F102", Place(file), "the header is never closed", "close it with '---' on a line of its own", 3)
        return Outcome(HeadedText(nothing, text, 1, is_sound=False), (found,))
    body = text[closing.end() :].removeprefix("\n")
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    if not body:
        first_line = text.count("\n", 0, closing.end()) + 1
    read = _read_yaml(text[opening.end() : closing.start()], file)
    if read.value is None:
        return Outcome(HeadedText(nothing, body, first_line, is_sound=False), read.diagnostics)
    return Outcome(HeadedText(read.value, body, first_line), read.diagnostics)


class _UnreadableError(Exception):
    """The header is beyond what we read; the diagnostic says why."""

    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.message)
        self.found = found


def _read_yaml(text: str, file: str) -> Outcome[Mapping | None]:
    if len(text) > _LONGEST:
        message = f"the header is longer than {_LONGEST:,} characters"
        return Outcome(None, (_error("F107", Place(file), message, "move its text into the body"),))
    composer = _Composer(text, file)
    try:
        value = composer.compose(yaml.parse(text, Loader=yaml.SafeLoader))
    except _UnreadableError as beyond:
        return Outcome(None, (beyond.found,))
    except yaml.MarkedYAMLError as broken:
        place = composer.place(broken.problem_mark or broken.context_mark)
        said = broken.problem or broken.context or "it cannot be read"
        return Outcome(None, (_error("F101", place, f"the header is not YAML: {said}", _hint(said)),))
    except yaml.reader.ReaderError as broken:
        before = text[: broken.position]
        place = composer.place_at(before.count("\n"), len(before) - before.rfind("\n") - 1)
        message = "the header holds a character that YAML forbids"
        return Outcome(None, (_error("F101", place, message, "take the character out"),))
    except (ValueError, OverflowError):
        # PyYAML passes on what chr() says of an escape such as "\\U00110000".
        message = "the header is not YAML: an escape stands for no character"
        return Outcome(None, (_error("F101", Place(file, 2), message, "write the character itself"),))
    if value is None:
        return Outcome(Mapping((), Place(file, 2)), tuple(composer.found))
    if not isinstance(value, Mapping):
        hint = "write one 'key: value' a line"
        return Outcome(None, (_error("F103", value.place, "the header is no mapping of keys to values", hint),))
    return Outcome(value, tuple(composer.found))


class _Mark(Protocol):
    """Where YAML saw something; it counts from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class _Composer:
    """Build values of YAML's events, without ever going deeper than is allowed."""

    def __init__(self, text: str, file: str) -> None:
        self.found: list[Diagnostic] = []
        self._text = text
        self._lines = text.split("\n")
        self._file = file

    def place(self, mark: _Mark | None) -> Place:
        """Give the place of one of YAML's marks."""
        return self.place_at(mark.line, mark.column) if mark else Place(self._file, 2)

    def place_at(self, line: int, column: int) -> Place:
        """Give the place of a line and a column, which count from 0 after the header's first line."""
        line = min(line, max(len(self._lines) - 1, 0))
        return Place(self._file, line + 2, min(column, len(self._lines[line])) + 1)

    def compose(self, events: Iterator[yaml.Event]) -> Value | None:
        """Build the one document; a second is refused."""
        value: Value | None = None
        for event in events:
            match event:
                case yaml.DocumentStartEvent() if value is not None:
                    raise self._beyond("F107", event, "the header holds a second document", "take its '---' away")
                case yaml.NodeEvent():
                    value = self._value(event, events, 0)
                case _:
                    pass
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
        place = self.place(event.start_mark)
        if depth > _DEEPEST:
            raise self._beyond("F107", event, "the header is nested too deep", "use fewer levels")
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event, place)
            case yaml.SequenceStartEvent():
                items = []
                while not isinstance(item := next(events), yaml.SequenceEndEvent):
                    items.append(self._value(item, events, depth + 1))
                return Sequence(tuple(items), place)
            case yaml.MappingStartEvent():
                return self._mapping(events, depth, place)
            case _:
                raise self._beyond("F107", event, "the header uses an alias", "write the value itself")

    def _mapping(self, events: Iterator[yaml.Event], depth: int, place: Place) -> Mapping:
        entries: dict[str, tuple[Scalar, Value]] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._value(event, events, depth + 1)
            value = self._value(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.found.append(_error("F105", key.place, "a key is more than a word", "write a plain word as key"))
            elif first := entries.get(key.words):
                related = (Related(first[0].place, "first given here"),)
                found = Diagnostic(
                    "F106",
                    ERROR,
                    key.place,
                    f"the key {key.words!r} is given twice",
                    "keep one of them",
                    len(key.words),
                    related,
                )
                self.found.append(found)
            else:
                entries[key.words] = (key, value)
        return Mapping(tuple(entries.values()), place)

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        words = event.value
        if _SURROGATE.search(words):
            raise self._beyond("F101", event, "an escape stands for half a character", "write the character itself")
        if event.style is None and words in _EMPTY:
            return Scalar("", place, verbatim=False)
        written = self._written(event)
        if event.style in {"'", '"'} and written[1:-1] == words:
            return Scalar(words, place.at(1), verbatim=True)
        return Scalar(words, place, verbatim=written == words)

    def _written(self, event: yaml.ScalarEvent) -> str:
        start, end = event.start_mark, event.end_mark
        return self._text[start.index : end.index] if start and end else ""

    def _beyond(self, code: str, event: yaml.Event, message: str, hint: str) -> _UnreadableError:
        return _UnreadableError(_error(code, self.place(event.start_mark), message, hint))


def _error(code: str, place: Place, message: str, hint: str, length: int = 0) -> Diagnostic:
    return Diagnostic(code, ERROR, place, message, hint, length)


def _hint(said: str) -> str:
    if "mapping values" in said:
        return "put a value that holds ': ' into quotation marks"
    if "\\t" in said or "tab" in said:
        return "indent with spaces"
    return "mend the line, or put its value into quotation marks"
