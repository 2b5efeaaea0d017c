"""Read from a source's header on what ground its passage may be printed."""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from kirovbook.diagnostics import ERROR, Diagnostic
from kirovbook.model.rights import CoveredEdition, Rights, RightsOf, RightsStatus, last_day
from kirovbook.parse.fields import Fields
from kirovbook.parse.header import Mapping, Scalar, Sequence

_KEYS = frozenset({"status", "of", "holder", "basis", "credit", "until", "editions"})

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'")

E = TypeVar("E", bound=StrEnum)


def read_rights(fields: Fields) -> Rights:
    """Read ``rights`` of a header; what is wrong in it goes to what is found of the header."""
    given = fields.mapping("rights")
    inner = Fields(given, "", "rights")
    inner.allow(_KEYS)
    rights = Rights(
        _choice(inner, "status", RightsStatus), _choice(inner, "of", RightsOf),
        _words(inner, "holder"), _words(inner, "basis"), _words(inner, "credit"), _until(inner), _editions(inner),
        tuple((key.words, value.place) for key, value in given.entries if not isinstance(value, Scalar) or value.words),
    )  # fmt: skip
    fields.found.extend(inner.found)
    return rights


def _words(fields: Fields, key: str) -> str:
    """Give words that are printed as they stand, but for an apostrophe."""
    return _APOSTROPHE.sub("’", fields.text(key))


def _choice(fields: Fields, key: str, choices: type[E]) -> E:
    """Give the choice that the author wrote; an unknown word is an error, with the nearest that is known."""
    scalar = fields.scalar(key)
    written = scalar.words.strip() if scalar else ""
    known = [choice.value for choice in choices]
    if scalar is None or written in known:
        return choices(written)
    names = [name for name in known if name]
    near = get_close_matches(written.lower(), names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(names)}"
    message = f"{written[:60]!r} is no {key} of rights"
    fields.found.append(Diagnostic("R201", ERROR, scalar.place, message, hint, _length(scalar)))
    return choices("")


def _until(fields: Fields) -> str:
    scalar = fields.scalar("until")
    written = scalar.words.strip() if scalar else ""
    if scalar is None or not written or last_day(written):
        return written
    message = f"{written[:60]!r} is no date that a permission could end with"
    hint = "write a year, a month or a day: 2043, 2043-06 or 2043-06-30"
    fields.found.append(Diagnostic("R202", ERROR, scalar.place, message, hint, _length(scalar)))
    return ""


def _editions(fields: Fields) -> tuple[CoveredEdition, ...]:
    value = fields.header.get("editions")
    items = value.items if isinstance(value, Sequence) else (value,)
    covered = tuple(
        CoveredEdition(item.words.strip(), item.place)
        for item in items if isinstance(item, Scalar) and item.words.strip()
    )
    if isinstance(value, Mapping) or any(not isinstance(item, Scalar | None) for item in items):
        fields.misshapen(value or fields.header, "the value of 'editions' is no list of names",
                         "write 'editions: [print, epub]'")
    return covered


def _length(scalar: Scalar) -> int:
    return len(scalar.words) if scalar.verbatim and "\n" not in scalar.words else 0
