"""X201: two spellings of one person's surname."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kirovbook.diagnostics import Place, Related
from kirovbook.lint.naming import Naming
from kirovbook.lint.registry import Finding, rule
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.likeness import likeness
from kirovbook.resolve.person_forms import preferred_name

_ONE_NAME = 0.7  # Ezhov and Yezhov have 0.9, Nicolaiev and Nikolaev 0.8, Kostrikov and Kirov 0.6.


@dataclass(frozen=True, slots=True)
class _Use:
    person: str
    spelling: str
    place: Place


@rule("X201", hint="write one spelling throughout, or quote the other")
def drifting_name(naming: Naming) -> Iterator[Finding]:
    """The narrative spells the surname of one person in two ways.

    The rarer spelling is reported. Quotations, italics, words marked with a language and the primary sources keep
    their own spelling, and another name (a pen name, a name at birth) is no spelling. Allow it where spellings are
    what the sentence is about: <!-- allow: drifting-name -->

    Wrong:  Nikolaev fired. Nikolayev was seized at once.
    Right:  Nikolaev fired. Nikolaev was seized at once; the paper called him “Nikolayev”.
    """
    uses = tuple(_uses(naming))
    for person in naming.authorities:
        of_person = [use for use in uses if use.person == person.id]
        counts = Counter(use.spelling for use in of_person)
        if len(counts) < 2:  # noqa: PLR2004 - two spellings
            continue
        head = preferred_name(person.preferred).head
        common = max(counts, key=lambda spelling: (counts[spelling], spelling == head))
        first = next(use.place for use in of_person if use.spelling == common)
        for use in of_person:
            if use.spelling != common:
                message = f"{use.spelling!r} is spelled {common!r} {_times(counts[common])}"
                yield Finding(use.place, message, len(use.spelling), (Related(first, f"here it is {common!r}"),))


def _uses(naming: Naming) -> Iterator[_Use]:
    """Find where a form of a person's name ends in a spelling of the surname."""
    heads = {person.id: preferred_name(person.preferred).head for person in naming.authorities}
    for stretch in naming.own_words:
        for found in naming.finder.find(stretch.words):
            words = stretch.words[found.start : found.end]
            head = heads[found.person]
            spelling = words.split(",")[0] if "," in words else words.split()[-1]
            start = found.start if "," in words else found.end - len(spelling)
            if " " not in head and likeness(spelling.casefold(), head.casefold()) >= _ONE_NAME:
                yield _Use(found.person, spelling, stretch.place(start))


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
