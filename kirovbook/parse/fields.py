"""Take what is asked for from a header, and name every key and value that nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from posixpath import basename
from typing import Final

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place
from kirovbook.model.inlines import Inlines
from kirovbook.parse.header import Mapping, Scalar, Value
from kirovbook.parse.markdown import parse_inlines

_ID: Final = re.compile(r"\w[\w.-]*")
_NUMBERED: Final = re.compile(r"^\d+[_ -]+(?=\w)")
_UNFIT: Final = re.compile(r"[^\w.-]+")


class Fields:
    """The fields of one header, and what is seen as they are taken."""

    def __init__(self, header: Mapping, lang: str, what: str = "header") -> None:
        self.found: list[Diagnostic] = []
        self.header = header
        self.lang = lang
        self._what = what

    def allow(self, known: Collection[str]) -> None:
        """Report every key that is not one of these."""
        for key, _ in self.header.entries:
            if key.words not in known:
                near = get_close_matches(key.words, sorted(known), n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(sorted(known))}"
                self._say("F104", key.place, f"unknown key {key.words!r} in the {self._what}", hint, len(key.words))

    def text(self, key: str) -> str:
        """Give a value that is one word or line of text; nothing if it is not there."""
        scalar = self.scalar(key)
        return " ".join(scalar.words.split()) if scalar else ""

    def scalar(self, key: str) -> Scalar | None:
        """Give a value that is text, with its place."""
        value = self.header.get(key)
        if value is None or isinstance(value, Scalar):
            return value
        self.misshapen(value, f"the value of {key!r} is not text", "write it as one line of text")
        return None

    def number(self, key: str) -> int:
        """Give a whole number up to 9,999, or 0."""
        scalar = self.scalar(key)
        if scalar is None or re.fullmatch(r"[0-9]{1,4}", scalar.words):
            return int(scalar.words) if scalar else 0
        self.misshapen(scalar, f"the value of {key!r} is no whole number", "write digits: 4")
        return 0

    def mapping(self, key: str) -> Mapping:
        """Give a value that is itself keys and values."""
        value = self.header.get(key)
        if isinstance(value, Mapping):
            return value
        if value is not None and not (isinstance(value, Scalar) and not value.words):
            self.misshapen(value, f"the value of {key!r} is no mapping", f"write '{key}: {{key: value}}'")
        return Mapping((), self.header.place)

    def inlines(self, scalar: Scalar | None) -> Inlines:
        """Read a value as a line of Markdown."""
        if scalar is None:
            return ()
        place = scalar.place.at(len(scalar.words) - len(scalar.words.lstrip()) if scalar.verbatim else 0)
        read = parse_inlines(
            scalar.words.strip(), place.file, place.line, place.column, self.lang, pinned=not scalar.verbatim
        )
        self.found.extend(read.diagnostics)
        return read.value

    def misshapen(self, value: Value, message: str, hint: str) -> None:
        """Report a value of the wrong shape."""
        self.found.append(Diagnostic("F105", ERROR, value.place, message, hint))

    def id(self, file: str) -> tuple[str, Place]:
        """Give the header's id, or one made of the file's name, and its place."""
        scalar = self.scalar("id")
        if scalar is None or not scalar.words:
            return id_of(file), Place(file)
        if _ID.fullmatch(scalar.words):
            return scalar.words, scalar.place
        hint = "use letters, digits, hyphens and full stops"
        found = Diagnostic("F108", ERROR, scalar.place, f"{scalar.words!r} cannot be an id", hint, len(scalar.words))
        self.found.append(found)
        return id_of(file), scalar.place

    def _say(self, code: str, place: Place, message: str, hint: str, length: int) -> None:
        self.found.append(Diagnostic(code, WARNING, place, message, hint, length))


def id_of(file: str) -> str:
    """Make an id of a file's name, without its suffix and its leading number: "01-urzhum.md" is "urzhum"."""
    stem = basename(file).rpartition(".")[0] or basename(file)
    return _UNFIT.sub("-", _NUMBERED.sub("", stem)).strip("-.") or "text"
