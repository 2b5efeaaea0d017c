"""Tell what the print of one unit takes from the others: works whose printed forms could be mistaken for each other.

Pandoc's citeproc renders every citation without its locator, looks for works that come out in the same words, and
gives these more names, given names, a letter behind the year, or what the style says of them under
``disambiguate="true"``. What it does hangs on the forms that occur anywhere in what it is given: a work's first, its
later one, its "ibid." (its module Eval, ``disambiguateCitations``). So a unit can be asked for alone where these forms
of the works that could be mistaken are laid out beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import Enum, auto
from typing import TYPE_CHECKING

from kirovbook.model.citation import CiteMode
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.csl import Style
from kirovbook.resolve.sheet import Asked, Met, Seat, mode_in_print

if TYPE_CHECKING:
    from kirovbook.resolve.works import CslItem

_TITLES = ("title", "title-short", "container-title", "container-title-short", "volume-title", "event-title")
_TAG = re.compile(r"<[^<>]*>")
# A style may print the title without its subtitle.
_MAIN = re.compile(r"[^:.?!(–—]+")
_LETTERS = re.compile(r"""\bdisambiguate-add-year-suffix=["']true""")
_SORTS = re.compile(r"<citation\b(?:(?!<layout\b).)*<sort\b", re.DOTALL)

# Words of the style's own in the place of "ibid.", which come out the same for all works; CSL's term does not count.
_SAME_WORDS = re.compile(r"""position=["']ibid[^>]*>(?:(?!</(?:else-)?if>).)*\bvalue=["'][^"']*[^\W\d_]""", re.DOTALL)


def is_printed_by_units(style: Style) -> bool:
    """Answer whether a unit's citations hang on the rest of the book through the forms of ``Positions`` alone.

    They do not where works have numbers or labels, which stand in the order of the book; or where works are told apart
    and their forms hold the number of a note, or how far off it is, or are the same for all works.
    """
    text = style.text
    if "citation-number" in text or "citation-label" in text:
        return False
    if not tells_works_apart(style):
        return True
    if style.names_note_numbers or "near-note" in text or _SAME_WORDS.search(text):
        return False
    # A citation that the style sorts has its works in other places; letters go by which work is met again first.
    return not (_tells_positions(style) and (gives_letters(style) or _SORTS.search(text)))


def tells_works_apart(style: Style) -> bool:
    """Answer whether a style prints more of a work that could be mistaken for another."""
    return "disambiguate" in style.text


def gives_letters(style: Style) -> bool:
    """Answer whether a style tells works of one year apart by letters: "1934a"."""
    return _LETTERS.search(style.text) is not None


def _tells_positions(style: Style) -> bool:
    """Answer whether a work may have another form where its reader has met it; fewer names are another form too."""
    return "position=" in style.text or "et-al-subsequent" in style.text


def mistakable_works(works: Mapping[str, CslItem]) -> frozenset[str]:
    """Give the keys of all works but those that have people and a title, and share none of them with another work.

    What a style prints of a work has its people or its title in it; where both are left out, it is what holds it. The
    title of one may be the name that stands alone for another.
    """
    signs = {key: (set(_people(item)), set(_titles(item))) for key, item in works.items()}
    counted = Counter(sign for people, titles in signs.values() for sign in people | titles)
    return frozenset(
        key for key, (people, titles) in signs.items()
        if not people or not titles or any(counted[sign] > 1 for sign in people | titles)
    )


def _people(item: CslItem) -> Iterator[str]:
    """Give a work's people by their surnames, and in full: a biography may have a name for its title."""
    for value in item.values():
        if isinstance(value, list):
            for name in value:
                surname, given = name.get("family") or name.get("literal", ""), name.get("given", "")
                yield from (_letters(words) for words in (surname or given, given + surname, surname + given))


def _titles(item: CslItem) -> Iterator[str]:
    for name in _TITLES:
        main = _MAIN.search(_TAG.sub("", item.get(name, "")))
        if main and (letters := _letters(main[0])):
            yield letters


def _letters(words: str) -> str:
    return "".join(sign for sign in words.casefold() if sign.isalnum())


class Form(Enum):
    """Where a work stands among the citations of its run; the style may have words of its own for each."""

    FIRST = auto()
    LATER = auto()
    AT_ONCE = auto()


@dataclass(slots=True)
class Positions:
    """Notes for a sheet in which forms the works ``of`` occur on it, in the order of their first occurrence."""

    style: Style
    of: frozenset[str]
    unsigned: frozenset[str]
    forms: dict[str, set[Form]] = field(default_factory=dict)
    _last: dict[str, tuple[int, int, bool]] = field(default_factory=dict)
    _count: int = 0

    def add_reset(self) -> None:
        """Begin the short forms afresh."""
        self._last = {}

    def add_breaker(self) -> None:
        """Let something stand between what comes before and what comes behind."""
        self._count += 1

    def add_met(self, key: str, note: int, /) -> None:
        """Note a work that the reader has met; in which ``note`` is all one."""
        del note
        self._see(((key, CiteMode.NORMAL),))

    def add(self, seat: Seat, asked: Asked, /) -> None:
        """Note the works of a citation; whose paragraph it is, its ``seat``, is all one."""
        del seat
        self._see(tuple((cite.key, mode_in_print(cite, self.unsigned)) for cite in asked.citation.cites))

    def _see(self, cited: tuple[tuple[str, CiteMode], ...]) -> None:
        self._count += 1
        for place, (key, mode) in enumerate(cited, start=1):
            if key in self.of and mode is not CiteMode.SUPPRESS:
                form = self._form(key, place) if _tells_positions(self.style) else Form.FIRST
                self.forms.setdefault(key, set()).add(form)
            self._last[key] = self._count, place, len(cited) == 1

    def _form(self, key: str, place: int) -> Form:
        """Say where a work stands, as citeproc does (``getPosition``) of citations without a locator.

        It asks for the numbers of notes as well; but where they keep a work from being "ibid." a breaker stands.
        """
        if key not in self._last:
            return Form.FIRST
        count, place_before, was_alone = self._last[key]
        is_next = place == place_before + 1 if count == self._count else place == 1 and was_alone
        return Form.AT_ONCE if is_next and self._count - count <= 1 else Form.LATER

    def met(self) -> tuple[Met, ...]:
        """Give what lays the same forms out again; at the sheet's end citeproc itself adds the first form of all."""
        met = tuple(Met(key, Form.LATER in forms, Form.AT_ONCE in forms) for key, forms in self.forms.items())
        # Letters behind years are given out in the order of the book where works are alike in everything else.
        return met if gives_letters(self.style) else tuple(sorted(met, key=lambda one: one.key))
