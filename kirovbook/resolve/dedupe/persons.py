"""Compare the persons and bodies of two descriptions: initials, double surnames, transliterations, typing errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.folding import fold, skeleton, without_entities
from kirovbook.resolve.likeness import likeness
from kirovbook.resolve.names import read_names

_NEEDS_READER = re.compile(r"[\\{}=~]")
_SEMICOLONS = re.compile(r"\s*;\s*")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_OTHERS = frozenset({"others", "et al", "al", "i dr", "u a"})
_MOST = 60
"""Persons of a description that are compared."""

_MOST_UNLIKE = 12
"""Persons whose surnames are held against one another where they are not written alike."""

_LIKE_FAMILY = 0.84
_LIKE_GIVEN, _VERY_LIKE_GIVEN = 0.5, 0.75
_SURNAME = 4
"""Letters that a surname must have to be recognised with a wrong letter, or as one half of a double one."""


class Accord(IntEnum):
    """How far two descriptions agree on a point that both speak of, or that one is silent on."""

    CONFLICT = 0
    SILENT = 1
    PARTIAL = 2
    AGREED = 3


@dataclass(frozen=True, slots=True)
class Person:
    """A name: the surname's skeleton in one piece, its words, and the folded given names or initials."""

    family: str
    words: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Persons:
    """Everybody whom a field names; ``has_more`` where it ends in "and others"."""

    named: tuple[Person, ...] = ()
    has_more: bool = False


NOBODY = Persons()


@lru_cache(maxsize=50_000)
def read_persons(value: str) -> Persons:
    """Read a field like ``author``; semicolons part names as well as "and" does."""
    value = without_entities(value)
    if not value.strip():
        return NOBODY
    if _NEEDS_READER.search(value):
        names = [
            (" ".join(filter(None, (one.get("dropping-particle"), one.get("family") or one.get("literal")))),
             one.get("given", ""))
            for one in read_names(value)
        ]  # fmt: skip
    else:
        parts = _AND.split(value)
        if len(parts) == 1 and ";" in value:
            parts = _SEMICOLONS.split(value)
        names = [_split_name(part) for part in parts[: _MOST + 1]]
    persons = [_person(family, given) for family, given in names[:_MOST]]
    named = tuple(person for person in persons if person.family and person is not _OTHER_PERSONS)
    return Persons(named, len(names) > _MOST or _OTHER_PERSONS in persons)


def _split_name(name: str) -> tuple[str, str]:
    name = name.strip()
    if "," in name:
        parts = name.split(",")
        return parts[0], parts[-1]
    words = name.split()
    first = next((at for at, word in enumerate(words[:-1]) if at and word in _PARTICLES), len(words) - 1)
    return " ".join(words[first:]), " ".join(words[:first])


_PARTICLES = frozenset({"von", "van", "de", "der", "den", "du", "di", "da", "la", "le", "el", "ter", "zu"})


_OTHER_PERSONS = Person("others", ("others",), ())


@lru_cache(maxsize=200_000)
def _person(family: str, given: str) -> Person:
    folded, words = _surname(family)
    return _OTHER_PERSONS if folded in _OTHERS else Person("".join(words), words, _given(given))


@lru_cache(maxsize=50_000)
def _surname(family: str) -> tuple[str, tuple[str, ...]]:
    folded = fold(family)
    return folded, tuple(skeleton(folded).split())


@lru_cache(maxsize=50_000)
def _given(given: str) -> tuple[str, ...]:
    return tuple(fold(given).split())


def compare_persons(one: Persons, other: Persons) -> Accord:
    """Say whether two lists name the same people: AGREED if all do, PARTIAL if some do."""
    if not one.named or not other.named:
        return Accord.SILENT
    if one == other:
        return Accord.AGREED
    few, many = (one, other) if len(one.named) <= len(other.named) else (other, one)
    left = list(many.named)
    unmet: list[Person] = []
    for person in few.named:
        match = next((at for at, other in enumerate(left) if _is_clearly(person, other)), None)
        if match is None:
            unmet.append(person)
        else:
            del left[match]
    for person in unmet[:_MOST_UNLIKE]:
        match = next((at for at, one in enumerate(left[:_MOST_UNLIKE]) if is_same_person(person, one)), None)
        if match is not None:
            del left[match]
    met = len(many.named) - len(left)
    if met == 0:
        return Accord.CONFLICT
    is_whole = met == len(few.named) and (not left or few.has_more)
    return Accord.AGREED if is_whole else Accord.PARTIAL


def _is_clearly(one: Person, other: Person) -> bool:
    return one.family == other.family and is_same_person(one, other)


@lru_cache(maxsize=100_000)
def is_same_person(one: Person, other: Person) -> bool:
    """Answer whether two names can be one person's."""
    if one == other:
        return True
    if is_same_family(one.family, other.family):
        return _agree_in_given(one.given, other.given)
    return _is_made_of(one, other) or _is_made_of(other, one)


def is_same_family(one: str, other: str) -> bool:
    """Answer whether two surnames are one, but for a letter or for what was run together with them."""
    if one == other:
        return True
    if min(len(one), len(other)) <= _SURNAME:
        return False
    return likeness(one, other, _LIKE_FAMILY) > 0 or one.endswith(other) or other.endswith(one)


def _agree_in_given(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other:
        return True
    if _agree(one[0], other[0]):
        return True
    return len(one) != len(other) and (any(_agree(one[0], word) for word in other[1:]) or
                                       any(_agree(word, other[0]) for word in one[1:]))


def _agree(one: str, other: str) -> bool:
    """Answer whether two given names can be one: an initial, a transliteration, a short form, a typing error."""
    a, b = skeleton(one), skeleton(other)
    has_same_initial = _INITIALS.get(one[0], one[0]) == _INITIALS.get(other[0], other[0]) or a[0] == b[0]
    if len(one) == 1 or len(other) == 1:
        return has_same_initial
    if has_same_initial:
        return likeness(a, b) >= _LIKE_GIVEN
    return likeness(a, b) >= _VERY_LIKE_GIVEN or _NICKNAMES.get(one, one) == _NICKNAMES.get(other, other)


_INITIALS = {"j": "i", "y": "i", "k": "c", "w": "v"}
_NICKNAMES = {"bob": "robert", "bill": "william", "dick": "richard", "ted": "edward", "peggy": "margaret"}


def _is_made_of(short: Person, long: Person) -> bool:
    """Answer whether all of one name is in the other in another order: "Sebag Montefiore, S."."""
    rest = [*long.words, *long.given]
    surnames = 0
    for word in (*short.words, *short.given):
        match = next((at for at, other in enumerate(rest) if other == word), None)
        if match is None:
            match = next((at for at, other in enumerate(rest) if _abbreviates(word, other)), None)
        else:
            surnames += len(word) >= _SURNAME
        if match is None:
            return False
        del rest[match]
    return surnames > 0 and any(word in long.words or word in long.given for word in short.words)


def _abbreviates(word: str, other: str) -> bool:
    is_initial = len(word) == 1 or len(other) == 1
    return is_initial and _INITIALS.get(word[0], word[0]) == _INITIALS.get(other[0], other[0])
