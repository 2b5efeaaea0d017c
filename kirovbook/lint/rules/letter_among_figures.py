"""T117: a letter among figures."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.slips import letters_among_figures


@rule("T117", hint="write the figure that is meant")
def letter_among_figures(wording: Wording) -> Iterator[Finding]:
    """A number has a letter in it, as a machine that reads print, or a hasty hand, puts it there.

    Allow it where it is no number: <!-- allow: letter-among-figures -->

    Wrong:  The lst Army entered in 19O5.
    Right:  The 1st Army entered in 1905.
    """
    for stretch in wording:
        for slip in letters_among_figures(stretch.words):
            yield Finding(stretch.place(slip.start), slip.message, slip.length, hint=slip.hint)
