"""Part a JSON file of a bibliography into its items, and find the next one behind what is broken.

Zotero writes an array; other programs an object with the array under "items", an object of items by their keys,
or one item alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """An object, where it begins and ends in the text, and the name it stands under, if any."""

    start: int
    end: int
    value: dict[str, Any]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong at a place of the text."""

    start: int
    message: str


_SPACE = re.compile(r"[\s,]*")
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")
_NAME = re.compile(r'"(?P<name>(?:[^"\\\n]|\\.)*+)"\s*:\s*')
_DECODER = json.JSONDecoder()


def read_items(text: str) -> Iterator[Item | Broken]:
    """Give the items of a file in their order, and each place where something is wrong."""
    start = _behind_space(text, 0)
    if text[start : start + 1] == "[":
        yield from _array(text, start + 1)
    elif text[start : start + 1] == "{":
        yield from _object(text, start)
    else:
        yield Broken(min(start, max(0, len(text) - 1)), "this is not JSON: an array of items is missing")


def _array(text: str, position: int) -> Iterator[Item | Broken]:
    position = _behind_space(text, position)
    while position < len(text) and text[position] != "]":
        value, end = _decode(text, position)
        if isinstance(value, Broken):
            yield value
            following = _NEXT.search(text, max(end, position + 1))
            while following and not _is_item(text, following.end()):
                following = _NEXT.search(text, following.end())
            if following is None:
                return
            end = following.end()
        elif isinstance(value, dict):
            yield Item(position, end, value)
        else:
            yield Broken(position, "this is no item: an object in braces is missing")
        position = _behind_space(text, end)
    if position >= len(text):
        yield Broken(max(0, len(text) - 1), "this is not JSON: the array is not closed")
    elif rest := text[position + 1 :].strip(" \t\n},"):
        yield Broken(text.index(rest[0], position + 1), "something stands behind the end of the array")


def _object(text: str, start: int) -> Iterator[Item | Broken]:
    """Read an object: its array of items, its items by name, or itself."""
    position = _behind_space(text, start + 1)
    named: list[Item] = []
    while name := _NAME.match(text, position):
        if name["name"] == "items" and text[name.end() : name.end() + 1] == "[":
            yield from _array(text, name.end() + 1)
            return
        value, end = _decode(text, name.end())
        if isinstance(value, Broken):
            yield from named
            yield value
            return
        if isinstance(value, dict):
            named.append(Item(name.end(), end, value, name["name"]))
        position = _behind_space(text, end)
    whole, end = _decode(text, start)
    if isinstance(whole, dict) and ("id" in whole or "type" in whole or "citation-key" in whole):
        yield Item(start, end, whole)
    elif isinstance(whole, Broken):
        yield from named
        yield whole
    else:
        yield from named
        if not named:
            yield Broken(start, "this is no bibliography: an array of items is missing")


def _decode(text: str, position: int) -> tuple[Any, int]:
    """Decode what stands at a position, or say what is wrong there, and give where that is."""
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        at = min(error.pos, max(0, len(text) - 1))
        return Broken(at, f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"), at
    except (RecursionError, ValueError):
        return Broken(position, "this is not JSON: it is nested too deeply, or a number is too long"), position


def _is_item(text: str, position: int) -> bool:
    value, _ = _decode(text, position)
    return isinstance(value, dict) and "id" in value


def _behind_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
