"""M301: a picture that says nothing to those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.inventory import Inventory
from kirovbook.lint.registry import Finding, rule


@rule("M301", hint='say what it shows: ![caption](path){alt="A crowd before the Smolny, seen from above"}')
def picture_without_alternative(inventory: Inventory) -> Iterator[Finding]:
    """A picture has neither an alternative text nor a caption.

    Whoever listens to the book hears only that there is a picture (WCAG 2.2, 1.1.1). One that is mere ornament is
    better drawn by the style sheet; allow it where it isn't: <!-- allow: picture-without-alternative -->

    Wrong:  ![](pictures/smolny.jpg)
    Right:  ![The Smolny](pictures/smolny.jpg){alt="A long building with columns, snow before it"}
    """
    for picture, _ in inventory.pictures():
        if not picture.alternative.strip():
            yield Finding(picture.place, f"the picture {picture.path!r} has no alternative text")
