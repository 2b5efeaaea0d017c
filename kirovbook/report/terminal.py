"""Write to the terminal, in colour where there is one. The only module that knows rich, and it waits to load it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line and how they are to look: "error", "warning", "advice", "place", "faint" or ""."""

    words: str
    look: str = ""


Line = tuple[Piece, ...]

_STYLES = {"error": "bold red", "warning": "bold yellow", "advice": "bold cyan", "place": "bold", "faint": "dim"}


def write(lines: Iterable[Line], stream: TextIO, *, is_coloured: bool) -> None:
    """Write lines to a stream, none of them broken to the width of the window."""
    if not is_coloured:
        stream.writelines("".join(piece.words for piece in line) + "\n" for line in lines)
        return
    from rich.console import Console  # noqa: PLC0415 - half of the time that a short command takes
    from rich.text import Text  # noqa: PLC0415

    console = Console(file=stream, force_terminal=True, color_system="standard", highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((piece.words, _STYLES.get(piece.look, "")) for piece in line)))


def cell_width(words: str) -> int:
    """Count the cells that words take up in a terminal: two for a Chinese letter, none for an accent."""
    if words.isascii():
        return len(words)
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(words)


@contextmanager
def spinner(stream: TextIO, *, is_shown: bool) -> Iterator[Callable[[str], None]]:
    """Show that work goes on, and what; gives the function that says what it is now."""
    if not is_shown:
        yield lambda _words: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415

    with Console(file=stream).status("") as status:
        yield lambda words: status.update(escape(words))
