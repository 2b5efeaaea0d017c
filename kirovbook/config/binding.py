"""Read what an edition says of its sheets and its binding: signature, gutter, paper."""

from __future__ import annotations

from kirovbook.config.tables import Table, Trouble
from kirovbook.config.values import parse_length
from kirovbook.model.edition import STYLE_GUTTER, Gutter, Paper

_PAPER_KEYS = ("caliper", "board")
_MOST_PAGES = 64
_WIDEST_GUTTER = 144
_THICKEST = 14.4

_SIGNATURE = Trouble("K141", "is not a number of pages on one sheet", "write an even number to 64, such as 16")
_GUTTER = Trouble("K142", "is not a gutter", "write a length of two inches at most, as in '20mm', or 'auto'")
_CALIPER = Trouble("K143", "is not how thick a leaf is", "write a length with its unit, as in '0.1mm', to 5mm")


def read_signature(table: Table) -> int:
    """Give the number of pages that the page count must be a multiple of; 1 where the edition asks for none."""
    number = table.whole("signature", 1)
    if number == 1 or (2 <= number <= _MOST_PAGES and number % 2 == 0):  # noqa: PLR2004 - the two pages of a leaf
        return number
    table.refuse("signature", _SIGNATURE)
    return 1


def read_gutter(table: Table) -> Gutter:
    """Read the inner margin of an edition: "auto", or a length."""
    return table.parsed("gutter", _parse_gutter, _GUTTER, STYLE_GUTTER)


def read_paper(table: Table) -> Paper | None:
    """Read ``paper = {caliper = "0.1mm", board = "0.3mm"}``; without a caliper there is no cover to be made."""
    if not table.has("paper"):
        return None
    paper = table.table("paper")
    paper.name_unknown_keys(_PAPER_KEYS)
    caliper, board = (paper.parsed(key, _parse_caliper, _CALIPER, 0.0) for key in _PAPER_KEYS)
    if not paper.has("caliper") and isinstance(table.values["paper"], dict):
        mark = table.mark("paper")
        table.report("K143", _CALIPER.severity, mark.key, "the paper has no caliper", _CALIPER.hint, mark.key_length)
    return Paper(caliper, board) if caliper else None


def _parse_gutter(text: str) -> Gutter | None:
    if text.lower() == "auto":
        return Gutter(grows=True)
    length = parse_length(text)
    return Gutter(float(length)) if length and length <= _WIDEST_GUTTER else None


def _parse_caliper(text: str) -> float | None:
    length = parse_length(text)
    return float(length) if length and length <= _THICKEST else None
