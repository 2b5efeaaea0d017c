"""Join what the gatherings of an edition use of its fonts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from kirovbook.export.set_gathering import UsedFont

_Said = TypeVar("_Said", int, str)


def joined(fonts: Sequence[UsedFont]) -> tuple[UsedFont, ...]:
    """Give each font once, with the glyphs of all that use it; they come in the order of the book.

    A glyph stands for the letters that it was first used for, as WeasyPrint has it.
    """
    by_name: dict[str, list[UsedFont]] = {}
    for font in fonts:
        by_name.setdefault(font.name, []).append(font)
    return tuple(
        UsedFont(name, min(each.described for each in same), _first(each.widths for each in same),
                 _first(each.letters for each in same))
        for name, same in sorted(by_name.items())
    )


def _first(pairs: Iterable[tuple[tuple[int, _Said], ...]]) -> tuple[tuple[int, _Said], ...]:
    first: dict[int, _Said] = {}
    for each in pairs:
        for glyph, said in each:
            first.setdefault(glyph, said)
    return tuple(sorted(first.items()))
