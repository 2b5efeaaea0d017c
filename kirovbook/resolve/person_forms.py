"""Know a person by every form of the name: declared, in the order of speech, by initials, by the surname alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from kirovbook.model.book import Authority
from kirovbook.quick_dataclass import dataclass

_LONGEST = 100
_SHORTEST = 2
_HYPHENS, _APOSTROPHES = "-\u2010\u2011", "'\u2019\u02bc"
COMMA = "[,،]"
"""What stands between surname and given name, in Latin and in Arabic script, as a pattern."""
_BEFORE_NAMES = frozenset({"anti", "ex", "neo", "non", "post", "pre", "pro"})
_NUMERAL = re.compile(r"[IVXLCDM]+\.?")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_SPACE_AFTER_STOP = re.compile(r"\.\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """A person's name in a text: from where to where, and whose it is."""

    start: int
    end: int
    person: str


@dataclass(frozen=True, slots=True)
class PreferredName:
    """The parts of a preferred form: "Lvov, Georgy, Prince" is filed under "Lvov", and given is "Georgy"."""

    head: str
    given: tuple[str, ...]

    @property
    def has_numeral(self) -> bool:
        """A ruler's name, "Nicholas II", is no surname."""
        return bool(_NUMERAL.fullmatch(self.head.rpartition(" ")[2])) and " " in self.head


def preferred_name(preferred: str) -> PreferredName:
    """Read a preferred form; what is written small behind the comma, "Emperor of Russia", is no given name."""
    head, *rest = (part.strip() for part in re.split(COMMA, preferred))
    given = tuple(rest[0].split()) if rest else ()
    # Arabic and Hebrew have no capitals.
    is_name = all(word[:1].isalpha() and not word[:1].islower() for word in given)
    return PreferredName(head, given if is_name else ())


def forms_of(authorities: Iterable[Authority]) -> Mapping[str, str]:
    """Give every form by which exactly one person is known, and that person's id.

    What a person's table declares goes before what is only made of the preferred form: initials, and the surname,
    which is nobody's where two persons bear it. A form that two tables declare is nobody's.
    """
    people = tuple(authorities)
    declared = _holders((one.id, form) for one in people for form in (one.preferred, *one.variants))
    made = _holders((one.id, form) for one in people for form in _made_of(one.preferred))
    forms = {form: ids for form, ids in made.items() if form not in declared} | declared
    return {form: next(iter(ids)) for form, ids in forms.items() if len(ids) == 1}


def _holders(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    holders: dict[str, set[str]] = {}
    for person, form in named:
        folded = fold(form)
        if _SHORTEST <= len(folded) <= _LONGEST and folded[0].isalnum():
            # A particle is small within a sentence: de Gaulle.
            for each in {folded, folded[0].upper() + folded[1:]}:
                holders.setdefault(each, set()).add(person)
    return holders


def _made_of(preferred: str) -> Iterator[str]:
    name = preferred_name(preferred)
    yield name.head
    if not name.given:
        return
    yield " ".join((*name.given, name.head))
    yield f"{name.given[0]} {name.head}"
    if not name.has_numeral:
        initials = [_initial(word) for word in name.given]
        yield f"{' '.join(initials)} {name.head}"
        yield f"{initials[0]} {name.head}"


def _initial(given: str) -> str:
    return "-".join(f"{part[0]}." for part in given.split("-") if part)


@lru_cache(maxsize=4096)  # a book names the same persons over and over
def fold(words: str) -> str:
    """Give a form as it is compared: spaces single and none behind a stop, hyphens and apostrophes of one kind."""
    folded = _SPACE_AFTER_STOP.sub(".", " ".join(unicodedata.normalize("NFC", words).split()))
    return "".join("-" if sign in _HYPHENS else "'" if sign in _APOSTROPHES else sign for sign in folded)


@dataclass(frozen=True, slots=True)
class PersonFinder:
    """Finds the persons named in a text: whole words, the longest form where several begin."""

    forms: Mapping[str, str]
    pattern: re.Pattern[str] | None

    def find(self, text: str) -> Iterator[Found]:
        """Give the names in their order; none lies within another."""
        end = -1
        for match in self.pattern.finditer(text) if self.pattern else ():
            if self._is_whole(text, match, end):
                end = match.end()
                yield Found(match.start(), end, self.forms[fold(match[0])])

    def _is_whole(self, text: str, match: re.Match[str], last: int) -> bool:
        """Answer whether a name is not half of a double one, as Marie is of Jean-Marie and of Marie-Claire."""
        start, end = match.span()
        if text[start - 1 : start] in tuple(_HYPHENS) and start - 1 != last:
            before = _LAST_WORD.search(text, max(0, start - 1 - _LONGEST), start - 1)
            if before and before[0][0].isupper() and before[0].lower() not in _BEFORE_NAMES:
                return False
        if text[end : end + 1] in tuple(_HYPHENS) and text[end + 1 : end + 2].isupper():
            return self.pattern is not None and self.pattern.match(text, end + 1) is not None
        return True


def make_finder(authorities: Iterable[Authority]) -> PersonFinder:
    """Make one regular expression of all forms of all persons."""
    forms = forms_of(authorities)
    return PersonFinder(forms, re.compile(_pattern(forms)) if forms else None)


def _pattern(forms: Iterable[str]) -> str:
    """Write the forms by their first letter and their second: a thousand in a row would each be tried at each word."""
    tree: dict[str, dict[str, list[str]]] = {}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        first, second, *rest = (*_fragments(unicodedata.normalize("NFC", form)), "")
        tree.setdefault(first, {}).setdefault(second, []).append("".join(rest))
    firsts = "|".join(f"{first}(?:{_after_first(seconds)})" for first, seconds in tree.items())
    return rf"(?<!\w)(?:{firsts})(?!\w)"


def _after_first(seconds: Mapping[str, list[str]]) -> str:
    """Write what follows a first letter; nothing at all comes last, since the first that fits is taken."""
    return "|".join(f"{second}(?:{'|'.join(seconds[second])})" for second in sorted(seconds, reverse=True))


def _fragments(form: str) -> Iterator[str]:
    """Write each sign of a folded form as a manuscript may have it."""
    for position, sign in enumerate(form):
        if sign == " ":
            yield r"\s+"
        elif sign == "." and position + 1 < len(form):
            yield r"\.\s*"
        elif sign == "-":
            yield f"[{_HYPHENS}]"
        elif sign == "'":
            yield f"[{_APOSTROPHES}]"
        elif (apart := unicodedata.normalize("NFD", sign)) != sign:
            yield f"(?:{re.escape(sign)}|{re.escape(apart)})"
        else:
            yield re.escape(sign)
