"""M306: a heading that is a level too deep."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.units import headings_of, own_texts
from kirovbook.model.book import Manuscript


@rule("M306", hint="take a '#' away, or give the part a heading above it")
def skipped_heading_level(manuscript: Manuscript) -> Iterator[Finding]:
    """A heading stands two levels or more below the one before it.

    In print its size is a riddle, and a screen reader, which leads its listener by the levels, finds a gap (WCAG 2.2,
    1.3.1). A chapter's title is level 1. The passages of the sources keep their own levels.

    Wrong:  ## The Smolny, and then  #### The corridor
    Right:  ## The Smolny, and then  ### The corridor
    """
    for blocks in own_texts(manuscript):
        level = 1
        for heading in headings_of(blocks):
            if heading.level > level + 1:
                yield Finding(heading.place, f"a heading of level {heading.level} follows one of level {level}")
            level = heading.level
