"""B310: pages of a work that run backwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.ranges import is_backwards
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_RANGE = re.compile(r"(?<![\w.:/-])\d{1,6}[ ]?(?:-{1,3}|–)[ ]?\d{1,6}(?![\w/-])")
_NUMBER = re.compile(r"\d+")


@rule("B310", hint="look the pages up, and give the lower first")
def work_pages_backwards(works: Works) -> Iterator[Finding]:
    """The field "pages" of a cited work has a range that runs backwards.

    A second number may be shortened ("312--15"): it is read as 315.

    Wrong:  pages = {341--314}
    Right:  pages = {314--341}
    """
    for work in works:
        for field in work.fields:
            if field.name == "pages":
                for place, words, length in works.find(field, _RANGE):
                    first, last = _NUMBER.findall(words)
                    if is_backwards(first, last):
                        yield Finding(place, f"the range {words!r} runs backwards", length)
