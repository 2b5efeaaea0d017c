"""What is being done stands at the foot of a terminal, and nowhere else."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from kirovbook import pipeline
from kirovbook.report import display

SMALLEST = Path(__file__).parents[1] / "books" / "smallest"


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and remembers what was written on it."""

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.getvalue())


class Telling:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []
        self.done = 0

    def begins(self, words: str, parts: int = 0) -> None:
        self.told.append((words, parts))

    def advances(self, parts: int = 1) -> None:
        self.done += parts


def on_screen(written: str) -> list[str]:
    """Give the lines that a terminal shows in the end; it knows how to go up, to erase a line and no more."""
    lines, at = [""], 0
    for sign in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|[^\x1b]", written):
        match sign:
            case "\x1b[1A":
                at -= 1
            case "\x1b[2K" | "\r":
                lines[at] = "" if sign != "\r" else lines[at]
            case "\n":
                at += 1
                lines += [""] * (at == len(lines))
            case _ if not sign.startswith("\x1b"):
                lines[at] += sign
    return lines


@pytest.fixture(autouse=True)
def _window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_parts_are_counted_where_their_number_is_known() -> None:
    stream = Terminal()
    with display(stream, is_shown=True) as shown:
        line = shown.line()
        line.begins("laying out [bold] 'print'", parts=46)
        line.advances()
        line.advances(4)
    assert re.search(r"laying out \[bold\] 'print' .+ 5 of 46 ", stream.shown())


def test_nothing_is_counted_where_it_is_not() -> None:
    stream = Terminal()
    with display(stream, is_shown=True) as shown:
        line = shown.line()
        line.begins("laying out", parts=2)
        line.begins("reading the manuscript")
        line.advances()
    assert "reading the manuscript" in stream.shown()
    assert " of " not in stream.shown().rpartition("reading the manuscript")[2]


def test_lines_make_way_for_what_is_written() -> None:
    stream = Terminal()
    with display(stream, is_shown=True) as shown:
        for book in ("first", "second", "third"):
            shown.line().begins(f"reading the {book}")
        with shown.aside():
            stream.write("what is said\n")
    assert [line.strip() for line in on_screen(stream.getvalue()) if line.strip()] == ["what is said"]


def test_nothing_is_written_where_nobody_looks() -> None:
    stream = Terminal()
    with display(stream, is_shown=False) as shown:
        shown.line().begins("reading the manuscript", parts=3)
        with shown.aside():
            pass
    assert stream.getvalue() == ""


def test_a_build_says_what_it_is_at(tmp_path: Path) -> None:
    telling = Telling()
    assert pipeline.build(SMALLEST, pipeline.Order(("print", "epub"), tmp_path), telling).diagnostics == ()
    words = [words for words, _ in telling.told]
    assert words[0] == "reading the manuscript"
    assert words.index("setting the edition 'print'") < words.index("proving the edition 'print'")
    assert words[-1] == "making the edition 'epub'"
