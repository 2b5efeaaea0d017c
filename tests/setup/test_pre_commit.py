"""The hooks that other people's repositories name do what they promise."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
CHAPTER = "manuscript/chapters/02-two.md"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A small book under git with our hooks, which run this checkout instead of one that pip installs."""
    book = tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "books" / "smallest", book)
    hooks = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    for hook in hooks:
        assert hook["entry"].startswith("kirovbook ")
        hook |= {"language": "system", "entry": f"env PYTHONPATH={ROOT} {sys.executable} -m {hook['entry']}"}
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (book / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    assert run(book, "git", "init", "--quiet").returncode == 0
    return book


def committed(repository: Path, hook: str, text: str) -> subprocess.CompletedProcess[str]:
    (repository / CHAPTER).write_text(text, encoding="utf-8")
    run(repository, "git", "add", "--all")
    return run(repository, sys.executable, "-m", "pre_commit", "run", hook)


def test_the_hooks_are_well_formed() -> None:
    assert run(ROOT, sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)).returncode == 0


@pytest.mark.slow
def test_a_sound_book_is_let_through_and_another_is_not(repository: Path) -> None:
    assert committed(repository, "kirovbook-check", "# Two\n\nThe end.\n").returncode == 0
    stopped = committed(repository, "kirovbook-check", "# Two\n\nThe the end.\n\n[@nobody]\n")
    assert stopped.returncode == 1
    assert "C101" in stopped.stdout
    assert "T101" in stopped.stdout


@pytest.mark.slow
def test_what_is_safe_is_corrected_and_the_commit_stopped(repository: Path) -> None:
    stopped = committed(repository, "kirovbook-fix", "# Two\n\nThe end.[@hill1912, pp. 1-2]\n")
    assert (stopped.returncode, "files were modified" in stopped.stdout) == (1, True)
    written = (repository / CHAPTER).read_text(encoding="utf-8")
    assert written == "# Two\n\nThe end.[@hill1912, pp. 1–2]\n"
    assert committed(repository, "kirovbook-fix", written).returncode == 0
