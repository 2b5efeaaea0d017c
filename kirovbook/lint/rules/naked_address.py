"""C113: a web address that stands bare in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Correction
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.registry import Finding, rule

_ADDRESS = re.compile(r"(?<![\w/=\"'<:\[])https?://[^\s<>\"“”\[\]{}|]{3,300}")
_DEFINITION = re.compile(r"(?:\A|\n)[ >\t]{0,20}\[[^\[\]\n]{1,200}\]:[ \t]{0,20}\Z")
_REACH = 250
_TRAILING = ".,;:!?'’*_"


@rule("C113", hint="write it between angle brackets, or cite the page", severity=ADVICE)
def naked_address(own_words: OwnWords) -> Iterator[Finding]:
    """A web address stands in the text without angle brackets, as no link and in no citation.

    Nobody can follow it from the book, and its underscores and asterisks may be taken for italics.

    Wrong:  See https://example.org/a_long_page for the trial.
    Right:  See <https://example.org/a_long_page> for the trial, or better: [@examplepage2024]
    """
    for stretch in own_words:
        for found in _ADDRESS.finditer(stretch.words) if "://" in stretch.words else ():
            if _DEFINITION.search(stretch.words, max(0, found.start() - _REACH), found.start()):
                continue
            address = found[0].rstrip(_TRAILING)
            if ")" in address and "(" not in address:
                address = address[: address.index(")")].rstrip(_TRAILING)
            place = stretch.place(found.start())
            angled = (Correction(place, len(address), f"<{address}>"),)
            yield Finding(place, f"the address {address[:60]!r} is no link", len(address), corrections=angled)
