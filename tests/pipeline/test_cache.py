"""What an earlier build has made is not made again, and nothing ever depends on that."""

from __future__ import annotations

import pickle
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Event

import diskcache
import pytest

from kirovbook import pipeline
from kirovbook.cache import FOLDER, NO_CACHE, Recent, open_cache
from kirovbook.diagnostics import Place, Severity
from kirovbook.pipeline import Order
from kirovbook.resolve import pandoc

CITING = "# One\n\nOne [@knight, p. 3]. Two [@knight, p. {page}].\n"
BIB = "@book{knight, author = {Knight, Amy}, title = {Who Killed Kirov?}, publisher = {Hill}, date = {1999}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book" / "manuscript" / "chapters").mkdir(parents=True)
    (tmp_path / "book" / "bibliography.bib").write_text(BIB, encoding="utf-8")
    write(tmp_path / "book", 4)
    return tmp_path / "book"


def write(book: Path, page: int) -> None:
    (book / "manuscript" / "chapters" / "01.md").write_text(CITING.format(page=page), encoding="utf-8")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every program that is run."""
    programs: list[str] = []
    run = subprocess.run

    def noting(command, *rest, **options):
        programs.append(Path(command[0]).name)
        return run(command, *rest, **options)

    monkeypatch.setattr(subprocess, "run", noting)
    pandoc._program.cache_clear()
    return programs


def made_once(ingredients: tuple[str, ...], make: Callable[[], str]) -> str:
    """Ask a cache that is opened anew, as by another build."""
    with open_cache() as cache:
        return cache.made(ingredients, make)


@pytest.mark.slow
def test_a_second_build_with_nothing_changed_runs_no_pandoc(folder: Path, book: Path, calls: list[str]) -> None:
    pipeline.build(book, Order(only=("epub",)))
    assert calls == ["pandoc"]
    first = {file.name: file.read_bytes() for file in (book / "dist").glob("*.json")}
    pipeline.build(book, Order(only=("epub",)))
    assert calls == ["pandoc"]
    assert {file.name: file.read_bytes() for file in (book / "dist").glob("*.json")}.keys() == first.keys()
    assert folder.is_dir()
    write(book, 5)
    pipeline.build(book, Order(only=("epub",)))
    assert calls == ["pandoc", "pandoc"]


@pytest.mark.slow
def test_the_cache_may_be_left_unused(folder: Path, book: Path, calls: list[str]) -> None:
    for _ in range(2):
        pipeline.build(book, Order(only=("epub",), uses_cache=False))
    assert calls == ["pandoc", "pandoc"]
    assert not folder.exists()


def counting() -> tuple[list[int], Callable[[], str]]:
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return "words – слова"

    return made, make


def test_a_text_is_made_once(folder: Path) -> None:
    made, make = counting()
    assert [made_once(("a", "b"), make) for _ in range(3)] == ["words – слова"] * 3
    assert made_once(("ab", ""), make) == "words – слова"
    assert len(made) == 2
    assert (folder / "kept").is_dir()


@pytest.mark.parametrize("damage", ["garbage", "other text", "pickle", "unreadable", "a file"])
def test_a_damaged_cache_is_as_good_as_none(folder: Path, damage: str) -> None:
    made, make = counting()
    made_once(("a",), make)
    database = folder / "kept" / "cache.db"
    match damage:
        case "garbage":
            database.write_bytes(b"no database at all" * 1000)
        case "other text":
            kept = diskcache.Cache(str(folder / "kept"))
            (name,) = list(kept)
            kept[name] = bytes(32) + pickle.dumps("other words")
            kept.close()
        case "pickle":
            with sqlite3.connect(database) as connection:
                connection.execute("UPDATE Cache SET mode = 4")
            connection.close()
        case "unreadable":
            shutil.rmtree(folder)
            folder.write_text("a file where the folder was", encoding="utf-8")
        case "a file":
            shutil.rmtree(folder / "kept")
            (folder / "kept").write_bytes(b"")
    assert made_once(("a",), make) == "words – слова"
    assert len(made) == 2


def test_no_folder_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, "")
    made, make = counting()
    for _ in range(2):
        made_once(("a",), make)
    assert len(made) == 2


def kept_value(mark: str) -> object | None:
    with open_cache() as cache:
        return cache.known_value(mark, tuple)


@pytest.mark.usefixtures("folder")
def test_a_value_of_the_projects_own_types_is_kept() -> None:
    value = ("words", frozenset({1, 2}), Place("chapters/01.md", 3, 4), b"bytes")
    with open_cache() as cache:
        cache.keep("mark", value)
    assert kept_value("mark") == value
    assert kept_value("another") is None
    with open_cache() as cache:
        assert cache.known("mark") is None


@pytest.mark.usefixtures("folder")
def test_a_member_of_an_enumeration_is_kept_under_each_python(monkeypatch: pytest.MonkeyPatch) -> None:
    # So do Python 3.11.0 to 3.11.3 by themselves.
    monkeypatch.setattr(Severity, "__reduce_ex__", lambda self, _: (getattr, (Severity, self.name)))
    with open_cache() as cache:
        cache.keep("mark", (Severity.ERROR, Severity.ERROR))
    assert kept_value("mark") == (Severity.ERROR, Severity.ERROR)


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (Path.touch, (Path("harm"),))


def _fail(*_: object) -> bool:
    raise sqlite3.OperationalError


@pytest.mark.usefixtures("folder")
def test_what_nothing_is_kept_of_is_known_without_a_look_at_what_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_cache() as cache:
        cache.keep("kept", "a text")
        assert cache.lacks("another")
        assert not cache.lacks("kept")
    with open_cache(Recent()) as cache:
        cache.at_hand("here", str, lambda: "a text")
        assert not cache.lacks("here")
        assert not cache.lacks("kept")
        monkeypatch.setattr(diskcache.Cache, "__contains__", _fail)
        # What can't be asked may be there.
        assert not cache.lacks("another")
    assert NO_CACHE.lacks("kept")


@pytest.mark.parametrize("harm", [_Harm(), pickle.loads, subprocess.run, Path.unlink])
@pytest.mark.usefixtures("folder")
def test_what_is_kept_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: object) -> None:
    monkeypatch.chdir(tmp_path)
    with open_cache() as cache:
        cache.keep("mark", (harm,))
    assert kept_value("mark") is None
    assert not (tmp_path / "harm").exists()


@pytest.mark.usefixtures("folder")
def test_a_function_of_the_project_is_no_value() -> None:
    with open_cache() as cache:
        cache.keep("mark", (open_cache,))
    assert kept_value("mark") is None


def test_a_process_has_at_hand_what_its_last_two_builds_have_used(folder: Path) -> None:
    recent, value = Recent(), ("words",)
    with open_cache(recent) as cache:
        cache.keep("mark", value)
    shutil.rmtree(folder)
    with open_cache(recent) as cache:
        assert cache.known_value("mark", tuple) is value
    for expected in (value, None, None):
        shutil.rmtree(folder)
        with open_cache(recent) as cache:
            if expected is None:
                recent.turn()
            assert cache.known_value("mark", tuple) is expected
    assert NO_CACHE.known_value("mark", tuple) is None


def test_something_is_done_while_pandoc_works(monkeypatch: pytest.MonkeyPatch) -> None:
    done = Event()
    monkeypatch.setattr(pipeline, "run_pandoc", lambda _, text: text if done.wait(10) else "nothing was done")
    assert pipeline._asking(NO_CACHE, done.set)([], "answer") == "answer"
