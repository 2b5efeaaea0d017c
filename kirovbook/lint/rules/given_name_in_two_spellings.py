"""X205: two spellings of one person's given name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Related
from kirovbook.lint.naming import Naming
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.resolve.dedupe.folding import fold, skeleton

_SMALL = "a-zß-öø-ÿā-ž"
_NAME = rf"[^\W\d_{_SMALL}][{_SMALL}]{{3,30}}(?!\w)"
_PAIR = re.compile(rf"(?<![\w@#/.'’-])(?P<given>{_NAME})(?=[ \n\u00a0](?P<surname>{_NAME}))")
_ENDING = re.compile(r"(?:e[iyj]|[iy][iyj]?)\Z")


@rule("X205", hint="write one spelling throughout", severity=ADVICE)
def given_name_in_two_spellings(naming: Naming) -> Iterator[Finding]:
    """One surname stands behind two spellings of a given name that sound alike.

    Other given names are other persons, and a pet name ("Sergo") is no spelling. It is advice, at the first use of
    the rarer spelling. Allow it where two persons are meant: <!-- allow: given-name-in-two-spellings -->

    Wrong:  Sergei Kirov was born in Urzhum. Sergy Kirov went to Kazan.
    Right:  Sergei Kirov was born in Urzhum. Sergei Kirov went to Kazan.
    """
    uses: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[Stretch, int]] = {}
    for stretch in naming.own_words:
        for pair in _PAIR.finditer(stretch.words):
            name = pair["surname"], pair["given"]
            uses[name] += 1
            first.setdefault(name, (stretch, pair.start()))
    by_sound: dict[tuple[str, str], list[str]] = defaultdict(list)
    givens = Counter(surname for surname, _ in uses)
    for surname, given in uses:
        if givens[surname] > 1:
            by_sound[surname, skeleton(_ENDING.sub("i", fold(given)))].append(given)
    for (surname, _), spellings in by_sound.items():
        common = max(spellings, key=lambda given: uses[surname, given])
        for given in spellings:
            if given != common:
                stretch, start = first[surname, given]
                other, at = first[surname, common]
                message = f"'{given} {surname}' may be '{common} {surname}'"
                related = (Related(other.place(at), f"here it is {common!r}"),)
                yield Finding(stretch.place(start), message, len(given), related)
