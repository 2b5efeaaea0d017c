"""Remember what a build made of each chapter and each source, so that the next one makes anew only what changed.

What a stage made is kept under a mark of all that it was made from. The mark then stands for the value, so that what
the next stage makes of it is found without a look into it.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from kirovbook.cache import Cache, digest_of, written_value
from kirovbook.diagnostics import Outcome
from kirovbook.quick_dataclass import dataclass

_PACKAGE = Path(__file__).parent
_INSTALLED = Path(sysconfig.get_path("purelib"))

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Memory:
    """What the stages of one build find again, and the marks of what they have been given.

    Without a cache nothing is remembered, and every mark is empty.
    """

    cache: Cache | None = None
    _marks: dict[int, tuple[object, str]] = field(default_factory=dict)

    @property
    def remembers(self) -> bool:
        """Whether anything can be found again, so that marks are worth making."""
        return self.cache is not None

    def made(self, kind: type[T], make: Callable[[], T], *ingredients: str) -> T:
        """Give what ``make`` makes, or what it made of the same ingredients before.

        ``ingredients`` begin with what is made of them, and must name all that it depends on but the program itself;
        ``kind`` is the type of the value, which is made of frozen types of the project, tuples, texts and numbers.
        """
        if self.cache is None:
            return make()
        mark = digest_of(program_mark(), *ingredients)
        value = self.cache.value(mark, kind, make)
        self._marks[id(value)] = value, mark
        return value

    def known(self, kind: type[T], *ingredients: str) -> T | None:
        """Give what was kept of the same ingredients, as ``made`` does; None if nothing was."""
        if self.cache is None:
            return None
        mark = digest_of(program_mark(), *ingredients)
        value = self.cache.known_value(mark, kind)
        if value is not None:
            self._marks[id(value)] = value, mark
        return value

    def keep(self, value: object, *ingredients: str) -> None:
        """Keep what was made of the ingredients, for ``known``: several values may come of one making."""
        if self.cache is not None:
            mark = digest_of(program_mark(), *ingredients)
            self.cache.keep(mark, value)
            self._marks[id(value)] = value, mark

    def at_hand(self, kind: type[T], make: Callable[[], T], *ingredients: str) -> T:
        """Do as ``made`` does, for what is quickly made: it is found again within the process alone."""
        if self.cache is None:
            return make()
        mark = digest_of(program_mark(), *ingredients)
        value = self.cache.at_hand(mark, kind, make)
        self._marks[id(value)] = value, mark
        return value

    def outcome(self, make: Callable[[], Outcome[T]], *ingredients: str) -> Outcome[T]:
        """Give what a stage made and saw, as ``made`` does; the mark is its value's too."""
        found = self.made(Outcome, make, *ingredients)
        self.know(found.value, found)
        return found

    def know(self, part: object, whole: object) -> None:
        """Let the mark of what was made stand for a part of it too."""
        if self.cache is not None:
            self._marks[id(part)] = part, self.mark_of(whole)

    def mark_of(self, value: object) -> str:
        """Give a mark of a value, which no other value has: what it was made from, or else what it holds."""
        if self.cache is None:
            return ""
        known = self._marks.get(id(value))
        if known is None:
            known = self._marks[id(value)] = value, mark_of_content(value)
        return known[1]


FORGETFUL = Memory()


def mark_of_content(value: object) -> str:
    """Give a mark (SHA-256) of all that a value of the project's own types holds; equal values have the same."""
    return sha256(written_value(value, is_flat=True)).hexdigest()


@cache
def program_mark() -> str:
    """Give a mark of this program: its own files by size and time of change, the installed packages, Python."""
    mark = sha256(f"{sys.version}\0{_INSTALLED}\0{_INSTALLED.stat().st_mtime_ns}".encode())
    for folder, folders, files in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            path = os.path.join(folder, name)  # noqa: PTH118 - hundreds of files at each start
            facts = os.stat(path)  # noqa: PTH116
            mark.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode("utf-8", "surrogatepass"))
    return mark.hexdigest()
