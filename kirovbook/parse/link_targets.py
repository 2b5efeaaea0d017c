"""Tell the links that a reader of a book can follow from those that lead to a file of the author's or to a script."""

from __future__ import annotations

import re
from typing import Final

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_FOLLOWED: Final = frozenset({"http", "https", "mailto", "tel", "doi", "urn"})


def is_followed(target: str) -> bool:
    """Answer whether a link leads to the web, to a person, or to a point of the book (``#id``)."""
    scheme = _SCHEME.match(target)
    return scheme[1].lower() in _FOLLOWED if scheme else target.startswith("#")
