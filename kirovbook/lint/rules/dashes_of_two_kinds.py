"""T108: dashes of two kinds in one book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Correction, Related
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.house_rules import DashForm

_DASH = re.compile(
    r"(?<=[^\W_]|[.,!?’”)\"'])(?:(?P<spaced>[ \u00a0](?:–|--)[ ])|(?P<close>—|---))(?=[^\W_]|[“‘(\"'*])"
)


@rule("T108", hint="write one kind of dash; [lint] dashes = 'spaced' or 'close' in book.toml says which")
def dashes_of_two_kinds(own_words: OwnWords) -> Iterator[Finding]:
    """The author parts sentences by en dashes between spaces and by em dashes without; the rarer kind is reported.

    A dash in a list, a table or between a date and its event is none of these. Allow it where it is meant:
    <!-- allow: dashes-of-two-kinds -->

    Wrong:  He came – so they say – by train. Nobody saw him—nobody at all.
    Right:  He came – so they say – by train. Nobody saw him – nobody at all.
    """
    kinds: dict[DashForm, list[tuple[Stretch, re.Match[str]]]] = {DashForm.SPACED: [], DashForm.CLOSE: []}
    for stretch in own_words:
        if not stretch.words.lstrip().startswith(("#", "|", "-", "*", ":", "+")):
            for found in _DASH.finditer(stretch.words):
                kinds[DashForm.SPACED if found["spaced"] else DashForm.CLOSE].append((stretch, found))
    wanted = own_words.house.dashes
    is_said = wanted is not DashForm.BOOK
    if not is_said:
        wanted = max(kinds, key=lambda kind: len(kinds[kind]))
    others = kinds[DashForm.CLOSE if wanted is DashForm.SPACED else DashForm.SPACED]
    if not others or not (is_said or kinds[wanted]):
        return
    first = kinds[wanted][:1]
    related = tuple(Related(stretch.place(dash.start()), "a dash of the other kind") for stretch, dash in first)
    for stretch, found in others:
        words = " – " if wanted is DashForm.SPACED else "—"
        place, length = stretch.place(found.start()), len(found[0])
        made = (Correction(place, length, words),) if is_said else ()
        yield Finding(place, f"this dash is not {wanted.value} as the others are", length, related, made)
