"""X204: two spellings of a Russian surname that nobody declared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field

from kirovbook.diagnostics import ADVICE, Related
from kirovbook.lint.naming import Naming
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.folding import fold, skeleton

_SMALL = "a-zß-öø-ÿā-ž"
_SURNAME = re.compile(
    rf"(?<![\w@#/.'’-])[^\W\d_{_SMALL}](?:[{_SMALL}]{{2,20}}(?:[oe](?:v|ff)a?|in|ina|enko|itch|ich|k(?:y|i|ii|ij|iy|oy|aya|aia)))"
    r"(?![\w-])"
)
_GIVEN = re.compile(r"(?P<letter>[^\W\d_a-z])(?:[\w'’-]{0,20}|\.)[ \n\u00a0]\Z")
_DOUBLED = re.compile(r"(\w)\1")
_REACH = 24


@dataclass(slots=True)
class _Spelling:
    """A spelling: its first use, how often it is used, and the first letters of the given names before it."""

    word: str
    stretch: Stretch
    start: int
    uses: int = 0
    givens: set[str] = field(default_factory=set)


@rule("X204", hint="write one spelling throughout, and give the person a table in people.toml", severity=ADVICE)
def surname_in_two_spellings(naming: Naming) -> Iterator[Finding]:
    """The narrative has two spellings that transliterate one Russian surname, and people.toml doesn't know both.

    Only surnames with a Russian ending are looked at, and only spellings of the same sounds; two that stand behind
    different given names are two persons. It is advice, at the first use of the rarer spelling. Allow it where two
    persons are meant: <!-- allow: surname-in-two-spellings -->

    Wrong:  Nikolaev fired. Nikolayev was seized at once.
    Right:  Nikolaev fired. Nikolaev was seized at once.
    """
    known = frozenset(word for form in naming.finder.forms for word in form.split())
    by_sound: dict[str, list[_Spelling]] = defaultdict(list)
    for spelling in _spellings(naming.own_words):
        by_sound[skeleton(fold(spelling.word))].append(spelling)
    for spellings in by_sound.values():
        if len(spellings) > 1:
            common, *others = sorted(spellings, key=lambda one: (-one.uses, one.word not in known))
            for other in others:
                if _is_one_name(common, other) and not {common.word, other.word} <= known:
                    message = f"{other.word!r} may be {common.word!r}, which is used {_times(common.uses)}"
                    place = other.stretch.place(other.start)
                    related = (Related(common.stretch.place(common.start), f"here it is {common.word!r}"),)
                    yield Finding(place, message, len(other.word), related)


def _spellings(stretches: Iterable[Stretch]) -> Iterable[_Spelling]:
    found: dict[str, _Spelling] = {}
    for stretch in stretches:
        for surname in _SURNAME.finditer(stretch.words):
            spelling = found.setdefault(surname[0], _Spelling(surname[0], stretch, surname.start()))
            spelling.uses += 1
            if given := _GIVEN.search(stretch.words, max(0, surname.start() - _REACH), surname.start()):
                spelling.givens.add(given["letter"])
    return found.values()


def _is_one_name(common: _Spelling, other: _Spelling) -> bool:
    """Answer whether nothing speaks for two names: other given names, or no more than a doubled letter."""
    are_two = common.givens and other.givens and not common.givens & other.givens
    return not are_two and _DOUBLED.sub(r"\1", common.word) != _DOUBLED.sub(r"\1", other.word)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
