"""Several books are built side by side, and none of them suffers from another."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SMALLEST = ROOT / "tests" / "books" / "smallest"
BROKEN = ROOT / "tests" / "books" / "broken" / "unknown-citation-key"

pytestmark = pytest.mark.slow


def shelf(folder: Path, *names: str) -> Path:
    """Write a small book into a folder for each name; ``broken`` lacks a work."""
    for name in names:
        shutil.copytree(SMALLEST, folder / name)
        if name.startswith("broken"):
            shutil.copytree(BROKEN, folder / name, dirs_exist_ok=True)
    (folder / "site").mkdir()
    shutil.copy(HERE / "deadly_books.py", folder / "site" / "sitecustomize.py")
    return folder


def environment(folder: Path) -> dict[str, str]:
    paths = os.pathsep.join([str(folder / "site"), str(ROOT), *sys.path])
    return {**os.environ, "PYTHONPATH": paths, "DEADLY_LOG": str(folder / "log"), "NO_COLOR": ""}


def build(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kirovbook", "build", "-e", "epub", *words], cwd=folder, env=environment(folder),
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def completed(folder: Path) -> Counter[str]:
    """Count for each book the builds that came to their end."""
    log = folder / "log"
    return Counter(log.read_text(encoding="utf-8").split()) if log.exists() else Counter()


def made(folder: Path, name: str) -> list[str]:
    return sorted(path.name for path in (folder / name / "dist").glob("*") if path.parent.exists())


BOTH = ["the-river.epub", "the-river.json"]


@pytest.fixture(scope="module")
def unlucky(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A library in which all goes wrong that can, and what was said of it."""
    folder = shelf(tmp_path_factory.mktemp("unlucky"), "first", "deadly-1", "broken", "deadly-9", "crashing", "last")
    books = ("first", "deadly-1", "broken", "deadly-9", "nowhere", "crashing", "last", "./first")
    return folder, build(folder, *books)


def test_each_book_that_can_be_built_is_built_once(unlucky: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = unlucky
    assert completed(folder) == {"first": 1, "deadly-1": 1, "last": 1}
    assert [made(folder, name) for name in ("first", "deadly-1", "last")] == [BOTH] * 3


def test_a_book_that_kills_its_worker_twice_is_given_up(
    unlucky: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, ended = unlucky
    assert (folder / "deadly-9.deaths").read_text(encoding="utf-8") == "xx"
    assert "kirovbook: deadly-9: the worker that built it died, and so did the next one\n" in ended.stderr
    assert "deadly-1: built\n" in ended.stderr


def test_the_end_tells_of_each_book_and_the_worst_code_is_given(
    unlucky: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, ended = unlucky
    lines = ended.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines[-8:-1]] == [
        "first", "deadly-1", "broken", "deadly-9", "nowhere", "crashing", "last",
    ]
    assert lines[-1] == "7 books, 3 built, 1 with errors, 3 could not be built"
    assert ended.returncode == 2


def test_what_was_made_and_found_is_told_in_the_order_of_the_books(
    unlucky: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, ended = unlucky
    assert ended.stdout.splitlines() == [f"{book}/dist/{name}" for book in ("first", "deadly-1", "last")
                                         for name in BOTH]
    told = re.findall(r"^(?:kirovbook: )?([\w-]+)(?:/manuscript/\S+ error C101|: the worker|: there is|: the program)",
                      ended.stderr, re.MULTILINE)
    assert told == ["broken", "deadly-9", "nowhere", "crashing"]


def test_a_fault_of_the_program_shows_its_trace(unlucky: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, ended = unlucky
    assert ended.stderr.count("replace_files(") == 1
    assert "KeyError: 'nobody expects this'" in ended.stderr
    assert "kirovbook: crashing: the program failed at it\n" in ended.stderr


def test_what_a_killed_build_left_is_taken_away(unlucky: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = unlucky
    assert [path.name for path in (folder / "deadly-1" / "dist").iterdir() if path.name.startswith(".")] == []


def test_books_that_have_not_changed_are_left_alone(tmp_path: Path) -> None:
    shelf(tmp_path, "a", "b", "c")
    assert build(tmp_path, "a", "b", "c").returncode == 0
    (tmp_path / "b" / "manuscript" / "chapters" / "02-sea.md").write_text("# The Sea\n\nIt is wide.\n")
    again = build(tmp_path, "a", "b", str(tmp_path / "c"))
    assert again.returncode == 0, again.stderr
    assert completed(tmp_path) == {"a": 1, "b": 2, "c": 1}
    assert again.stdout.splitlines()[0] == "a/dist/the-river.epub"
    assert build(tmp_path, "a").returncode == 0
    assert completed(tmp_path)["a"] == 1, "a book alone is known from the library's build"


def test_one_document_tells_programs_of_all_books(tmp_path: Path) -> None:
    shelf(tmp_path, "broken-a", "good", "broken-b")
    books = ("broken-a", "good", "broken-b", "nowhere")
    ended = build(tmp_path, *books, "--format", "json", "-q")
    assert [(one["book"], one["code"], one["file"]) for one in json.loads(ended.stdout)] == [
        (book, "C101", "manuscript/chapters/01-river.md") for book in ("broken-a", "broken-b")
    ]
    assert ended.stderr.splitlines()[0].startswith("kirovbook: nowhere: there is no folder")
    assert ended.returncode == 2
    alone = build(tmp_path, "broken-b", "--format", "json", "-q")
    assert json.loads(alone.stdout) == json.loads(ended.stdout)[1:]
    ended = build(tmp_path, *books[:3], "--format", "sarif", "-q")
    [run] = json.loads(ended.stdout)["runs"]
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    assert uris == [f"{book}/manuscript/chapters/01-river.md" for book in ("broken-a", "broken-b")]
    assert (ended.stderr, ended.returncode) == ("", 1)
    ended = build(tmp_path, *books[:3], "--format", "github", "-q")
    assert [line.partition(",")[0] for line in ended.stdout.splitlines()] == [
        f"::error file={book}/manuscript/chapters/01-river.md" for book in ("broken-a", "broken-b")
    ]


def test_each_book_has_a_folder_of_its_own_in_another_place(tmp_path: Path) -> None:
    shelf(tmp_path, "a", "b")
    ended = build(tmp_path, "a", "b", "-o", "press")
    assert ended.stdout.splitlines() == [f"press/{book}/{name}" for book in "ab" for name in BOTH]
    assert not (tmp_path / "a" / "dist").exists()
    shutil.copytree(SMALLEST, tmp_path / "more" / "a")
    ended = build(tmp_path, "a", "more/a", "-o", "press")
    assert ended.stderr.startswith("kirovbook: the editions of 'a' and 'more/a' would go to one folder, 'press/a'\n")
    assert ended.returncode == 2


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_nothing_goes_on_when_the_command_is_ended(tmp_path: Path, end: signal.Signals) -> None:
    books = tuple("abcdefghijkl")
    shelf(tmp_path, *books)
    command = [sys.executable, "-m", "kirovbook", "build", "--no-cache", *books]
    # The environment tells the processes of this command from all others.
    token = f"DEADLY_LOG={tmp_path / 'log'}"
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:  # fmt: skip
        wait_until(lambda: len(processes(token)) > 3)
        running.send_signal(end)
        begun = time.monotonic()
        running.wait(timeout=30)
        if end is signal.SIGINT:
            assert time.monotonic() - begun < 15
            assert running.returncode == 130
        wait_until(lambda: not processes(token))
        assert running.stderr
        assert b"Traceback" not in running.stderr.read()


def processes(token: str) -> list[str]:
    """Find the processes that have that in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if token.encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def wait_until(is_so: Callable[[], object]) -> None:
    ending = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < ending
        time.sleep(0.05)
