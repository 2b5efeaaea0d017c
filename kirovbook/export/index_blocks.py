"""The blocks of an index in its copy: its entries, list by list, and what stands between the lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from xml.etree import ElementTree as ET

from kirovbook.export.page_start import PageStart
from kirovbook.export.set_gathering import IndexBlock
from kirovbook.export.specification import Copy
from kirovbook.quick_dataclass import dataclass

_INDEX, _LIST = "source-index", "index-list"
_BEFORE = 2
"""So many entries before the first that is set may have a say in how it looks, besides the first of its list."""


@dataclass(frozen=True, slots=True)
class ReadIndex:
    """An index as its copy has it: a mark of all but its entries, and its blocks in their order."""

    frame: str
    blocks: tuple[IndexBlock, ...]


@dataclass(frozen=True, slots=True)
class CutIndex:
    """The copy of an index with some of its entries; for each list ``kept`` has the numbers of those that are left."""

    copy: Copy
    kept: dict[int, tuple[int, ...]]


def blocks_of(copy: Copy) -> tuple[IndexBlock, ...]:
    """Give the blocks of an index in its copy; none for any other copy."""
    section = _index_in(_tree(copy), copy)
    return tuple(_blocks_of(section)) if section is not None else ()


def read_index(copy: Copy) -> ReadIndex | None:
    """Read the copy of an index of works; None for any other copy.

    The columns of an index of names are made equal on its last page, for which all that is left must be known.
    """
    if not copy.units or copy.keeps_folios or copy.is_folios or copy.theme is not None:
        return None
    root = _tree(copy)
    section = _index_in(root, copy)
    if section is None:
        return None
    blocks = tuple(_blocks_of(section))
    for part in section:
        if _is_list(part):
            part[:] = []
    frame = repr((ET.tostring(root), copy.styles, copy.pictures, copy.under, copy.is_followed, copy.units))
    return ReadIndex(_mark(frame.encode("utf-8", "surrogatepass")), blocks)


def cut_index(copy: Copy, first: int, last: int) -> CutIndex:
    """Leave out the entries from the block ``last`` on, and those before ``first`` that have no say in how it looks."""
    root = _tree(copy)
    section = _index_in(root, copy)
    kept: dict[int, tuple[int, ...]] = {}
    before = 0
    for place, part in enumerate(section if section is not None else ()):
        if _is_list(part):
            entries = list(part)
            kept[place] = tuple(number for number in range(len(entries)) if before + number < last
                                and (before + number >= first - _BEFORE or number == 0))
            part[:] = [entries[number] for number in kept[place]]
            before += len(entries)
        else:
            before += 1
    return CutIndex(replace(copy, markup=ET.tostring(root, encoding="unicode")), kept)


def block_of(start: PageStart, blocks: Sequence[IndexBlock], depth: int) -> int:
    """Give the block that a page begins with; their count for a page that begins behind them all."""
    if len(start.at) <= depth:
        return len(blocks) if any(start.at) else 0
    place, number = start.at[depth], start.at[depth + 1] if len(start.at) > depth + 1 else 0
    for index, block in enumerate(blocks):
        if block.place == place and block.number in {-1, number}:
            return index
    return len(blocks)


def _tree(copy: Copy) -> ET.Element:
    return ET.fromstring(copy.markup)  # noqa: S314 - our own markup, escaped by our templates


def _index_in(root: ET.Element, copy: Copy) -> ET.Element | None:
    """Give the index that a gathering opens with."""
    section = next(root.iter("section"), None)
    if section is None or section.get("id") != copy.units[0][0] or section.get("class") != _INDEX:
        return None
    return section


def _is_list(part: ET.Element) -> bool:
    return part.get("class") == _LIST


def _blocks_of(section: ET.Element) -> Iterator[IndexBlock]:
    for place, part in enumerate(section):
        if _is_list(part):
            for number, entry in enumerate(part):
                name = _mark(ET.tostring(entry[0])) if len(entry) else ""
                yield IndexBlock(place, number, name, _mark(ET.tostring(entry)))
        else:
            yield IndexBlock(place, -1, "", f"between lists {place}")


def _mark(written: bytes) -> str:
    return sha256(written).hexdigest()
