"""The wheel that `pip install .` makes holds the house, and works on a book in another folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]

CHAPTER = """# A short chapter

He spoke in 1934.^[Minutes, p. 4.]
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine that installed the wheel and has no copy of the repository."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), wheel],
        capture_output=True, text=True, check=True,
    )
    return {**os.environ, "PYTHONPATH": str(folder), "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    here = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "kirovbook").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert any(name.startswith("kirovbook/house/templates/") for name in here)
    assert any(name.startswith("kirovbook/house/styles/") for name in here)
    assert packed == here


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (info,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(f"{info}/METADATA").decode()
        commands = archive.read(f"{info}/entry_points.txt").decode()
        licence = archive.read(f"{info}/licenses/LICENSE").decode()
    assert "License-Expression: AGPL-3.0-or-later" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "Requires-Dist: weasyprint==70.0" in metadata
    assert "kirovbook = kirovbook.cli:run" in commands
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in licence
    assert licence.rstrip().endswith("<https://www.gnu.org/licenses/>.")


@pytest.mark.slow
def test_the_installed_command_builds_a_book_in_any_folder(installed: dict[str, str], tmp_path: Path) -> None:
    book = tmp_path / "a book of mine"
    chapter = book / "manuscript/chapters/01-first.md"
    chapter.parent.mkdir(parents=True)
    chapter.write_text(CHAPTER, encoding="utf-8")

    where = subprocess.run(
        [sys.executable, "-c", "import kirovbook; print(kirovbook.__file__)"],
        cwd=tmp_path, env=installed, capture_output=True, text=True, check=True,
    ).stdout
    assert where.startswith(installed["PYTHONPATH"])

    done = subprocess.run(
        ["kirovbook", "build", str(book), "-e", "screen", "-e", "epub"],
        cwd=tmp_path, env=installed, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr
    made = sorted(file.name for file in (book / "dist").iterdir())
    assert [name for name in made if re.search(r"-screen\.pdf$|\.epub$", name)], made
    assert {Path(name).suffix for name in made} == {".epub", ".json", ".pdf"}
