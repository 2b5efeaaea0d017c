"""M303: pictures of which a listener hears the caption twice."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Related
from kirovbook.lint.inventory import Inventory
from kirovbook.lint.registry import Finding, rule


@rule("M303", hint='say what the picture shows in {alt="..."}', severity=ADVICE)
def caption_as_alternative(inventory: Inventory) -> Iterator[Finding]:
    """Some pictures have the words of their caption as alternative text, because they have no other.

    A listener then hears the caption twice, and not what there is to see. It is said once, at the first picture.
    Allow it there where the captions describe the pictures: <!-- allow: caption-as-alternative -->

    Wrong:  ![The Smolny in 1934](pictures/smolny.jpg)
    Right:  ![The Smolny in 1934](pictures/smolny.jpg){alt="A long building with columns, snow before it"}
    """
    captioned = [(picture, caption.strip()) for picture, caption in inventory.pictures() if caption.strip()]
    alike = [picture for picture, caption in captioned if picture.alternative.strip() == caption]
    if alike:
        what = "a picture has" if len(alike) == 1 else f"{len(alike)} pictures have"
        related = tuple(Related(picture.place, "another") for picture in alike[1:])
        yield Finding(alike[0].place, f"{what} the caption as alternative text", 0, related)
