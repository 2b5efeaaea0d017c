"""What sets pages is begun to load when a command line looks like the building of one long book."""

from __future__ import annotations

import atexit
import sys
from pathlib import Path

import pytest

from kirovbook import cli, fork_server
from kirovbook.cli import beginning


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Note what is begun for which folder; there are two books and another folder."""
    for name in ("one", "two"):
        (tmp_path / name / "manuscript").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    seen: list[Path] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fork_server, "begin_to_load", seen.append)
    monkeypatch.setattr(atexit, "register", lambda _: None)
    monkeypatch.setattr(beginning, "count_cores", lambda: 2)
    return seen


@pytest.mark.parametrize(("words", "folders"), [
    ("build", ["."]),
    ("build one", ["one"]),
    ("build -o out one --draft", ["one"]),
    ("build one two", []),
    ("check one", []),
    ("--quiet", []),
    ("", []),
])
def test_one_book_that_is_built_is_begun_with(
    begun: list[Path], monkeypatch: pytest.MonkeyPatch, words: str, folders: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kirovbook", *words.split()])
    beginning.begin()
    assert begun == [Path(folder) for folder in folders]


def test_a_single_core_has_nobody_to_begin(begun: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["kirovbook", "build", "one"])
    monkeypatch.setattr(beginning, "count_cores", lambda: 1)
    beginning.begin()
    assert begun == []


def test_what_is_no_folder_at_all_is_left_to_the_command(begun: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["kirovbook", "build", "a" * 5_000])
    beginning.begin()
    assert begun == []


def test_a_machine_without_room_for_a_process_is_left_to_the_command(
    begun: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise BlockingIOError

    monkeypatch.setattr(sys, "argv", ["kirovbook", "build", "one"])
    monkeypatch.setattr(fork_server, "begin_to_load", fail)
    beginning.begin()
    assert begun == []


def test_an_interrupt_while_a_command_is_loaded_ends_it_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "begin", interrupt)
    with pytest.raises(SystemExit) as ended:
        cli.run()
    assert ended.value.code == 130
    assert ended.value.__suppress_context__
