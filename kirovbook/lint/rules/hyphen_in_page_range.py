"""C104: a page range written with a hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Correction
from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, rule

_BRACKET = re.compile(r"\[[^\[\]\n]*@[^\[\]\n]*\]")
_KEY = re.compile(r"@(?:\{[^{}\s]*\}|[^\s,;\]]+)")
_RANGE = re.compile(
    r"(?:(?<= ),|\b(?:pp?|pages?|ff?|fols?|folios?|cols?|columns?|[sS]{1,2}|[сС]{1,2})\b\.?)[ \u00a0]*"
    r"(?P<range>\b(?:[0-9]{1,5}-[0-9]{1,5}|[ivxlc]{1,8}-[ivxlc]{1,8}))(?![-.]?\w)",
)


@rule("C104", hint="write an en dash, as in 'pp. 12–15'", severity=ADVICE)
def hyphen_in_page_range(lines: Lines) -> Iterator[Finding]:
    """A page range in a locator is joined by a hyphen.

    Numbers of pages, folios and columns are joined by an en dash (Chicago Manual of Style, 17th edition,
    6.78). A hyphen within one number, as in the call number "2-15", is left alone when it is not a locator.
    French typography keeps the hyphen, so French books are not looked at.

    Wrong:  [@kirov1934, pp. 12-15]
    Right:  [@kirov1934, pp. 12–15]
    """
    if lines.lang.lower().startswith("fr"):
        return
    for place, text in lines:
        for bracket in _BRACKET.finditer(text):
            without_keys = _KEY.sub(lambda key: " " * len(key[0]), bracket[0])
            for match in _RANGE.finditer(without_keys):
                start, pages = bracket.start() + match.start("range"), match["range"]
                dash = Correction(place.at(start + pages.index("-")), 1, "–")
                yield Finding(place.at(start), f"hyphen in page range {pages!r}", len(pages), corrections=(dash,))
