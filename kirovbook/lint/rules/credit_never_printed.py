"""M305: the credit of a picture within a line."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.inventory import Inventory
from kirovbook.lint.registry import Finding, rule


@rule("M305", hint="give the picture a paragraph of its own, or say whose it is in the text")
def credit_never_printed(inventory: Inventory) -> Iterator[Finding]:
    """A picture within a line has a credit, and there is no caption under which it could be printed.

    Wrong:  The seal ![a seal](pictures/seal.png){credit="Photograph: A. Reed"} was broken.
    Right:  The seal ![a seal](pictures/seal.png) was broken. (Photograph: A. Reed)
    """
    for picture in inventory.in_lines:
        if picture.attributes.get("credit"):
            yield Finding(picture.place, f"the credit of {picture.path!r} is printed nowhere")
