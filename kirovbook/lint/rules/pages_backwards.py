"""C107: pages that run backwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.prose import Lines
from kirovbook.lint.ranges import is_backwards
from kirovbook.lint.registry import Finding, rule

_BRACKET = re.compile(r"\[[^\[\]\n]{0,500}@[^\[\]\n]{1,500}\]")
_RANGE = re.compile(
    r"(?:\b(?:pp?|pages?|ff|fols?|folios?|cols?|columns?|lines?|ll|Zeilen?|S|s|с|С)\b\.?|(?<=\d),)[ \u00a0]*"
    r"(?P<first>\d{1,5})(?P<dash>--?|–)(?P<last>\d{1,5})(?![-–.]?\w)"
)


@rule("C107", hint="look the pages up, and give the lower first")
def pages_backwards(lines: Lines) -> Iterator[Finding]:
    """The pages or lines of a locator run backwards.

    A second number may be shortened ("pp. 312–15"): it is read as 315.

    Wrong:  [@kirov1934, pp. 31–12]
    Right:  [@kirov1934, pp. 12–31]
    """
    for place, text in lines:
        for bracket in _BRACKET.finditer(text) if "@" in text and "[" in text else ():
            for found in _RANGE.finditer(bracket[0]):
                if is_backwards(found["first"], found["last"]):
                    start = bracket.start() + found.start("first")
                    pages = bracket[0][found.start("first") : found.end()]
                    yield Finding(place.at(start), f"the range {pages!r} runs backwards", len(pages))
