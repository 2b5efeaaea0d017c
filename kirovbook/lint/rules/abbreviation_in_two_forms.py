"""X206: an abbreviation with full stops, and without."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kirovbook.diagnostics import Correction, Place, Related
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule

_DOTTED = re.compile(r"(?<![\w.])(?:[A-ZА-Я]\.[ \u00a0]?){2,7}[A-ZА-Я]\.(?![\w.])")
_PLAIN = re.compile(r"(?<![\w.@#/-])[A-ZА-Я]{3,8}(?![\w.]\w|\w)")
_GOES_ON = re.compile(r"[,;:)’']|[ \u00a0][a-z]")
_Use = tuple[Stretch, int, int]


@rule("X206", hint="write the abbreviation in one way throughout")
def abbreviation_in_two_forms(own_words: OwnWords) -> Iterator[Finding]:
    """The author writes an abbreviation of three letters or more with full stops and without.

    The rarer form is reported. It is corrected where its last full stop can't be the sentence's.

    Wrong:  The G.P.U. was dissolved in 1934. The men of the GPU stayed.
    Right:  The GPU was dissolved in 1934. The men of the GPU stayed.
    """
    dotted = _uses(own_words, _DOTTED)
    plain = _uses(own_words, _PLAIN) if dotted else {}
    for letters, with_stops in dotted.items():
        without = plain.get(letters, [])
        if not without:
            continue
        rarer, other = (with_stops, without) if len(with_stops) <= len(without) else (without, with_stops)
        form = _words(other[0])
        for stretch, start, end in rarer:
            place = stretch.place(start)
            message = f"{_words((stretch, start, end))!r} is {form!r} elsewhere"
            related = (Related(other[0][0].place(other[0][1]), f"here it is {form!r}"),)
            yield Finding(place, message, end - start, related, _correction(stretch, place, start, end, form))


def _uses(own_words: OwnWords, pattern: re.Pattern[str]) -> dict[str, list[_Use]]:
    """Give where a form stands, by its letters."""
    found: dict[str, list[_Use]] = defaultdict(list)
    for stretch in own_words:
        for form in pattern.finditer(stretch.words):
            letters = "".join(sign for sign in form[0] if sign.isalpha())
            found[letters].append((stretch, form.start(), form.end()))
    return found


def _words(use: _Use) -> str:
    stretch, start, end = use
    return stretch.words[start:end]


def _correction(stretch: Stretch, place: Place, start: int, end: int, form: str) -> tuple[Correction, ...]:
    return (Correction(place, end - start, form),) if _GOES_ON.match(stretch.words, end) else ()
