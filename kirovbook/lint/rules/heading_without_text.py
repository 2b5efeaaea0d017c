"""M308: a heading with nothing below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.units import own_texts
from kirovbook.model.blocks import Heading
from kirovbook.model.book import Manuscript
from kirovbook.model.plain import plain_inlines

_SHOWN = 40


@rule("M308", hint="write the part, or take its heading away")
def heading_without_text(manuscript: Manuscript) -> Iterator[Finding]:
    """A heading is followed by another of its level or a higher one, or ends the file.

    Wrong:  ## The trial, then at once  ## The verdict
    Right:  ## The trial, then "It began on 19 August.", then  ## The verdict
    """
    for blocks in own_texts(manuscript):
        for block, following in zip_longest(blocks, blocks[1:]):
            is_deeper = isinstance(following, Heading) and isinstance(block, Heading) and following.level > block.level
            if isinstance(block, Heading) and not is_deeper and (following is None or isinstance(following, Heading)):
                words = plain_inlines(block.content).strip()[:_SHOWN]
                yield Finding(block.place, f"nothing stands below the heading {words!r}")
