"""The two commands install once, and again only when what they install has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder, with a space in its name, in which everything is installed."""
    folder = tmp_path / "the Kirov book"
    (folder / ".venv").mkdir(parents=True)
    (folder / "scripts").mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "package.json", "scripts/setup.sh"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".venv/folder").write_text(f"{folder}\n", encoding="utf-8")
    for stamp in ("ready-book", "ready-test"):
        (folder / ".venv" / stamp).touch()
    return folder


def would_run(folder: Path, target: str) -> str:
    """What `make` would do, in a fresh environment of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", "--dry-run", target], cwd=folder, env=environment, capture_output=True, text=True, check=True,
    ).stdout


@pytest.mark.parametrize("target", ["book", "test"])
def test_a_second_run_installs_nothing(clone: Path, target: str) -> None:
    assert "setup.sh" not in would_run(clone, target)


@pytest.mark.parametrize(
    ("file", "target"),
    [("constraints.txt", "book"), ("pyproject.toml", "book"), ("constraints.txt", "test"), ("package.json", "test")],
)
def test_a_changed_list_is_installed(clone: Path, file: str, target: str) -> None:
    later = (clone / ".venv/ready-book").stat().st_mtime + 10
    os.utime(clone / file, (later, later))
    assert f"setup.sh {target}" in would_run(clone, target)


@pytest.mark.parametrize("target", ["book", "test"])
def test_a_folder_that_was_moved_is_installed_again(clone: Path, target: str) -> None:
    moved = clone.rename(clone.with_name("elsewhere"))
    assert f"setup.sh {target}" in would_run(moved, target)


def test_the_validators_are_installed_after_a_book_was_built(clone: Path) -> None:
    (clone / ".venv/ready-test").unlink()
    assert "setup.sh test" in would_run(clone, "test")
    assert "setup.sh" not in would_run(clone, "book")
