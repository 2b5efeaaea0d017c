"""Write a page's pieces in Markdown so that they say what the page said: every sign that would mean more is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from kirovbook.importer import signs
from kirovbook.importer.page import Kind, Piece

_ADDED = re.compile(f"{signs.ADDED}([^{signs.ADDED_END}]*){signs.ADDED_END}")
_MEANT = re.compile(r"[\\`*_\[\]<>^~$@{}|]|&(?=#?\w{1,32};)|(?<=-)-")
_AT_START = re.compile(r"^(?:([#>+=:%-])|(\d{1,9})([.)])|\((?=\w{1,5}\)))")
_STYLE_SIGNS = re.compile("[\ufdd0-\ufdd7]")
_MARKS = {signs.EMPHASIS: "*", signs.STRONG: "**", signs.RAISED: "^", signs.LOWERED: "~"}
_LOOSE = re.compile("([\ufdd0\ufdd2\ufdd4\ufdd6])(\\s+)|(\\s+)([\ufdd1\ufdd3\ufdd5\ufdd7])")
_EMPTY = re.compile("\ufdd0\ufdd1|\ufdd2\ufdd3|\ufdd4\ufdd5|\ufdd6\ufdd7")


def escape(text: str) -> str:
    """Escape what Markdown would read as more than letters, anywhere in a line."""
    return _MEANT.sub(r"\\\g<0>", text)


def inline(text: str) -> str:
    """Write a text with signs on one line."""
    text = _styled(" ".join(signs.printed(text).replace(signs.LINE_END, " ").split()))
    if text.isascii():
        return escape(text)
    parts = _ADDED.split(text)
    written = "".join(part if index % 2 else escape(part) for index, part in enumerate(parts))
    return _STYLE_SIGNS.sub(lambda sign: _mark(sign[0]), written)


def _mark(sign: str) -> str:
    return _MARKS.get(sign) or _MARKS[chr(ord(sign) - 1)]


def _styled(text: str) -> str:
    """Keep styles whose begin and end stand in order and touch words; raised words must be one word."""
    if text.isascii() or not _STYLE_SIGNS.search(text):
        return text
    for _ in range(4):
        text = _EMPTY.sub(
            "", _LOOSE.sub(lambda found: f"{found[2]}{found[1]}" if found[1] else f"{found[4]}{found[3]}", text)
        )
    open_: list[str] = []
    for sign in _STYLE_SIGNS.findall(text):
        if sign in _MARKS:
            if sign in open_:
                return _STYLE_SIGNS.sub("", text)
            open_.append(sign)
        elif not open_ or open_.pop() != chr(ord(sign) - 1):
            return _STYLE_SIGNS.sub("", text)
    if open_:
        return _STYLE_SIGNS.sub("", text)
    return re.sub("[\ufdd4\ufdd6][^\ufdd5\ufdd7]*[ ][^\ufdd5\ufdd7]*[\ufdd5\ufdd7]", lambda found: found[0][1:-1], text)


def paragraph(text: str) -> str:
    """Write a text as a paragraph: its first signs must not begin a list, a heading or the like."""
    return _AT_START.sub(_escaped_start, inline(text).strip())


def _escaped_start(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[2]}\\{found[3]}"
    return f"\\{found[0]}"


def render(pieces: Sequence[Piece], *, lowest: int = 0, is_passage: bool = False) -> str:
    """Write pieces as blocks. ``lowest`` is the level of the file's own title in the page's markup."""
    shown = []
    for piece in pieces:
        comments, piece = _without_comments(piece)  # noqa: PLW2901 - the comments stand before it
        shown += comments
        if piece.kind not in {Kind.DROPPED, Kind.NOTE} and signs.printed(piece.text).strip():
            shown.append(piece)
    blocks = []
    for kind, group in groupby(shown, key=_together):
        blocks += list(_blocks(kind, list(group), lowest, is_passage=is_passage))
    return "\n\n".join(blocks)


def _together(piece: Piece) -> Kind:
    return Kind.BULLET if piece.kind is Kind.NUMBERED else piece.kind


def _without_comments(piece: Piece) -> tuple[list[Piece], Piece]:
    """Take the comments that stand for pictures out of a piece: they are blocks of their own."""
    if "<!--" not in piece.text:
        return [], piece
    comments = [
        Piece(Kind.HEADING, signs.add(found[1]), piece.line, -1)
        for found in _ADDED.finditer(piece.text)
        if found[1].startswith("<!--")
    ]
    rest = _ADDED.sub(lambda found: "" if found[1].startswith("<!--") else found[0], piece.text)
    return comments, Piece(piece.kind, rest, piece.line, piece.level, piece.label)


def _blocks(kind: Kind, pieces: list[Piece], lowest: int, *, is_passage: bool) -> Iterator[str]:
    match kind:
        case Kind.HEADING:
            for piece in pieces:
                level = min(max(piece.level - lowest + 1 if piece.level and lowest else 2, 2), 6)
                words = inline(piece.text).strip()
                yield words if piece.level < 0 else f"{'#' * level} {words}"
        case Kind.VERSE:
            for piece in pieces:
                lines = signs.printed(piece.text).split(signs.LINE_END)
                yield "\n".join(f"| {inline(words).strip()}" for words in lines if words.strip())
        case Kind.BULLET:
            yield "\n".join(_items(pieces))
        case Kind.ROW:
            yield _table(pieces)
        case Kind.QUOTATION if not is_passage:
            yield "\n>\n".join(f"> {paragraph(piece.text)}" for piece in pieces)
        case _:
            for piece in pieces:
                yield _lines(piece.text)


def _lines(text: str) -> str:
    """Write a paragraph, with a break wherever the page broke a line on purpose."""
    lines = [words for words in signs.printed(text).split(signs.LINE_END) if words.strip()]
    if len(lines) < 2 or _STYLE_SIGNS.search(text):  # noqa: PLR2004 - one line has no break in it
        return paragraph(text)
    return "\\\n".join(paragraph(words) for words in lines)


def _items(pieces: list[Piece]) -> Iterator[str]:
    """Write a list; an item is never more than one level deeper than the item before it."""
    depth, least = 0, min(piece.level for piece in pieces)
    for piece in pieces:
        depth = min(piece.level - least + 1, depth + 1)
        mark = "1." if piece.kind is Kind.NUMBERED else "-"
        yield f"{'    ' * (depth - 1)}{mark} {paragraph(piece.text)}"


def _table(pieces: list[Piece]) -> str:
    rows = [[inline(cell).strip() for cell in signs.printed(piece.text).split("\t")] for piece in pieces]
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    written = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([written[0], f"|{'---|' * width}", *written[1:]])


def note_calls(pieces: Sequence[Piece]) -> list[str]:
    """Give the labels of the notes that pieces call, in order."""
    added = (found for piece in pieces if signs.ADDED in piece.text for found in _ADDED.findall(piece.text))
    return [label for words in added for label in re.findall(r"\[\^([^\]]+)\]", words)]


def define_note(label: str, pieces: Sequence[Piece]) -> str:
    """Write a note: its first paragraph on the line of its label, the others indented."""
    texts = [paragraph(piece.text) for piece in pieces if signs.printed(piece.text).strip()]
    return f"[^{label}]: " + "\n\n    ".join(texts or ["(empty)"])
