"""M304: pictures that come from nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Related
from kirovbook.lint.inventory import Inventory
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.blocks import Figure
from kirovbook.model.citation import Citation, CrossReference
from kirovbook.model.inlines import NoteCall
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import walk_inlines

_CREDIT = re.compile(
    r"©|\b(?:credits?|courtesy|photos?|photographs?|photographer|copyright|source|archives?|museum|library|collection"
    r"|reproduced|permission|public domain|commons|drawn|drawing|engraving|painting|painted|map|press|agency|author"
    r"|quelle|foto|bildnachweis|archiv|crédit|фото|источник|архив)\b",
    re.IGNORECASE,
)


@rule("M304", hint='say whose it is: {credit="Photograph: Central State Archive"}', severity=ADVICE)
def picture_without_credit(inventory: Inventory) -> Iterator[Finding]:
    """Some pictures with a caption say neither in it nor in ``credit`` who made them or where they come from.

    The credit is printed below the caption. A caption with a note or a citation is taken to say it there. It is said
    once, at the first picture. Allow it there where all are your own: <!-- allow: picture-without-credit -->

    Wrong:  ![The Smolny in 1934](pictures/smolny.jpg)
    Right:  ![The Smolny in 1934](pictures/smolny.jpg){credit="Photograph: Central State Archive"}
    """
    without = [figure for figure in inventory.figures if figure.caption and not _has_credit(figure)]
    if without:
        what = "a picture has" if len(without) == 1 else f"{len(without)} pictures have"
        related = tuple(Related(figure.place, "another") for figure in without[1:])
        yield Finding(without[0].place, f"{what} no credit", 0, related)


def _has_credit(figure: Figure) -> bool:
    held = walk_inlines(figure.caption)
    return bool(
        figure.credit
        or _CREDIT.search(plain_inlines(figure.caption))
        or any(isinstance(inline, NoteCall | Citation | CrossReference) for inline in held)
    )
