"""What is asked of a worker, and what is shown of what it says."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from kirovbook import library
from kirovbook.hands import Hands, Message
from kirovbook.library import Job
from kirovbook.order import Order
from kirovbook.report import Report


class Line:
    """A line of a display."""

    def __init__(self) -> None:
        self.words = ""
        self.done = 0
        self.parts = 0

    def begins(self, words: str, parts: int = 0) -> None:
        self.words, self.parts, self.done = words, parts, 0

    def advances(self, parts: int = 1) -> None:
        self.done += parts


class Shown:
    """A display that remembers its lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def line(self) -> Line:
        self.lines.append(Line())
        return self.lines[-1]

    def read(self) -> list[str]:
        return [f"{line.words} {line.done}/{line.parts}" for line in self.lines if line.words]


class Asked(Executor):
    """Does at once what a worker would, which is to say something."""

    def __init__(self, hear: Callable[[Message], None]) -> None:
        self.hear = hear
        self.jobs: list[Job] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        assert fn is library.build_job
        job, number, _say = args
        self.jobs.append(job)
        self.hear(Message(number, "laying out", 4, 0))
        self.hear(Message(number, "", 0, 3))
        done: Future[Any] = Future()
        done.set_result(Report())
        return done


def asked(names: str) -> tuple[list[Job], list[list[str]]]:
    """Give the jobs as workers get them, and what is shown after each book."""
    shown, asked = Shown(), []
    jobs = [Job(Path(name), Order()) for name in names]

    def hire(hear: Callable[[Message], None]) -> nullcontext[Hands]:
        asked.append(Asked(hear))
        return nullcontext(Hands(asked[0], print, (), are_here=True))

    read = [shown.read() for _ in library._build(jobs, range(len(jobs)), shown, hire)]
    return asked[0].jobs, read


@pytest.mark.parametrize(("names", "workers"), [("a", 0), ("abc", 1)])
def test_a_book_among_several_has_one_process(names: str, workers: int) -> None:
    jobs, _ = asked(names)
    assert [job.order.workers for job in jobs] == [workers] * len(names)


def test_each_book_has_a_line_until_it_is_done() -> None:
    _, read = asked("ab")
    assert [lines[0] for lines in read] == ["building 2 books 1/2", "building 2 books 2/2"]
    assert len(read[0]) == 2
    assert read[0][1] in {"a: laying out 3/4", "b: laying out 3/4"}
    assert read[1][1:] == []


def test_no_more_lines_are_shown_than_can_be_read() -> None:
    shown = Shown()
    board = library._Board([Job(Path(str(number)), Order()) for number in range(40)], Line(), shown)
    for number in range(40):
        board.hear(Message(number, "laying out", 0, 0))
    assert len(shown.lines) == 12
    board.strike(0)
    board.hear(Message(0, "too late", 0, 0))
    board.hear(Message(39, "proving", 0, 0))
    assert len(shown.lines) == 12
    assert shown.read()[0] == "39: proving 0/0"
