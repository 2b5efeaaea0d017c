"""Write diagnostics for an author: the place, what is so, the line itself with a mark below, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kirovbook.diagnostics import Diagnostic, in_reading_order
from kirovbook.report.report import Report
from kirovbook.report.terminal import Line, Piece, cell_width

_TAB = 4
_WIDEST = 100
_INDENT = "   "
# Signs that steer a terminal or turn the direction of what follows.
_STEERING = frozenset(map(chr, (*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def render_text(report: Report) -> Iterator[Line]:
    """Write the diagnostics in the order of the files, each with its line of the manuscript."""
    files: dict[str, list[str]] = {}
    for found in in_reading_order(report.diagnostics):
        yield _headline(found)
        yield from _excerpt(found, _lines_of(found.place.file, report.texts, files))
        for other in found.related:
            place = Piece(f"{harmless(str(other.place))}:", "place")
            yield (Piece(_INDENT), place, Piece(f" {harmless(other.message)}"))
        if found.hint:
            yield (Piece(_INDENT), Piece("hint:", "faint"), Piece(f" {harmless(found.hint)}"))


def harmless(words: str) -> str:
    """Write words so that they cannot steer a terminal: control signs are shown as pictures or by number."""
    return "".join(_shown(sign) for sign in words)


def _headline(found: Diagnostic) -> Line:
    return (
        Piece(f"{harmless(str(found.place))}: ", "place"),
        Piece(f"{found.severity.value} {found.code}", found.severity.value),
        Piece(f" {harmless(found.message)}"),
    )


def _lines_of(file: str, texts: Mapping[str, str], files: dict[str, list[str]]) -> list[str]:
    """Split a file into lines once, however many diagnostics it has."""
    if file not in files:
        files[file] = texts.get(file, "").split("\n")
    return files[file]


def _excerpt(found: Diagnostic, lines: list[str]) -> Iterator[Line]:
    """Show the line of a place, or the part around it, and mark what is meant below it."""
    place = found.place
    if not 1 <= place.line <= len(lines) or not lines[place.line - 1].strip():
        return
    line = lines[place.line - 1]
    column = min(place.column - 1, len(line))
    start, end = _window(line, column)
    before = _spread(("…" if start else "") + line[start:column], 0)
    marked = _spread(line[column : min(end, column + found.length)], cell_width(before))
    after = _spread(line[min(end, column + found.length) : end], cell_width(before + marked))
    number = str(place.line)
    text = (before + marked + after).rstrip() + ("…" if end < len(line) else "")
    yield (Piece(f"{_INDENT}{number} | ", "faint"), Piece(text))
    carets = "^" * max(1, cell_width(marked))
    yield (
        Piece(f"{_INDENT}{' ' * len(number)} | ", "faint"),
        Piece(" " * cell_width(before)),
        Piece(carets, found.severity.value),
    )


def _window(line: str, column: int) -> tuple[int, int]:
    """Choose which part of a line to show: all of a short one, else what stands around the column."""
    if len(line) <= _WIDEST:
        return 0, len(line)
    start = max(0, min(column - _WIDEST // 3, len(line) - _WIDEST))
    return start, start + _WIDEST


def _spread(words: str, at: int) -> str:
    """Write words that begin in the cell ``at`` with spaces for tabs, and harmless."""
    first, *others = words.split("\t")
    spread = harmless(first)
    for part in others:
        spread += " " * (_TAB - (at + cell_width(spread)) % _TAB) + harmless(part)
    return spread


def _shown(sign: str) -> str:
    code = ord(sign)
    if code < 0x20:  # noqa: PLR2004 - the control signs of ASCII have pictures from U+2400 on
        return chr(0x2400 + code)
    return f"<U+{code:04X}>" if sign in _STEERING else sign
