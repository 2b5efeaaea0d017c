"""Edit a book and build it again, and make sure that the edit did what it is measured for."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from long_books import add_a_note, add_a_page, change_a_word, chapter_file

from speed.facts import Facts, read_edition
from speed.watch import FailedError, Taken, environment, python, run

_MOST_TRIES = 8
_RNG = random.Random(7)


@dataclass(frozen=True, slots=True)
class Edit:
    """A kind of edit: what it does to the file of a chapter, and whether it did that to the chapter of that index."""

    name: str
    change: Callable[[Path], None]
    is_true: Callable[[Facts, Facts, int], bool]


def _stays(before: Facts, after: Facts, _: int) -> bool:
    return (before.pages, before.notes, before.chapters) == (after.pages, after.notes, after.chapters)


def _grows(before: Facts, after: Facts, index: int) -> bool:
    others = [one for place, one in enumerate(zip(before.chapters, after.chapters, strict=True)) if place != index]
    is_longer = after.chapters[index].filled == before.chapters[index].filled + 1
    return is_longer and before.notes == after.notes and all(one.filled == other.filled for one, other in others)


def _has_a_note_more(before: Facts, after: Facts, _: int) -> bool:
    return after.notes == before.notes + 1


SAME = Edit("same", change_a_word, _stays)
GROWN = Edit("grown", lambda file: add_a_page(file, _RNG), _grows)
NOTED = Edit("noted", lambda file: add_a_note(file, _RNG), _has_a_note_more)


@dataclass(slots=True)
class Desk:
    """A book that is being edited, where it is built to, what its last build came to, and how to build it again.

    ``untrue`` counts by kind of edit those whose build did not come out as the row says, and that were left out;
    ``moved`` the growing edits that moved the chapters behind, and did not only fill a blank page.
    """

    root: Path
    dist: Path
    rebuild: Callable[[], Taken]
    facts: Facts
    untrue: dict[str, int] = field(default_factory=dict)
    moved: int = 0
    used: dict[int, int] = field(default_factory=dict)

    @classmethod
    def lay(cls, book: Path, folder: Path, rebuild: Callable[[], Taken]) -> tuple[Desk, Taken]:
        """Copy a book into ``folder`` and build it; give the desk, and what its first build took."""
        shutil.copytree(book, folder / "book")
        first = rebuild()
        return cls(folder / "book", folder / "dist", rebuild, read_edition(folder / "dist")), first

    def edit(self, kind: Edit) -> Taken:
        """Edit a chapter and build again; give what the build took.

        Raises ``FailedError`` where no chapter comes out as the kind of edit says.
        """
        for _ in range(_MOST_TRIES):
            index = self._chosen(kind)
            kind.change(chapter_file(self.root, index + 1))
            before, taken = self.facts, self.rebuild()
            self.facts = read_edition(self.dist)
            if kind.is_true(before, self.facts, index):
                if kind is GROWN:
                    self.moved += self.facts.pages > before.pages
                return taken
            self.untrue[kind.name] = self.untrue.get(kind.name, 0) + 1
        raise FailedError(f"no edit came out as {kind.name!r}")

    def _chosen(self, kind: Edit) -> int:
        """Give the index of the chapter nearest to the middle among those that were edited least.

        One that is to grow shall move what stands behind it: no blank page follows it.
        """
        count = len(self.facts.chapters)
        candidates = [index for index in range(count) if kind is not GROWN or self._is_followed_closely(index)]
        chosen = min(candidates or range(count),
                     key=lambda index: (self.used.get(index, 0), abs(index - count // 2)))
        self.used[chosen] = self.used.get(chosen, 0) + 1
        return chosen

    def _is_followed_closely(self, index: int) -> bool:
        here, after = self.facts.chapters[index], self.facts.chapters[index + 1 :]
        return bool(after) and here.first + here.filled == after[0].first


def command(book: Path, dist: Path, *more: str) -> list[str]:
    """Give the command that builds the print edition of a book."""
    return python("-m", "kirovbook", "build", str(book), "-e", "print", "-o", str(dist), "--quiet", *more)


def fresh_builder(folder: Path, *, watches_first: bool = True) -> Callable[[], Taken]:
    """Give what builds ``folder``/book in a fresh process, with a cache of its own; its first run is watched."""
    env, built = environment(folder / "cache"), list[Taken]()

    def build() -> Taken:
        taken = run(command(folder / "book", folder / "dist"), env, is_watched=watches_first and not built)
        built.append(taken)
        return taken

    return build


def all_edits() -> Iterator[Edit]:
    """Give each kind of edit."""
    yield from (SAME, GROWN, NOTED)
