"""The commands say and do what the transcripts show: standard output and standard error as they come, exit codes.

A line that begins with "$ " is typed; what follows is read; "[exit N]" stands where the code is not 0.
`cd` and `ls` work as in a shell. `pytest --update-golden` writes the transcripts afresh.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BOOKS = HERE.parent / "books"
TRANSCRIPT = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)


def run(words: list[str], folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795392000", "COLUMNS": "80"}
    environment |= {"NO_COLOR": "", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "kirovbook", *words[1:]] if words[0] == "kirovbook" else words
    ended = subprocess.run(
        command, cwd=folder, env=environment, check=False, timeout=300,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    code = f"[exit {ended.returncode}]\n" if ended.returncode else ""
    return ended.stdout.decode() + code


def played(transcript: str, folder: Path) -> str:
    """Type every command of a transcript, and write down what happens."""
    written = ""
    for line in transcript.splitlines():
        if not line.startswith("$ "):
            continue
        written += f"{line}\n"
        words = shlex.split(line[2:])
        assert words[0] in {"kirovbook", "cd", "ls"}
        if words[0] == "cd":
            folder = folder / words[1]
        else:
            written += run(words, folder)
    return written


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(HERE.glob("*.md")), ids=lambda file: file.stem)
def test_a_transcript(file: Path, tmp_path: Path, golden: Callable[[str, Path], None]) -> None:
    for name in ("smallest", "rights"):
        shutil.copytree(BOOKS / name, tmp_path / name)
    for case in (BOOKS / "broken").iterdir():
        shutil.copytree(BOOKS / "smallest", tmp_path / case.name)
        shutil.copytree(case, tmp_path / case.name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    text = file.read_text(encoding="utf-8")
    golden(TRANSCRIPT.sub(lambda found: played(found[0], tmp_path), text), file)
