"""T106: a hyphen between two years or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Correction
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.registry import Finding, rule

_YEARS = re.compile(
    r"(?<![\w./–—-])(?P<first>1[0-9]{3}|20[0-9]{2})(?P<hyphen>-)(?P<last>1[0-9]{3}|20[0-9]{2}|[0-9]{2})"
    r"(?![\w/–—-]|[.:]\d)"
    r"|\b(?:pp\.|pages|lines|ll\.|vols\.|nos\.|Nos\.|chapters|chs\.)[ \u00a0]"
    r"(?P<first2>\d{1,4})(?P<hyphen2>-)(?P<last2>\d{1,4})(?![\w/–—-])"
)
_MONTHS = 12


@rule("T106", hint="write an en dash: 1917–1921")
def hyphen_in_range(own_words: OwnWords) -> Iterator[Finding]:
    """Two years, pages or lines are joined by a hyphen, where a dash says "to" (Chicago Manual of Style, 6.78).

    Wrong:  the civil war of 1917-1921, pages 12-15
    Right:  the civil war of 1917–1921, pages 12–15
    """
    for stretch in own_words:
        if "-" not in stretch.words:
            continue
        for found in _YEARS.finditer(stretch.words):
            which = "" if found["first"] else "2"
            first, last = found[f"first{which}"], found[f"last{which}"]
            whole = int(first[: len(first) - len(last)] + last) if len(last) < len(first) else int(last)
            # 1934-12 may be December, and 1934-33 a call number.
            if whole <= int(first) or (not which and len(last) < len(first) and int(last) <= _MONTHS):
                continue
            start = found.start(f"first{which}")
            dash = Correction(stretch.place(found.start(f"hyphen{which}")), 1, "–")
            shown = stretch.words[start : found.end(f"last{which}")]
            yield Finding(stretch.place(start), f"hyphen in the range {shown!r}", len(shown), corrections=(dash,))
