"""M302: an alternative text that is the name of a file, or no more than "photo"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from kirovbook.lint.inventory import Inventory
from kirovbook.lint.registry import Finding, rule

_FILE = re.compile(r"\S{1,200}\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:image|img|picture|pict?|photo|photograph|figure|fig|dsc|scan|bild|foto|abb|рис|фото)[. _-]{0,2}\d{0,10}\.?",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[\W_]+")


@rule("M302", hint="say what the picture shows, for those who cannot see it")
def file_name_as_alternative(inventory: Inventory) -> Iterator[Finding]:
    """The alternative text of a picture names its file, or says no more than that it is one.

    Wrong:  ![The Smolny](pictures/smolny.jpg){alt="smolny.jpg"}
    Wrong:  ![Picture 3](pictures/smolny.jpg)
    Right:  ![The Smolny](pictures/smolny.jpg){alt="A long building with columns, snow before it"}
    """
    for picture, caption in inventory.pictures():
        words = picture.alternative.strip()
        stem = PurePosixPath(picture.path).stem
        is_stem = _bare(words) == _bare(stem) and (any(sign in "_-." or sign.isdigit() for sign in stem) or not caption)
        is_caption = words == caption.strip()
        if words and (_FILE.fullmatch(words) or _NUMBERED.fullmatch(words) or (is_stem and not is_caption)):
            yield Finding(picture.place, f"the alternative text {words!r} says nothing of what the picture shows")


def _bare(words: str) -> str:
    return _LETTERS.sub("", words.casefold())
