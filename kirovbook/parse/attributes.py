"""Read what stands in braces after a heading, a span, a picture: ``{#id .class key=value}``."""

from __future__ import annotations

import re
from typing import Final

from kirovbook.model.inlines import Attributes

_SPACE: Final = re.compile(r"\s*")
_ITEM: Final = re.compile(
    r"""(?P<id>\#[^\s{}\#="']+)
      | (?P<class>\.[^\s{}\#.="']+)
      | (?P<unnumbered>-(?=[\s}]))
      | (?P<raw>=[\w+-]+)
      | (?P<key>[^\W\d][\w:.-]*)=
        (?: "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>(?:[^'\\]|\\.)*)' | (?P<bare>[^\s{}"']*) )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_LONGEST: Final = 2000


def read_attributes(text: str, start: int, end: int) -> tuple[Attributes, int] | None:
    """Read attributes whose brace stands at ``start``; give them and the index after the closing brace.

    Classes add up; the last id and the last value of a key count. ``-`` is Pandoc's short form of
    ``.unnumbered``. Gives None where the text is not attributes. At most 2,000 characters are read.
    """
    if not text.startswith("{", start, end):
        return None
    end = min(end, start + _LONGEST)
    found = ""
    classes: list[str] = []
    pairs: dict[str, str] = {}
    at = _after_space(text, start + 1, end)
    while at < end and text[at] != "}":
        item = _ITEM.match(text, at, end)
        if item is None or not (item.end() >= end or text[item.end()] in " \t\n}"):
            return None
        if item["id"]:
            found = item["id"][1:]
        elif item["class"]:
            classes.append(item["class"][1:])
        elif item["unnumbered"]:
            classes.append("unnumbered")
        elif item["raw"]:
            pairs["="] = item["raw"][1:]
        else:
            pairs[item["key"]] = _value(item)
        at = _after_space(text, item.end(), end)
    if at >= end:
        return None
    classes += pairs.pop("class", "").split()
    return Attributes(pairs.pop("id", found), tuple(dict.fromkeys(classes)), tuple(pairs.items())), at + 1


def cut_attributes(text: str) -> tuple[str, Attributes]:
    """Cut attributes off the end of a heading or a caption; a text without them comes back as it is."""
    bare = text.rstrip()
    start = bare.rfind("{")
    if not bare.endswith("}") or start < 0 or bare[start - 1 : start] == "\\":
        return text, Attributes()
    read = read_attributes(bare, start, len(bare))
    if read is None or read[1] != len(bare):
        return text, Attributes()
    return bare[:start].rstrip(), read[0]


def _after_space(text: str, at: int, end: int) -> int:
    space = _SPACE.match(text, at, end)
    return space.end() if space else at


def _value(item: re.Match[str]) -> str:
    if item["bare"] is not None:
        return item["bare"]
    return _ESCAPE.sub(r"\1", item["double"] if item["double"] is not None else item["single"])
