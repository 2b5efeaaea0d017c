"""The composing room: where gatherings are set, side by side where there are many, and not again where one is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import field, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kirovbook.cache import digest_of
from kirovbook.export.composing import cut_fonts, set_copy, set_index_part
from kirovbook.export.index_again import IndexAgain, set_again
from kirovbook.export.index_part import IndexPart, SetPart
from kirovbook.export.joined_fonts import joined
from kirovbook.export.set_gathering import SetGathering, UsedFont
from kirovbook.export.specification import Copy, Specification
from kirovbook.export.system_libraries import libraries_mark
from kirovbook.memory import Memory, mark_of_content, program_mark
from kirovbook.progress import NO_PROGRESS, Progress
from kirovbook.quick_dataclass import dataclass

if TYPE_CHECKING:
    from kirovbook.export.binding import Binder

_T = TypeVar("_T")
_HANDS = 2
"""Composers that set an index again side by side: more would each have the entries about his part to look at."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What will be asked for next: ``copies`` for composers who have nothing else to do, and an errand of our own."""

    copies: Sequence[Copy] = ()
    errand: Callable[[], None] = lambda: None


NOTHING = Meanwhile()


@dataclass(slots=True)
class ComposingRoom:
    """Sets gatherings, each once; what ``memory`` has of an earlier build is not set again.

    ``composers`` are processes that work side by side; without any the work is done here. ``keeps_lines``: it is kept
    where each line stands. ``errands`` are run once, while composers are waited for; where none are, nobody runs them.
    ``binder`` has bound what was set last, as far as there was time for it.
    """

    memory: Memory = field(default_factory=Memory)
    composers: Executor | None = None
    progress: Progress = NO_PROGRESS
    keeps_lines: bool = True
    marks: dict[tuple[str, Copy], str] = field(default_factory=dict)
    known: dict[str, SetGathering] = field(default_factory=dict)
    digests: dict[Path, str] = field(default_factory=dict)
    begun: dict[str, Future[SetGathering]] = field(default_factory=dict)
    errands: list[Callable[[], None]] = field(default_factory=list)
    binder: Binder | None = None

    def set_all(
        self, specification: Specification, copies: Sequence[Copy], meanwhile: Meanwhile = NOTHING,
        order: Sequence[int] = (),
    ) -> tuple[SetGathering, ...]:
        """Give the gatherings of these copies, set to a specification.

        ``meanwhile`` is what is begun while composers are waited for. ``order`` is that in which the copies are bound,
        which is begun then too.
        """
        marks = self._marks(specification, copies)
        self._begin_with_new(specification, dict(zip(marks, copies, strict=True)))
        wanted = {mark: copy for mark, copy in zip(marks, copies, strict=True) if not self._knows(mark, specification)}
        # Page numbers are drawn in between, and in no time.
        told = {mark for mark, copy in wanted.items() if not copy.is_folios}
        if told:
            self.progress.begins(f"setting the edition {specification.edition.name!r}", len(told))
        bound = [marks[place] for place in order]
        for mark, gathering in self._set(specification, wanted, meanwhile, bound):
            self.known[mark] = gathering if self.keeps_lines else replace(gathering, printed=())
            self._keep(mark, _name_of(specification, wanted[mark]))
            if mark in told:
                self.progress.advances()
        return tuple(self.known[mark] for mark in marks)

    def recall(self, specification: Specification, copies: Sequence[Copy]) -> Iterator[SetGathering | None]:
        """Give each gathering that is known, or else the last setting of its unit, or None where there is none."""
        for mark, copy in zip(self._marks(specification, copies), copies, strict=True):
            yield self.known[mark] if self._knows(mark, specification) else self._last(specification, copy)

    def begin(self, specification: Specification, copies: Sequence[Copy]) -> None:
        """Let composers begin with what will be asked for, when they have nothing else to do."""
        if self.composers is None:
            return
        for mark, copy in zip(self._marks(specification, copies), copies, strict=True):
            if mark not in self.begun and not self._knows(mark, specification):
                self.begun[mark] = self.composers.submit(set_copy, specification, copy)

    def _marks(self, specification: Specification, copies: Sequence[Copy]) -> list[str]:
        """Give the marks of gatherings, which are asked for again and again."""
        of = specification.mark
        for copy in copies:
            if (of, copy) not in self.marks:
                self.marks[of, copy] = _mark_of(of, copy)
        return [self.marks[of, copy] for copy in copies]

    def _begin_with_new(self, specification: Specification, copies: Mapping[str, Copy]) -> None:
        """Let composers begin with what has never been set, the longest first, before what has been is fetched."""
        cache = self.memory.cache
        if self.composers is None or cache is None:
            return
        for mark, copy in _longest_first(copies):
            if mark not in self.begun and mark not in self.known and cache.lacks(mark):
                self.begun[mark] = _begin(self.composers, specification, copy, self._last(specification, copy))

    def cut_fonts(self, specification: Specification, used: Sequence[UsedFont], day: date) -> bytes:
        """Give the fonts of an edition (see ``write_fonts``) as cut on that day."""
        fonts, seconds = joined(used), int(datetime.combine(day, time(), UTC).timestamp())

        def cut() -> bytes:
            return self._carry_out(cut_fonts, specification, fonts, seconds)

        faces = mark_of_content((specification.mark, fonts, seconds, self._read_files()))
        return self.memory.made(bytes, cut, "fonts", libraries_mark(), faces)

    def _read_files(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted({(file.path, file.digest) for each in self.known.values() for file in each.read}))

    def _knows(self, mark: str, specification: Specification) -> bool:
        if mark in self.known:
            return True
        cache = self.memory.cache
        found = cache.known_value(mark, SetGathering) if cache is not None else None
        if found is None or not self._shows_what_is_there(found, specification):
            return False
        self.known[mark] = found
        return True

    def _shows_what_is_there(self, gathering: SetGathering, specification: Specification) -> bool:
        """Answer whether the files that a gathering shows are as they were."""
        return all(self._digest(specification, file.path) == file.digest for file in gathering.read)

    def _keep(self, mark: str, name: str) -> None:
        """Keep a gathering for the next build, as itself and as the last setting of its unit."""
        cache, gathering = self.memory.cache, self.known[mark]
        if gathering.is_whole and cache is not None:
            cache.keep(mark, gathering)
            if name and gathering.beginnings:
                cache.keep(name, mark)

    def _last(self, specification: Specification, copy: Copy) -> SetGathering | None:
        """Give the last setting of a unit, whatever it said then; none that shows a picture as it is no longer."""
        cache, name = self.memory.cache, _name_of(specification, copy)
        mark = cache.known(name) if cache is not None and name else None
        last = cache.known_value(mark, SetGathering) if cache is not None and mark else None
        return last if last and self._shows_what_is_there(last, specification) else None

    def _digest(self, specification: Specification, name: str) -> str:
        """Give the SHA-256 of a file of the book as it is now, or nothing where it can't be read."""
        path = specification.press.root / name
        if path not in self.digests:
            try:
                self.digests[path] = sha256(path.read_bytes()).hexdigest()
            except OSError:
                self.digests[path] = ""
        return self.digests[path]

    def _set(
        self, specification: Specification, wanted: Mapping[str, Copy], meanwhile: Meanwhile,
        bound: Sequence[str],
    ) -> Iterator[tuple[str, SetGathering]]:
        """Set what is wanted, the longest first; what a composer dies of is set here."""
        left = dict(_longest_first(wanted))
        old = {mark: self._last(specification, copy) for mark, copy in left.items()}
        if self.composers is not None:
            for mark, copy in left.items():
                if mark not in self.begun:
                    self.begun[mark] = _begin(self.composers, specification, copy, old[mark])
            jobs = {self.begun.pop(mark): mark for mark in left}
            self.begin(specification, meanwhile.copies)
            while self.errands:
                self.errands.pop()()
            for job in self._waited_for(jobs, bound, meanwhile.errand):
                try:
                    gathering = job.result()
                except BrokenExecutor:
                    continue
                del left[jobs[job]]
                yield jobs[job], gathering
        for mark, copy in left.items():
            yield mark, set_copy(specification, copy, old[mark])

    def _waited_for(
        self, jobs: Iterable[Future[_T]], bound: Sequence[str], errand: Callable[[], None]
    ) -> Iterator[Future[_T]]:
        """Give each job when it is done; bind in the meantime, and run an errand when nothing is left to bind."""
        left, errands = set(jobs), [errand]
        while left:
            seconds = None
            if self._bind_next(bound):
                seconds = 0
            elif errands:
                errands.pop()()
                seconds = 0
            done, left = wait(left, seconds, FIRST_COMPLETED)
            yield from done

    def _bind_next(self, bound: Sequence[str]) -> bool:
        """Bind the next gathering if it is known; answer whether it was. What is bound in vain is left."""
        from kirovbook.export.binding import Binder  # noqa: PLC0415 - it is loaded while composers set

        known = [self.known[mark] for mark in takewhile(self.known.__contains__, bound)]
        if not known:
            return False
        if self.binder is None or not self.binder.has_begun(known):
            self.binder = Binder.begin(known[0])
        elif len(self.binder.bound) < len(known):
            self.binder.put_in(known[len(self.binder.bound)])
        else:
            return False
        return True

    def _carry_out(self, work: Callable[..., _T], *told: object) -> _T:
        """Let a composer do some work, or do it here if he dies of it."""
        if self.composers is not None:
            with suppress(BrokenExecutor):
                return self.composers.submit(work, *told).result()
        return work(*told)


def _longest_first(copies: Mapping[str, Copy]) -> list[tuple[str, Copy]]:
    return sorted(copies.items(), key=lambda pair: -len(pair[1].markup))


def _begin(
    composers: Executor, specification: Specification, copy: Copy, old: SetGathering | None
) -> Future[SetGathering]:
    """Have a gathering set; an index, of which an old setting is known, in parts side by side."""
    again = IndexAgain.of(copy, old)
    if again is None:
        return composers.submit(set_copy, specification, copy, old)
    begun = [composers.submit(set_index_part, specification, copy, part) for part in again.parts(_HANDS)]

    def join() -> SetGathering:
        def set_part(part: IndexPart) -> SetPart:
            return composers.submit(set_index_part, specification, copy, part).result()

        joined = set_again(again, (job.result() for job in begun), set_part, specification.edition)
        return joined or composers.submit(set_copy, specification, copy).result()

    # What waits for parts takes no composer's time.
    waiting = ThreadPoolExecutor(1, "index")
    job = waiting.submit(join)
    waiting.shutdown(wait=False)
    return job


def _mark_of(specification: str, copy: Copy) -> str:
    """Mark all that a gathering depends on."""
    about = repr(replace(copy, markup=""))
    return digest_of("gathering", program_mark(), libraries_mark(), specification, about, copy.markup)


def _name_of(specification: Specification, copy: Copy) -> str:
    """Give the name under which the last setting of a gathering is kept; none for what is set again in a moment."""
    if not copy.units:
        return ""
    return digest_of("last setting", program_mark(), libraries_mark(), specification.mark, copy.units[0][0])
