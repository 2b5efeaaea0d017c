"""What was set is kept and found again, by whoever builds; nothing depends on it, and nobody's death is told."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from long_books import Extent, add_a_page, chapter_file, write_book

from kirovbook import making, pipeline
from kirovbook.cache import FOLDER, Recent
from kirovbook.check import page_memory
from kirovbook.diagnostics import CannotRunError
from kirovbook.export import binding, composing, composing_room, pdf
from kirovbook.export.binding import Binder
from kirovbook.export.composing_room import ComposingRoom
from kirovbook.export.setting import Typesetter
from kirovbook.export.specification import Copy, Specification
from kirovbook.pipeline import Order
from kirovbook.workers import open_composers

BOOK = Path(__file__).parents[1] / "books" / "everything"
PRINT = Order(only=("print", "screen"), workers=1)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BOOK, tmp_path / "book", ignore=shutil.ignore_patterns("dist")))


@pytest.fixture
def set_units(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the first unit of each gathering that is set."""
    seen: list[str] = []
    lay = Typesetter.set

    def noting(self, copy, *rest):
        seen.extend(unit for unit, _ in copy.units[:1])
        return lay(self, copy, *rest)

    monkeypatch.setattr(Typesetter, "set", noting)
    return seen


def built(root: Path, order: Order = PRINT, **more: Any) -> dict[str, bytes]:
    report = pipeline.build(root, order, **more)
    assert report.artifacts, report.diagnostics
    return {path.name: path.read_bytes() for path in report.artifacts}


def edit(root: Path, old: str = "", new: str = "One more sentence of it.") -> str:
    """Change the first chapter; give its unit."""
    path = min((root / "manuscript" / "chapters").glob("*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1) if old else f"{text.rstrip()}\n\n{new}\n", encoding="utf-8")
    return path.stem


@pytest.mark.usefixtures("cache")
def test_what_is_known_is_not_set_again_and_has_the_same_bytes(book: Path, set_units: list[str]) -> None:
    first = built(book)
    assert set_units
    set_units.clear()
    assert built(book) == first
    assert set_units == []
    assert built(book, replace(PRINT, uses_cache=False)) == first
    assert set_units


@pytest.mark.usefixtures("cache")
def test_an_edited_chapter_alone_is_set_again_and_has_the_bytes_of_a_cold_build(
    book: Path, set_units: list[str]
) -> None:
    built(book)
    edit(book)
    set_units.clear()
    edited = built(book)
    text = {unit for unit in set_units if unit.startswith(("ch-", "src-"))}
    assert len(text) == 1
    assert built(book, replace(PRINT, uses_cache=False)) == edited


@pytest.mark.usefixtures("cache")
def test_a_picture_that_has_changed_is_set_again_beside_an_edit_too(book: Path, set_units: list[str]) -> None:
    built(book)
    pictures = [path for path in book.rglob("*.svg") if "dist" not in path.parts]
    assert pictures
    edit(book)
    for path in pictures:
        drawn = path.read_text(encoding="utf-8")
        path.write_text(drawn.replace("</svg>", '<rect width="9" height="9"/></svg>'), encoding="utf-8")
    set_units.clear()
    edited = built(book)
    assert set_units
    assert built(book, replace(PRINT, uses_cache=False)) == edited


def _garble(database: Path) -> None:
    database.write_bytes(b"no database at all" * 1000)


def _overwrite(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE Cache SET value = zeroblob(length(value)) WHERE value IS NOT NULL")
    connection.close()
    for path in database.parent.rglob("*.val"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _drop(database: Path) -> None:
    for path in database.parent.rglob("*.val"):
        path.unlink()


@pytest.mark.parametrize("damage", [_garble, _overwrite, _drop])
def test_a_damaged_cache_is_never_trusted(cache: Path, book: Path, damage: Callable[[Path], None]) -> None:
    first = built(book)
    (database,) = cache.rglob("cache.db")
    damage(database)
    assert built(book) == first


@pytest.mark.usefixtures("cache")
def test_a_process_that_stays_gives_the_same_bytes_edit_after_edit(book: Path) -> None:
    recent = Recent()
    built(book, recent=recent)
    for words in ("One more.", "And another.", "And a third, somewhat longer than those before."):
        edit(book, new=words)
        assert built(book, recent=recent) == built(book, replace(PRINT, uses_cache=False))


@pytest.fixture(scope="module")
def composers() -> Iterator[Executor]:
    with open_composers(2) as hired:
        yield hired


@pytest.mark.slow
def test_composers_set_what_is_set_here(book: Path, composers: Executor) -> None:
    order = replace(PRINT, uses_cache=False)
    assert built(book, order, composers=composers) == built(book, order)


@pytest.mark.slow
@pytest.mark.usefixtures("cache")
def test_what_is_known_is_bound_while_composers_are_waited_for(
    book: Path, composers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(book, composers=composers)
    with max((book / "manuscript" / "chapters").glob("*.md")).open("a", encoding="utf-8") as last:
        last.write("\n\nOne more sentence of it.\n")
    begun: list[int] = []
    bind = binding.bind

    def noting(bound: Any, edition: Any, finish: Any, binder: Binder | None = None) -> bytes:
        begun.append(0 if binder is None else len(binder.bound))
        return bind(bound, edition, finish, binder)

    monkeypatch.setattr(binding, "bind", noting)
    written = built(book, composers=composers)
    assert min(begun) > 0
    assert written == built(book, replace(PRINT, uses_cache=False))


@pytest.mark.slow
def test_page_numbers_are_begun_before_the_text_and_are_those_that_are_wanted(
    book: Path, composers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms: list[tuple[ComposingRoom, int]] = []
    begin = ComposingRoom.begin

    def noting(self: ComposingRoom, specification: Specification, copies: Sequence[Copy]) -> None:
        begin(self, specification, copies)
        rooms.append((self, len(self.begun)))

    monkeypatch.setattr(ComposingRoom, "begin", noting)
    monkeypatch.setattr(pdf, "_FOLIOS_AT_ONCE", 8)
    monkeypatch.setattr(pdf, "_MOST_LOTS_AHEAD", 2)
    monkeypatch.setattr(making, "_MOST_LETTERS_OF_A_PAGE", 100)
    order = replace(PRINT, only=("print",), uses_cache=False)
    made = built(book, order, composers=composers)
    room, begun = rooms[0]
    assert begun == 2
    assert not room.begun
    assert made == built(book, order)


@pytest.mark.slow
def test_preliminaries_are_begun_while_the_index_is_set_and_are_those_that_are_wanted(
    tmp_path: Path, composers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_book(tmp_path / "book", Extent(12, 3, 12, 3_000))
    begun: list[str] = []
    rooms: list[ComposingRoom] = []
    begin = ComposingRoom.begin

    def noting(self: ComposingRoom, specification: Specification, copies: Sequence[Copy]) -> None:
        begun.extend(unit for copy in copies for unit, _ in copy.units)
        rooms.append(self)
        begin(self, specification, copies)

    monkeypatch.setattr(ComposingRoom, "begin", noting)
    built(tmp_path / "book", Order(only=("print",), uses_cache=False), composers=composers)
    assert "contents" in begun
    assert not rooms[0].begun


@pytest.mark.slow
def test_pages_of_the_text_are_read_back_while_the_index_is_set_and_are_known_in_the_finished_file(
    tmp_path: Path, composers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_book(tmp_path / "book", Extent(12, 3, 12, 3_000))
    wanted: list[tuple[int, int]] = []
    read = page_memory.read_some

    def noting(written: bytes, pages: Sequence[int], count: int, *rest: Any) -> tuple[str, ...] | None:
        wanted.append((len(pages), count))
        return read(written, pages, count, *rest)

    monkeypatch.setattr(page_memory, "read_some", noting)
    order = Order(only=("print",), uses_cache=False)
    made = built(tmp_path / "book", order, composers=composers)
    (text, all_of_it), (others, count) = wanted
    assert text == all_of_it > 0
    assert 0 < others <= count - text
    assert made == built(tmp_path / "book", replace(order, workers=1))


@pytest.mark.slow
def test_all_that_is_said_to_be_done_is_of_what_was_begun(tmp_path: Path, composers: Executor) -> None:
    class Heard:
        def __init__(self) -> None:
            self.begun: list[int] = []
            self.done: list[int] = []

        def begins(self, words: str, parts: int = 0) -> None:  # noqa: ARG002 - Progress has them
            self.begun.append(parts)
            self.done.append(0)

        def advances(self, parts: int = 1) -> None:
            self.done[-1] += parts

    write_book(tmp_path / "book", Extent(12, 3, 12, 3_000))
    heard = Heard()
    pipeline.build(tmp_path / "book", Order(only=("print",), uses_cache=False), heard, composers=composers)
    assert max(heard.begun) > 2
    assert heard.done == heard.begun


@pytest.mark.slow
@pytest.mark.usefixtures("cache")
def test_composers_set_an_index_again_side_by_side(
    tmp_path: Path, composers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined: list[int] = []
    join = composing_room.set_again

    def counting(*told):
        gathering = join(*told)
        joined.append(len(gathering.pages))
        return gathering

    monkeypatch.setattr(composing_room, "set_again", counting)
    write_book(tmp_path / "long", Extent(30, 2, 200, 6_000))
    order = Order(only=("print",), workers=1)
    built(tmp_path / "long", order, composers=composers)
    assert joined == []
    add_a_page(chapter_file(tmp_path / "long", 1), random.Random(1))
    edited = built(tmp_path / "long", order, composers=composers)
    assert len(joined) == 1
    assert joined[0] > 6
    assert built(tmp_path / "long", replace(order, uses_cache=False)) == edited


@pytest.mark.slow
def test_what_a_composer_dies_of_is_set_here(book: Path) -> None:
    class Deadly(Executor):
        """Kills the process that has the second job."""

        def __init__(self, own: Executor) -> None:
            self.own, self.jobs = own, 0

        def submit(self, fn: Callable[..., Any], /, *told: Any, **more: Any) -> Future[Any]:
            self.jobs += 1
            return self.own.submit(_die) if self.jobs == 2 else self.own.submit(fn, *told, **more)

    order = replace(PRINT, uses_cache=False)
    with open_composers(2) as hired:
        deadly = Deadly(hired)
        with pytest.raises(BrokenExecutor):
            hired.submit(_die).result()
        made = built(book, order, composers=deadly)
        assert deadly.jobs > 2
    assert made == built(book, order)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_missing_library_is_named(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        message = "WeasyPrint can't load Pango: none"
        raise CannotRunError(message, "install Pango")

    monkeypatch.setattr(composing, "load_weasyprint", fail)
    with pytest.raises(CannotRunError, match="Pango") as told:
        pipeline.build(book, replace(PRINT, uses_cache=False))
    assert "install Pango" in told.value.hint
