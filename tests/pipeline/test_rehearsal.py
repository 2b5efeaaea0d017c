"""While composers set what has changed, all that follows is rehearsed, and none of it shows in what is made."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from kirovbook import pipeline
from kirovbook.cache import FOLDER, Cache
from kirovbook.export import composing, composing_room, pdf
from kirovbook.export.composing_room import ComposingRoom
from kirovbook.export.rehearsal import Rehearsal, UnrehearsedError
from kirovbook.export.set_gathering import SetGathering
from kirovbook.export.specification import Copy, Specification
from kirovbook.pipeline import Order
from kirovbook.workers import open_composers

BOOK = Path(__file__).parents[1] / "books" / "everything"
PRINT = Order(only=("print",), workers=1)
UNCACHED = Order(only=("print",), workers=1, uses_cache=False)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    return Path(shutil.copytree(BOOK, tmp_path / "book", ignore=shutil.ignore_patterns("dist")))


@pytest.fixture(scope="module")
def composers() -> Iterator[Executor]:
    with open_composers(2) as hired:
        yield hired


def built(root: Path, order: Order, **more: Any) -> bytes:
    report = pipeline.build(root, order, **more)
    assert report.artifacts, report.diagnostics
    return next(path for path in report.artifacts if path.suffix == ".pdf").read_bytes()


def first_chapter(root: Path) -> Path:
    return min((root / "manuscript" / "chapters").glob("*.md"))


def add(words: str) -> Callable[[Path], object]:
    def edit(root: Path) -> None:
        with first_chapter(root).open("a", encoding="utf-8") as chapter:
            chapter.write(f"\n\n{words}\n")

    return edit


def add_a_chapter(root: Path) -> None:
    last = root / "manuscript" / "chapters" / "zz.md"
    last.write_text("# A last one\n\nWords.[^1]\n\n[^1]: A note.\n", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "follows"), [
    (add("One more sentence of it."), True),
    (add("A sentence with a note.[^more]\n\n[^more]: The note."), True),
    (add("\n\n".join(["Enough for a page more of it, at the least. " * 12] * 9)), True),
    (add("## One more heading\n\nWords."), True),
    (add_a_chapter, False),
])
def test_each_edit_is_rehearsed_as_far_as_it_is_known_and_has_the_bytes_of_a_cold_build(
    book: Path, composers: Executor, monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path], object], *, follows: bool
) -> None:
    rehearsed: list[bool] = []
    stamps = pdf._stamps

    def noting(laid: Any, room: ComposingRoom) -> Any:
        if isinstance(room, Rehearsal):
            rehearsed.append(True)
        return stamps(laid, room)

    monkeypatch.setattr(pdf, "_stamps", noting)
    built(book, PRINT, composers=composers)
    assert rehearsed == []
    edit(book)
    written = built(book, PRINT, composers=composers)
    assert bool(rehearsed) is follows
    assert written == built(book, UNCACHED)


@pytest.mark.slow
def test_what_is_new_is_begun_before_what_is_known_is_fetched(
    book: Path, composers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    class Noting(Executor):
        def submit(self, fn: Callable[..., Any], /, *told: Any, **named: Any) -> Future[Any]:
            if fn is composing.set_copy and not told[1].is_folios:
                seen.append("begun")
            return composers.submit(fn, *told, **named)

    known = Cache.known_value

    def fetching(self: Cache, mark: str, kind: type[Any]) -> Any:
        found = known(self, mark, kind)
        if kind is SetGathering and found is not None and any(page.anchors for page in found.pages):
            seen.append("fetched")
        return found

    built(book, PRINT, composers=composers)
    add("One more sentence of it.")(book)
    monkeypatch.setattr(Cache, "known_value", fetching)
    built(book, PRINT, composers=Noting())
    # The last setting of the chapter is fetched to be begun with.
    assert seen[:2] == ["fetched", "begun"]
    assert "fetched" in seen[2:]


class _Room(ComposingRoom):
    """Knows one copy, and the last setting of another."""

    def recall(  # type: ignore[override]
        self, specification: Specification, copies: Sequence[Copy]  # noqa: ARG002
    ) -> Iterator[SetGathering | None]:
        return (self.known.get(copy.markup) for copy in copies)


def test_nothing_is_set_for_a_rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(composing_room, "set_copy", refuse)
    room = _Room()
    gathering = SetGathering((), b"", (), (), (), is_whole=True, is_bound_to_numbers=False)
    room.known["known"] = gathering
    rehearsal, told = Rehearsal(room), Specification.__new__(Specification)
    known, unknown = (Copy(markup, ()) for markup in ("known", "unknown"))
    assert rehearsal.set_all(told, (known, known)) == (gathering, gathering)
    with pytest.raises(UnrehearsedError):
        rehearsal.set_all(told, (known, unknown))


