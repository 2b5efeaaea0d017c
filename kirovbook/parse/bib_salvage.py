"""Save what can be saved of those parts of a ``.bib`` file that bibtexparser gives up or cannot be trusted with.

Nothing is lost on the way: every ``@type{`` outside comments and values begins an entry, or is told of as
``Unreadable``; words that stand outside all entries and look like a part of one are ``Stray``. An entry that
is never closed ends where a line begins with the next ``@type{``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator
from functools import cached_property

from kirovbook.parse.bib_text import (
    HEAD,
    LINE_HEAD,
    NAME,
    Abbreviation,
    Block,
    Fault,
    MalformedError,
    Stray,
    Unreadable,
    WrittenEntry,
    WrittenField,
    read_value,
    skip_space,
)

_MARK = re.compile(rf"%[^\n]*+|{HEAD}")
_KEY = re.compile(r"(?:[^\s,=%\"{}][^,=%\"{}\n]*+)?")
_JUNK = re.compile(r"[{},)]")
_STRAY = re.compile(
    r"^[ \t,}\"]*(?P<words>(?:[A-Za-z][\w-]*+[ \t]*+=[ \t]*+[{\"\d]|[A-Za-z]++[ \t]*+\{[^\s,={}]++,|@[ \t]*+[A-Za-z]++)"
    r"[^\n]*)",
    re.MULTILINE,
)
_COMMENT = re.compile(r"%[^\n]*+")


class Salvage:
    """Reads parts of one text, from its beginning to its end; the time for all of them grows with its length."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parenthesis = -1

    def read(self, position: int, end: int) -> Generator[Block, None, int]:
        """Give what begins between two positions outside all entries; the second may turn out to be within one.

        Returns the position behind what was read.
        """
        behind = position
        while (mark := _MARK.search(self._text, position)) and mark.start() < end:
            if mark["kind"] is None:
                position = mark.end()
                continue
            yield from self._strays(behind, mark.start())
            block, position = self._block(mark)
            behind = position
            if block is not None:
                yield block
        yield from self._strays(behind, max(position, end))
        return position

    def _strays(self, start: int, end: int) -> Iterator[Stray]:
        """Find the first words between two entries that look like a part of one."""
        between = _COMMENT.sub(lambda comment: " " * len(comment[0]), self._text[start:end])
        if any(sign in between for sign in "={@") and (found := _STRAY.search(between)):
            yield Stray(start + found.start("words"), found["words"].strip())

    def _block(self, head: re.Match[str]) -> tuple[Block | None, int]:
        """Read what begins with that head; give it (None for a comment) and the position behind it."""
        kind, start, closing = head["kind"].lower(), head.start(), self._closing(head.end() - 1)
        if kind in {"comment", "preamble"}:
            line_end = self._text.find("\n", head.end())
            return (None, closing) if closing else (Unreadable(start), line_end if line_end >= 0 else len(self._text))
        following = bisect_right(self._heads, start)
        stop = self._heads[following] if following < len(self._heads) else len(self._text)
        try:
            return _Reader(self._text, head, stop).read()
        except MalformedError:
            return Unreadable(start), closing if 0 < closing < stop else stop

    @cached_property
    def _heads(self) -> list[int]:
        return [head.start("at") for head in LINE_HEAD.finditer(self._text)]

    @cached_property
    def _closings(self) -> dict[int, int]:
        closings: dict[int, int] = {}
        opened: list[int] = []
        for match in re.finditer(r"[{}]", self._text):
            if match[0] == "{":
                opened.append(match.start())
            elif opened:
                closings[opened.pop()] = match.end()
        return closings

    def _closing(self, position: int) -> int:
        """Give the position behind the bracket that closes the one there; 0 if none does."""
        if self._text[position] == "{":
            return self._closings.get(position, 0)
        if self._parenthesis < position:
            found = self._text.find(")", position)
            self._parenthesis = found if found >= 0 else len(self._text)
        return self._parenthesis + 1 if self._parenthesis < len(self._text) else 0


class _Reader:
    """Reads one entry or abbreviation, which ends before ``stop``; its methods raise MalformedError."""

    def __init__(self, text: str, head: re.Match[str], stop: int) -> None:
        self._text, self._head, self._stop = text, head, stop
        self._closer = "}" if head["open"] == "{" else ")"
        self._fields: list[WrittenField] = []
        self._faults: list[Fault] = []

    def read(self) -> tuple[Block, int]:
        """Give the entry or abbreviation, and the position behind it."""
        return self._abbreviation() if self._head["kind"].lower() == "string" else self._entry()

    def _sign(self, position: int) -> str:
        """Give the sign at a position; there must be one."""
        if position >= self._stop:
            raise MalformedError
        return self._text[position]

    def _skip(self, position: int) -> int:
        return skip_space(self._text, position, self._stop)

    def _name(self, position: int) -> tuple[str, int]:
        """Give the name of a field and the position of the equals sign behind it; no name: an empty one."""
        name = NAME.match(self._text, position, self._stop)
        equals = self._skip(name.end()) if name else self._stop
        return (name[0], equals) if name and self._text[equals : equals + 1] == "=" else ("", equals)

    def _abbreviation(self) -> tuple[Abbreviation, int]:
        name, equals = self._name(self._skip(self._head.end()))
        pieces, _, end = read_value(self._text, equals + 1, self._stop) if name else ((), (0, 0), equals)
        end = self._skip(end)
        end = self._skip(end + 1) if self._sign(end) == "," else end
        if not pieces or self._sign(end) != self._closer:
            raise MalformedError
        return Abbreviation(name.lower(), self._head.start(), pieces), end + 1

    def _entry(self) -> tuple[WrittenEntry, int]:
        key, position = self._key()
        while (sign := self._sign(position := self._skip(position))) != self._closer:
            position = position + 1 if sign == "," else self._field(position)
        kind, end, fields, faults = self._head["kind"].lower(), position + 1, tuple(self._fields), tuple(self._faults)
        return WrittenEntry(kind, key, self._head.start(), end, fields, faults), end

    def _key(self) -> tuple[str, int]:
        """Read a key and the comma behind it; an entry may have neither, when its first field follows at once."""
        start = self._skip(self._head.end())
        found = _KEY.match(self._text, start, self._stop)
        key = found[0] if found else ""
        if self._closer == ")":
            key = key.partition(")")[0]
        end = self._skip(start + len(key))
        sign = self._sign(end)
        key = key.strip()
        if sign == "=" and NAME.fullmatch(key):
            return "", start
        if sign not in {",", self._closer}:
            raise MalformedError
        return key, end

    def _field(self, position: int) -> int:
        """Read a field, and note what is wrong with it; give the position behind it."""
        text = self._text
        name, equals = self._name(position)
        if not name:
            end = self._junk(position)
            words = " ".join(text[position:end].split())[:40]
            self._faults.append(Fault(position, 0, f"{words!r} is no field: a name, '=' and a value belong together"))
            return end
        pieces, value, end = read_value(text, equals + 1, self._stop)
        self._fields.append(WrittenField(name.lower(), position, pieces, value))
        behind = self._skip(end)
        if self._sign(behind) in {",", self._closer}:
            if not pieces:
                self._faults.append(Fault(position, len(name), f"the field '{name.lower()}' has no value"))
            return behind
        following, equals = self._name(behind)
        end = behind if following else self._junk(behind)
        words = f"{following} =" if following else " ".join(text[behind:end].split())
        self._faults.append(Fault(position, len(name), f"behind the value of '{name.lower()}' stands {words[:40]!r}"))
        return end

    def _junk(self, position: int) -> int:
        """Give the position of the comma or bracket that ends what cannot be read there."""
        depth = 0
        for match in _JUNK.finditer(self._text, position, self._stop):
            mark = match[0]
            if depth <= 0 and mark in {",", self._closer} and match.start() > position:
                return match.start()
            depth += (mark == "{") - (mark == "}")
        raise MalformedError
