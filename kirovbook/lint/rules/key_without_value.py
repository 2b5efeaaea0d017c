"""F201: a key of a header that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.headers import Headers
from kirovbook.lint.registry import Finding, rule

# A key at the margin with nothing behind it, and no list or mapping below it.
_EMPTY = re.compile(
    r"^(?P<key>[A-Za-z][\w-]{0,60})[ \t]*:[ \t]*(?:\"\"|''|\[\]|\{\}|~|null)?[ \t]*(?:#[^\n]*)?\n(?![ \t]|- )",
    re.MULTILINE,
)


@rule("F201", hint="give it a value, or take the key away", severity=ADVICE)
def key_without_value(headers: Headers) -> Iterator[Finding]:
    """A key stands in the header of a file and has no value.

    Wrong:  title:
    Right:  title: The Smolny
    """
    for file, header in headers:
        for found in _EMPTY.finditer(header):
            place = headers.place(file, header, found.start())
            yield Finding(place, f"the key {found['key']!r} has no value", len(found["key"]))
