"""C105: a key that is read as text, as Pandoc reads it too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, rule

_UNREAD = re.compile(
    r"@(?:(?:(?<=\w\.@)|(?<=\w[*_]@))(?P<glued>\w[\w:/-]{0,60})"
    r"|(?<![\w\\]@)(?P<spaced>\{[^{}\n]{0,60}[ \t][^{}\n]{0,60}\}))"
)


@rule("C105", hint="put a space or a bracket before it; in braces a key has no space")
def key_read_as_text(lines: Lines) -> Iterator[Finding]:
    """A key is printed as it stands, and cites nothing.

    A key that follows a full stop or emphasis at once is text, as it is in Pandoc; so is one in braces with a
    space in it. Write a backslash before an '@' that is meant as such.

    Wrong:  It was so.@kirov1934
    Right:  It was so.[@kirov1934]
    """
    for place, text in lines:
        for match in _UNREAD.finditer(text):
            yield Finding(place.at(match.start()), f"{match[0]!r} is read as text", len(match[0]))
