"""Keep out of a page the characters that XML has no way to write."""

from __future__ import annotations

import re

# XML 1.0, section 2.2: no escaping makes these characters well-formed.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"


def legal(text: str) -> str:
    """Put the replacement character in the place of each character that XML does not allow."""
    return _NOT_XML.sub(_REPLACEMENT, text)
