"""Build many books side by side, each by itself: one that fails takes no other along."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError, Future, as_completed
from contextlib import AbstractContextManager, contextmanager
from dataclasses import field, replace
from pathlib import Path
from traceback import format_exception

from kirovbook import unchanged
from kirovbook.cores import count_cores
from kirovbook.diagnostics import CannotRunError
from kirovbook.hands import Hands, Message, Say
from kirovbook.order import Order
from kirovbook.progress import Progress
from kirovbook.quick_dataclass import dataclass
from kirovbook.report import Display, Report

EPOCH = "SOURCE_DATE_EPOCH"
_MOST_LINES = 12
_DEAD = "the worker that built it died, and so did the next one"


@dataclass(frozen=True, slots=True)
class Job:
    """A book to be built: its folder as the author named it, what is wanted, and SOURCE_DATE_EPOCH where it is set."""

    root: Path
    order: Order
    epoch: str = ""

    @property
    def out(self) -> Path:
        """The folder of the editions."""
        return self.order.out or self.root / "dist"

    @property
    def anywhere(self) -> Job:
        """The same job for a process that may run in another folder."""
        order = replace(self.order, out=self.out.resolve())
        return Job(self.root.resolve(), order, self.epoch)


@dataclass(frozen=True, slots=True)
class Failed:
    """A book of which there is nothing to report: why, what to do about it, and the trace of a fault of the program."""

    message: str
    hint: str = ""
    trace: str = ""


Ended = tuple[int, Report | Failed]
"""The number of a job, and what became of its book."""


def build_book(root: Path, order: Order, progress: Progress) -> Report:
    """Make the editions of the book at ``root``, or leave them as they are if nothing has changed.

    Raises what ``pipeline.build`` raises.
    """
    out = order.out or root / "dist"
    mark = _mark_of(root, order)
    report = unchanged.report_of(mark, root, out)
    if report is None:
        if order.workers != 1 and count_cores() > 1:
            from kirovbook.fork_server import begin_to_load  # noqa: PLC0415 - an unchanged book needs none

            begin_to_load(root)
        from kirovbook import pipeline  # noqa: PLC0415 - it loads what only a build needs

        report = pipeline.build(root, order, progress)
        unchanged.remember(mark, report, out)
    return report


def build_here(jobs: Sequence[Job], display: Display) -> Generator[Ended, None, None]:
    """Build books with as many worker processes as there are cores; give each as it ends."""
    changed = list[int]()
    for number, job in enumerate(jobs):
        # No process need be begun for a book that has not changed.
        known = unchanged.report_of(_mark_of(job.root, job.order), job.root, job.out)
        if known is None:
            changed.append(number)
        else:
            yield number, known
    if changed:
        from kirovbook.workers import local_hands  # noqa: PLC0415 - an unchanged book needs none

        yield from _build(jobs, changed, display, lambda hear: local_hands(min(count_cores(), len(changed)), hear))


def build_there(jobs: Sequence[Job], display: Display, address: str) -> Generator[Ended, None, None]:
    """Build books with the workers of a cluster, which must see the same folders; give each as it ends.

    Raises CannotRunError where the cluster can't be had.
    """
    from kirovbook.cluster import cluster_hands  # noqa: PLC0415 - few have one

    yield from _build(jobs, range(len(jobs)), display, lambda hear: cluster_hands(address, hear))


def _mark_of(root: Path, order: Order) -> str:
    if not order.uses_cache:
        return ""
    options = (*sorted(order.only), f"strict={order.is_strict}", f"draft={order.is_draft}")
    return unchanged.mark_of(root.resolve(), order.out or root / "dist", options)


def _build(
    jobs: Sequence[Job], wanted: Sequence[int], display: Display, hire: Callable[[Say], AbstractContextManager[Hands]],
) -> Generator[Ended, None, None]:
    board = _Board(jobs, display.line(), display)
    board.whole.begins(f"building {len(jobs)} book{'s' if len(jobs) > 1 else ''}", len(jobs))
    board.whole.advances(len(jobs) - len(wanted))
    with hire(board.hear) as hands:
        for number, ended in _carried_out(jobs, wanted, hands):
            board.strike(number)
            yield number, ended


def _carried_out(jobs: Sequence[Job], wanted: Sequence[int], hands: Hands) -> Generator[Ended, None, None]:
    """Build all at once, and those whose worker died once more, one after another: then it is clear by whose fault."""
    workers = 1 if len(wanted) > 1 else 0

    def submit(number: int) -> Future[Report | Failed]:
        job = jobs[number] if hands.are_here else jobs[number].anywhere
        alone = replace(job, order=replace(job.order, workers=workers))
        return hands.executor.submit(build_job, alone, number, hands.say)

    orphaned = list[int]()
    numbers = {submit(number): number for number in wanted}
    for future in as_completed(tuple(numbers)):
        number, fault = numbers.pop(future), _fault_of(future)
        if isinstance(fault, hands.deaths):
            orphaned.append(number)
            continue
        ended = number, _became(jobs[number], future, fault)
        # What is still held here a scheduler would make again if the worker died that has it.
        del future
        yield ended
    for number in orphaned:
        future = submit(number)
        fault = _fault_of(future)
        if isinstance(fault, hands.deaths):
            yield number, Failed(_DEAD, "see whether there is enough memory for it")
        else:
            yield number, _became(jobs[number], future, fault)


def _fault_of(future: Future[Report | Failed]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as fault:
        return fault


def _became(job: Job, future: Future[Report | Failed], fault: BaseException | None) -> Report | Failed:
    """Give what a job came to, its editions named as the author named their folder."""
    match fault:
        case None:
            became = future.result()
            if isinstance(became, Failed):
                return became
            return replace(became, artifacts=tuple(job.out / path.name for path in became.artifacts))
        case CancelledError():
            return Failed("the scheduler has gone away")
        case _:
            return Failed("the program failed at it", "report it: it is no fault of the book", _trace(fault))


def _trace(fault: BaseException) -> str:
    return "".join(format_exception(fault))


_at_work = threading.Lock()


def build_job(job: Job, number: int, say: Say) -> Report | Failed:
    """Build a book in a worker process, and say what it is at; of the book's texts only those spoken of are given.

    WeasyPrint is changed for a layout while it lasts: where a worker has threads, they build one after another.
    """
    with _at_work, _at_time(job.epoch):
        try:
            report = build_book(job.root, job.order, _Sayer(number, say))
        except CannotRunError as trouble:
            return Failed(str(trouble), trouble.hint)
    files = {place.file for each in report.diagnostics for place in (each.place, *(one.place for one in each.related))}
    return replace(report, texts={file: text for file, text in report.texts.items() if file in files})


@contextmanager
def _at_time(epoch: str) -> Iterator[None]:
    before = os.environ.pop(EPOCH, "")
    if epoch:
        os.environ[EPOCH] = epoch
    try:
        yield
    finally:
        os.environ.pop(EPOCH, "")
        if before:
            os.environ[EPOCH] = before


@dataclass(frozen=True, slots=True)
class _Sayer:
    """The progress of a job, said from where it is carried out."""

    number: int
    say: Say

    def begins(self, words: str, parts: int = 0) -> None:
        self.say(Message(self.number, words, parts, 0))

    def advances(self, parts: int = 1) -> None:
        self.say(Message(self.number, "", 0, parts))


@dataclass(slots=True)
class _Board:
    """How many books are done, and what is being done for the others, on a line each as long as there are lines."""

    jobs: Sequence[Job]
    whole: Progress
    display: Display
    lines: dict[int, Progress] = field(default_factory=dict)
    free: list[Progress] = field(default_factory=list)
    ended: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, message: Message) -> None:
        with self.lock:
            line = self._line(message.job)
            if line and message.words:
                line.begins(f"{self.jobs[message.job].root}: {message.words}", message.parts)
            if line and message.done:
                line.advances(message.done)

    def strike(self, number: int) -> None:
        """Count a book as done and free its line."""
        with self.lock:
            self.whole.advances()
            self.ended.add(number)
            if line := self.lines.pop(number, None):
                line.begins("")
                self.free.append(line)

    def _line(self, number: int) -> Progress | None:
        if number in self.ended:
            return None
        if number not in self.lines and len(self.lines) < _MOST_LINES:
            self.lines[number] = self.free.pop() if self.free else self.display.line()
        return self.lines.get(number)
