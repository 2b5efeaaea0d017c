"""Write to the terminal, in colour where there is one. The only module that knows rich, and it waits to load it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from kirovbook.progress import NO_PROGRESS, Progress
from kirovbook.quick_dataclass import dataclass

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


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


class Display:
    """Lines at the foot of a terminal that say what is being done, once there is something to say; else none at all."""

    def __init__(self, stream: TextIO | None) -> None:
        """Show them on a terminal; None: nobody looks."""
        self._stream = stream

    def line(self) -> Progress:
        """Give another line, to be filled."""
        return NO_PROGRESS if self._stream is None else _DisplayLine(self)

    @cached_property
    def bars(self) -> Bars:
        """What shows the lines, shown from now on."""
        bars = _make_bars(self._stream or sys.stderr)
        bars.start()
        return bars

    @property
    def is_shown(self) -> bool:
        """Whether any line was begun."""
        return "bars" in self.__dict__

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the lines away while something else is written."""
        if not self.is_shown:
            yield
            return
        self.bars.stop()
        # rich goes up and erases as many lines as it showed last, although they are gone.
        erased = sum(task.visible for task in self.bars.tasks) - 1
        try:
            yield
        finally:
            self.bars.console.line(max(erased, 0))
            self.bars.start()


class _DisplayLine:
    """A line of a display: what is being done, how much of it is done, how long it will take. No words: no line."""

    def __init__(self, display: Display) -> None:
        self._display = display

    def begins(self, words: str, parts: int = 0) -> None:
        self._display.bars.reset(
            self._task, total=parts, description=words, visible=bool(words), is_counted=parts > 0,
        )

    def advances(self, parts: int = 1) -> None:
        self._display.bars.advance(self._task, parts)

    @cached_property
    def _task(self) -> TaskID:
        return self._display.bars.add_task("", visible=False, is_counted=False)


@contextmanager
def display(stream: TextIO, *, is_shown: bool) -> Iterator[Display]:
    """Show on a terminal that work goes on, and what; gives where to write that."""
    shown = Display(stream if is_shown else None)
    try:
        yield shown
    finally:
        if shown.is_shown:
            shown.bars.stop()


def _make_bars(stream: TextIO) -> Bars:
    """Give rich's own display: words, and beside them a bar, numbers and time, where it is known of how many parts."""
    from rich.console import Console, RenderableType  # noqa: PLC0415
    from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    class WhereKnown(ProgressColumn):
        def __init__(self, column: ProgressColumn) -> None:
            super().__init__()
            self._column = column

        def render(self, task: Task) -> RenderableType:
            return self._column(task) if task.fields["is_counted"] else ""

    counted = TextColumn("{task.completed:.0f} of {task.total:.0f}", style="progress.download")
    columns = (BarColumn(24), counted, TimeRemainingColumn(compact=True))
    return Bars(
        SpinnerColumn(), TextColumn("{task.description}", markup=False), *map(WhereKnown, columns),
        console=Console(file=stream), transient=True, redirect_stdout=False, redirect_stderr=False,
    )
