"""T122: a round bracket without its partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule

_LISTED = re.compile(r"(?:^|(?<=[\s>,;]))(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\\?\)", re.MULTILINE)


@rule("T122", hint="open or close it where the aside begins or ends")
def bracket_without_partner(wording: Wording) -> Iterator[Finding]:
    """A round bracket opens and does not close in its paragraph, or closes and did not open.

    Numbers of items, "a)" or "1)", are no brackets. Allow it where a text is printed as it was found:
    <!-- allow: bracket-without-partner -->

    Wrong:  He came (so they say by train.
    Right:  He came (so they say) by train.
    """
    for stretch in wording:
        words = stretch.words
        if words.count("(") == words.count(")"):
            continue
        listed = {found.end() - 1 for found in _LISTED.finditer(words)}
        open_at: list[int] = []
        for found in re.finditer(r"[()]", words):
            if found[0] == "(":
                open_at.append(found.start())
            elif open_at:
                open_at.pop()
            elif found.start() not in listed:
                yield Finding(stretch.place(found.start()), "a bracket closes that was never opened", 1)
                break
        else:
            if open_at:
                yield Finding(stretch.place(open_at[-1]), "a bracket is never closed", 1)
