"""What every test may ask for: golden files, the validators' tools, and a patient Hypothesis."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

# A busy machine must not fail a test, and CI must fail today on what it fails on tomorrow.
settings.register_profile("here", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# The tools of `make test`, also for a bare `pytest`: the commands of .venv and of node_modules, and Ace's browser.
os.environ["PATH"] = os.pathsep.join(
    [str(ROOT / ".venv/bin"), str(ROOT / "node_modules/.bin"), os.environ.get("PATH", os.defpath)],
)
CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
if CHROMIUM:
    os.environ.setdefault("PUPPETEER_EXECUTABLE_PATH", CHROMIUM)
# Ace gives a browser five seconds to start; two at once on a small machine need more.
os.environ.setdefault("ACE_TIMEOUT_INITIAL", "60000")

# Tests start with an empty cache, and leave the user's own alone.
os.environ["KIROVBOOK_CACHE"] = tempfile.mkdtemp(prefix="kirovbook-cache-")

Golden = Callable[[str, Path], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-golden``."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files afresh, then read the diff")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def golden(update_golden: bool) -> Golden:
    """Give a function that holds a text against its golden file, or writes it with ``--update-golden``."""

    def compare(actual: str, file: Path) -> None:
        if update_golden:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(actual, encoding="utf-8")
            return
        assert file.exists(), f"there is no {file}: write it with --update-golden"
        assert actual == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, which `make test` installs."""
    if not CHROMIUM:
        pytest.fail("Chromium is not here: `make test` installs it")
    return CHROMIUM


@pytest.fixture(scope="session")
def ace() -> str:
    """The path of Ace's command. It exits 0 with violations: read report.json."""
    command = shutil.which("ace-cli")
    if not command or not CHROMIUM:
        pytest.fail("Ace or its Chromium is not here: `make test` installs them")
    return command


@pytest.fixture(scope="session")
def java() -> str:
    """The path of Java, which EPUBCheck runs on."""
    command = shutil.which("java")
    if not command:
        pytest.fail("Java is not here: `make test` installs it")
    return command
