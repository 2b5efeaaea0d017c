"""M307: two parts of a chapter under one name."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Related
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.units import headings_of, own_texts
from kirovbook.model.blocks import Heading
from kirovbook.model.book import Manuscript
from kirovbook.model.plain import plain_inlines


@rule("M307", hint="tell the two parts apart", severity=ADVICE)
def heading_twice(manuscript: Manuscript) -> Iterator[Finding]:
    """Two headings of a chapter are alike, under the same heading above them.

    Wrong:  ## The trial, and further down in the chapter  ## The trial
    Right:  ## The first trial, and  ## The second trial
    """
    for blocks in own_texts(manuscript):
        above: list[tuple[int, str]] = []
        seen: dict[tuple[tuple[int, str], ...], Heading] = {}
        for heading in headings_of(blocks):
            words = plain_inlines(heading.content).strip()
            above = [*(one for one in above if one[0] < heading.level), (heading.level, words.casefold())]
            first = seen.setdefault(tuple(above), heading)
            if words and first is not heading:
                yield Finding(heading.place, f"the heading {words!r} stands twice", 0, (Related(first.place, "here"),))
                above[-1] = (heading.level, f"{words.casefold()} {heading.place.line}")
