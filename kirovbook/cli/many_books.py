"""Build several books, and tell of each in the order in which they were named."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kirovbook.cli.voice import CANNOT_RUN, DONE, Format, Voice, exit_code
from kirovbook.diagnostics import CannotRunError
from kirovbook.library import EPOCH, Failed, Job, build_here, build_there
from kirovbook.order import Order
from kirovbook.report import Report, harmless, summary


def build_many(books: Sequence[Path], order: Order, scheduler: str | None, voice: Voice) -> int:
    """Build the books here, or with the cluster of a scheduler, and give the worst of their exit codes.

    With ``order.out`` each book has its editions in a folder of that, called like its own. Raises CannotRunError where
    two books would have the same folder, and where the cluster can't be had.
    """
    jobs = _jobs(books, order)
    ended: dict[int, Report | Failed] = {}
    told = 0
    with voice.display() as display:
        built = build_here(jobs, display) if scheduler is None else build_there(jobs, display, scheduler)
        with closing(built):
            for number, became in built:
                ended[number] = became
                with display.aside():
                    while told in ended:
                        _tell(jobs[told], ended[told], voice)
                        told += 1
    voice.tell_together([(jobs[at].root, each) for at, each in sorted(ended.items()) if isinstance(each, Report)])
    codes = [_code(ended[number], order) for number in range(len(jobs))]
    if voice.format is Format.TEXT:
        _sum_up(jobs, ended, codes, voice)
    return max(codes)


def _jobs(books: Sequence[Path], order: Order) -> tuple[Job, ...]:
    epoch = os.environ.get(EPOCH, "")
    roots: dict[Path, Path] = {}
    for book in books:
        roots.setdefault(book.resolve(), book)
    if order.out is None:
        return tuple(Job(root, order, epoch) for root in roots.values())
    outs: dict[str, Path] = {}
    for place, root in roots.items():
        name = place.name
        if name in outs:
            both = f"{str(outs[name])!r} and {str(root)!r}"
            message = f"the editions of {both} would go to one folder, {str(order.out / name)!r}"
            raise CannotRunError(message, "leave -o out, or build them one after the other")
        outs[name] = root
    return tuple(Job(root, replace(order, out=order.out / name), epoch) for name, root in outs.items())


def _tell(job: Job, became: Report | Failed, voice: Voice) -> None:
    match became:
        case Report():
            voice.tell_of(became, job.root)
            if voice.format is Format.TEXT:
                sys.stdout.write("".join(f"{path}\n" for path in became.artifacts))
        case Failed(message, hint, trace):
            more = f"\n   hint: {harmless(hint)}" if hint else ""
            sys.stderr.write(f"{trace}kirovbook: {harmless(str(job.root))}: {harmless(message)}{more}\n")


def _sum_up(jobs: Sequence[Job], ended: dict[int, Report | Failed], codes: Sequence[int], voice: Voice) -> None:
    """Say in a line what became of each book, and in another of how many the same."""
    for number, job in enumerate(jobs):
        voice.say(f"{harmless(str(job.root))}: {_in_words(ended[number])}")
    built = sum(isinstance(one, Report) and bool(one.artifacts) for one in ended.values())
    failed = codes.count(CANNOT_RUN)
    counted = [f"{len(jobs)} books", f"{built} built"]
    counted += [f"{len(jobs) - built - failed} with errors"] if len(jobs) > built + failed else []
    counted += [f"{failed} could not be built"] if failed else []
    voice.say(", ".join(counted))


def _in_words(became: Report | Failed) -> str:
    if isinstance(became, Failed):
        return f"could not be built: {harmless(became.message)}"
    found = summary(became.diagnostics)
    if became.artifacts:
        return f"built, {found}" if found else "built"
    return f"{found}; no edition was replaced"


def _code(became: Report | Failed, order: Order) -> int:
    match became:
        case Failed():
            return CANNOT_RUN
        case Report(artifacts) if order.is_draft and artifacts:
            return DONE
        case report:
            return exit_code(report, is_strict=order.is_strict)
