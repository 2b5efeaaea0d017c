"""Compare two titles, and the names of journals and publishers, which everybody shortens in a way of their own."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.description import Description
from kirovbook.resolve.dedupe.folding import skeleton
from kirovbook.resolve.dedupe.persons import Accord
from kirovbook.resolve.likeness import letters_apart, likeness, likeness_in_any_order, likeness_of_shorter


class Match(IntEnum):
    """How two titles meet."""

    NONE = 0
    ALIKE = 1
    NEAR = 2
    HEAD = 3
    EQUAL = 4


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """How two titles meet, in how many letters they differ (where NEAR), and how like they are (0 to 1)."""

    match: Match
    letters: int = 0
    likeness: float = 1.0


_UNLIKE = TitleMatch(Match.NONE, 0, 0.0)
EQUAL_TITLES = TitleMatch(Match.EQUAL)
_SHORT, _LONG = 6, 14
_NEAR = 0.93
_LEAST = 0.55
_YEARS_FROM = 1000
_MOST_LETTERS = 300


def compare_titles(one: Description, other: Description) -> TitleMatch:
    """Say how two titles meet; a missing title meets nothing."""
    if not one.squeezed or not other.squeezed:
        return _UNLIKE
    if one.squeezed == other.squeezed:
        return EQUAL_TITLES
    is_first_shorter = (len(one.squeezed), one.squeezed) < (len(other.squeezed), other.squeezed)
    short, long = (one, other) if is_first_shorter else (other, one)
    a, b = short.squeezed[:_MOST_LETTERS], long.squeezed[:_MOST_LETTERS]
    most = 0 if len(a) < _SHORT else 1 if len(a) < _LONG else 2
    if most and len(b) - len(a) <= most and (apart := letters_apart(a, b, most)) <= most:
        return TitleMatch(Match.NEAR, apart, likeness(a, b))
    if _is_head(short, long) or _is_cut(short, long):
        return TitleMatch(Match.HEAD, 0, likeness(a, b))
    like = likeness(a, b, _LEAST)
    one_title, other_title = one.title[:_MOST_LETTERS], other.title[:_MOST_LETTERS]
    if like >= _NEAR:
        return TitleMatch(Match.NEAR, 0, like)
    like = max(like, likeness_in_any_order(one_title, other_title, _LEAST))
    if like < _LEAST or like < _WORDS_ALIKE:
        like = max(like, _WEIGHT_OF_SHORTER * likeness_of_shorter(one_title, other_title, _LEAST))
    return TitleMatch(Match.ALIKE, 0, like) if like >= _LEAST else _UNLIKE


_WORDS_ALIKE, _WEIGHT_OF_SHORTER = 0.95, 0.78


def _is_cut(short: Description, long: Description) -> bool:
    """Answer whether one title is the beginning of the other, but for a letter or two."""
    length = len(short.squeezed)
    return length >= _CUT and letters_apart(short.squeezed, long.squeezed[:length], 2) <= 2  # noqa: PLR2004


_CUT = 24
"""Letters of a title that are enough to recognise it by, if some of them are wrong."""


def _is_head(short: Description, long: Description) -> bool:
    """Answer whether one title is the other without its subtitle, or cut off."""
    if short.title[:2] != long.title[:2]:
        return False
    if long.head and short.title.split() == long.title.split()[: long.head]:
        return True
    if short.head and short.head == long.head:
        return short.title.split()[: short.head] == long.title.split()[: long.head] and long.head > 1
    return (
        long.squeezed.startswith(short.squeezed)
        and long.title.startswith(short.title)
        and len(short.title.split()) > 1
        and len(short.squeezed) >= _LONG
    )


def have_other_numbers(one: Description, other: Description, match: Match) -> bool:
    """Answer whether the numbers in two titles tell the works apart."""
    if one.numbers == other.numbers or match is Match.EQUAL:
        return False
    first, second = ({number.removeprefix("~") for number in each.numbers} for each in (one, other))
    only_first, only_second = first - second, second - first
    if only_first and only_second:
        return True
    extra = {number for number in only_first | only_second if f"~{number}" not in (*one.numbers, *other.numbers)}
    if all(len(number) == 4 and int(number) >= _YEARS_FROM for number in extra):  # noqa: PLR2004 - a year
        return False
    words = abs(len(one.title.split()) - len(other.title.split()))
    return match is not Match.HEAD or words <= len(extra) + 1


_SMALL_WORDS = frozenset("the of and for on in der die das und fur la le les des de du et i v na o".split())  # noqa: SIM905
_HOUSE_WORDS = _SMALL_WORDS | frozenset(
    "press publishers publisher publishing publications publ pub house verlag verl univ university"  # noqa: SIM905 - a table of words
    " up u p co company"
    " inc ltd sons bros brothers books book izd vo izdatelstvo izdat editions librairie gmbh verlagsgesellschaft"
    .split()
)  # fmt: skip
_ACRONYM = 6


@lru_cache(maxsize=50_000)
def compare_journals(one: str, other: str) -> Accord:
    """Say whether two folded names of what holds a work are one: abbreviations and initials count as equal.

    A short single word beside a longer name may be an abbreviation of it that nobody can resolve: PARTIAL.
    """
    if not one or not other:
        return Accord.SILENT
    a, b = _words(one, _SMALL_WORDS), _words(other, _SMALL_WORDS)
    if a == b or "".join(a) == "".join(b) or _abbreviate(a, b) or _are_initials(one, other):
        return Accord.AGREED
    shared = [word for word in a for name in b if _begins(word, name)]
    if shared:
        return Accord.PARTIAL
    shortest, longest = sorted((a, b), key=len)
    if len(shortest) == 1 and len(shortest[0]) <= _ACRONYM and len(longest) > 1:
        return Accord.PARTIAL
    return Accord.CONFLICT


@lru_cache(maxsize=50_000)
def compare_publishers(one: str, other: str) -> Accord:
    """Say whether two folded names of publishers are one: one word in common is enough."""
    if not one or not other:
        return Accord.SILENT
    a, b = _words(one, _HOUSE_WORDS), _words(other, _HOUSE_WORDS)
    if not a or not b:
        return Accord.SILENT
    if any(_begins(word, name) for word in a for name in b) or _are_initials(one, other):
        return Accord.AGREED
    return Accord.CONFLICT


_PLACES = {"m": "moskva", "moskau": "moskva", "moscow": "moskva", "moskva": "moskva", "spb": "peterburg",
           "petersburg": "peterburg", "l": "leningrad", "ny": "york", "parish": "paris"}  # fmt: skip


@lru_cache(maxsize=20_000)
def compare_places(one: str, other: str) -> Accord:
    """Say whether two folded places of publication are one."""
    if not one or not other:
        return Accord.SILENT
    a, b = ({_PLACES.get(word, skeleton(word)) for word in words.split()} for words in (one, other))
    return Accord.AGREED if a & b else Accord.CONFLICT


def _words(name: str, without: frozenset[str]) -> tuple[str, ...]:
    words = tuple(skeleton(word) for word in name.split() if word not in without)
    return words or tuple(skeleton(name).split())


def _begins(one: str, other: str) -> bool:
    """Answer whether one word is the other or its beginning, in three letters at least."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return one == other or (len(short) > 2 and long.startswith(short))  # noqa: PLR2004


def _abbreviate(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Answer whether each word of one begins the word of the other: "J. Mod. Hist."."""
    return len(one) == len(other) and all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=True))


def _are_initials(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    squeezed, words = short.replace(" ", ""), long.split()
    if len(words) < 2 or not 2 <= len(squeezed) <= _ACRONYM:  # noqa: PLR2004
        return False
    return squeezed in {
        "".join(word[0] for word in words),
        "".join(word[0] for word in words if word not in _SMALL_WORDS),
    }
