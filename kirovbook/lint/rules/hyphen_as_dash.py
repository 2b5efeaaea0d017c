"""T107: a hyphen between spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Correction
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.house_rules import DashForm

_SPACED = re.compile(r"(?<=[^\W_]|[”’)\]\"'])(?P<gap>[ ]-[ ])(?=[^\W\d_]|[“‘(\"'*])")


@rule("T107", hint="write a dash: ' – ' or '—'")
def hyphen_as_dash(own_words: OwnWords) -> Iterator[Finding]:
    """A hyphen between two spaces parts a sentence, where a dash belongs.

    Wrong:  He came - so they say - by train.
    Right:  He came – so they say – by train.
    """
    close = own_words.house.dashes is DashForm.CLOSE
    for stretch in own_words:
        if " - " not in stretch.words or "|" in stretch.words:
            continue
        for found in _SPACED.finditer(stretch.words):
            dash = Correction(stretch.place(found.start()), 3, "—" if close else " – ")
            message = "a hyphen stands for a dash"
            yield Finding(stretch.place(found.start() + 1), message, 1, corrections=(dash,))
