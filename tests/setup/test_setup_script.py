"""scripts/setup.sh on machines we have not: it installs where it can, and elsewhere says what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).parents[2] / "scripts/setup.sh"
HERE = {"qpdf": "exit 0", "chromium": "exit 0"}
ORDINARY = ("cat", "env", "grep", "id", "sed", "sh", "tr")


def machine(folder: Path, **commands: str) -> dict[str, str]:
    """An environment whose PATH holds the ordinary tools and these commands, each a line of shell."""
    for name in ORDINARY:
        (folder / name).symlink_to(str(shutil.which(name)))
    for name, line in commands.items():
        command = folder / name.replace("_", "-")
        command.unlink(missing_ok=True)
        command.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        command.chmod(0o755)
    return {"PATH": str(folder)}


def set_up(purpose: str, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SETUP), purpose], env=environment, cwd=folder, capture_output=True, text=True, check=False,
    )


@pytest.mark.parametrize(
    ("manager", "purpose", "command"),
    [
        ("brew", "book", "  brew install python pango harfbuzz\n"),
        ("brew", "test", "  brew install python pango harfbuzz openjdk qpdf chromium\n"),
        ("dnf", "book", "  sudo dnf install python3 pango harfbuzz\n"),
        ("pacman", "test", "  sudo pacman -S python pango harfbuzz jre-openjdk-headless qpdf chromium\n"),
    ],
)
def test_another_system_is_told_its_own_command(tmp_path: Path, manager: str, purpose: str, command: str) -> None:
    done = set_up(purpose, machine(tmp_path, **{manager: "exit 9"}), tmp_path)
    assert done.returncode == 2
    assert "Python 3.11 or newer" in done.stderr
    assert command in done.stderr


def test_an_unknown_system_is_told_what_debian_calls_it(tmp_path: Path) -> None:
    done = set_up("book", machine(tmp_path), tmp_path)
    assert done.returncode == 2
    assert "python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in done.stderr


def test_an_old_python_is_no_python(tmp_path: Path) -> None:
    done = set_up("book", machine(tmp_path, python3="exit 1"), tmp_path)
    assert done.returncode == 2
    assert "Python 3.11 or newer" in done.stderr


def test_what_is_here_is_not_asked_for(tmp_path: Path) -> None:
    commands = {"java": """echo 'openjdk version "17.0.15"' >&2""", **HERE, "brew": "exit 9"}
    done = set_up("test", machine(tmp_path, **commands), tmp_path)
    assert "  brew install python pango harfbuzz\n" in done.stderr


def test_an_old_java_is_asked_for(tmp_path: Path) -> None:
    commands = {"java": """echo 'openjdk version "1.8.0_402"' >&2""", **HERE, "brew": "exit 9"}
    done = set_up("test", machine(tmp_path, **commands), tmp_path)
    assert "harfbuzz openjdk\n" in done.stderr


def test_debian_without_rights_is_told_how_to_get_them(tmp_path: Path) -> None:
    done = set_up("book", machine(tmp_path, apt_get="echo installed >log", id="echo 1000"), tmp_path)
    assert done.returncode == 2
    assert "su -c 'apt-get update && apt-get install python3 python3-venv libpango" in done.stderr
    assert not (tmp_path / "log").exists()


def test_debian_installs_only_what_is_missing(tmp_path: Path) -> None:
    commands = {"apt_get": 'echo "$@" >>log', "id": "echo 1000", "sudo": 'exec "$@"', **HERE}
    done = set_up("test", machine(tmp_path, **commands), tmp_path)
    assert done.returncode == 2, "nothing was installed, so it must not go on"
    update, install = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert update == "update -qq"
    wanted = "python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 default-jre-headless"
    # Where these tests run on Debian, Preflight may be here already.
    assert install.endswith((wanted, f"{wanted} libpdfbox2-java libactivation-java libjaxb-api-java"))


def test_a_failed_installation_is_not_passed_over(tmp_path: Path) -> None:
    done = set_up("book", machine(tmp_path, apt_get="exit 100", id="echo 0"), tmp_path)
    assert done.returncode == 2
    assert "apt-get install python3" in done.stderr


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not here")
def test_the_scripts_pass_shellcheck() -> None:
    scripts = [*SETUP.parent.glob("*.sh"), SETUP.parents[1] / ".ci/run"]
    done = subprocess.run(["shellcheck", *scripts], capture_output=True, text=True, check=False, env=os.environ)
    assert done.stdout == ""
