"""A cluster's workers build a library's books as this machine's do, and one that dies loses none."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster

from kirovbook import __version__, library
from kirovbook import cluster as clusters
from kirovbook.diagnostics import CannotRunError
from kirovbook.library import Failed, Job, build_there
from kirovbook.order import Order
from kirovbook.progress import NO_PROGRESS
from kirovbook.report import Report
from kirovbook.report.terminal import Display

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SMALLEST = ROOT / "tests" / "books" / "smallest"
BOTH = ["the-river.epub", "the-river.json"]
EPOCH = "1795392000"
PATHS = (str(ROOT), *sys.path)
NAMES = ("a", "deadly-1", "b", "deadly-99", "c", "d")
GOOD = [name for name in NAMES if name != "deadly-99"]

pytestmark = pytest.mark.slow


class Cluster:
    """Two workers, each a process, whose books may kill them."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address

    def build(self, *names: str, uses_cache: bool = True) -> dict[str, Report | Failed]:
        order = Order(("epub",), uses_cache=uses_cache)
        jobs = [Job(self.folder / name, order, EPOCH) for name in names]
        return {names[number]: became for number, became in build_there(jobs, Display(None), self.address)}

    def completed(self) -> Counter[str]:
        return Counter((self.folder / "log").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    for name in NAMES:
        shutil.copytree(SMALLEST, folder / name)
    (folder / "site").mkdir()
    shutil.copy(HERE / "deadly_books.py", folder / "site" / "sitecustomize.py")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(folder / "site"), *PATHS]))
        patch.setenv("DEADLY_LOG", str(folder / "log"))
        settings = {"distributed.scheduler.allowed-failures": 1, "distributed.worker.memory.terminate": False}
        with dask.config.set(settings), LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        ) as running:
            yield Cluster(folder, running.scheduler_address)


@pytest.fixture(scope="module")
def built(cluster: Cluster) -> dict[str, Report | Failed]:
    """All books, built without the cache: it would hide that a book was built twice."""
    return cluster.build(*NAMES, uses_cache=False)


def test_each_book_is_built_once_although_a_worker_is_killed_in_the_middle(
    cluster: Cluster, built: dict[str, Report | Failed],
) -> None:
    assert (cluster.folder / "deadly-1.deaths").read_text(encoding="utf-8") == "x"
    assert cluster.completed() == dict.fromkeys(GOOD, 1)
    for name in GOOD:
        assert built[name].diagnostics == ()
        assert built[name].artifacts == tuple(cluster.folder / name / "dist" / file for file in BOTH)
        assert sorted(path.name for path in (cluster.folder / name / "dist").iterdir()) == BOTH


def test_a_book_that_kills_every_worker_is_given_up_and_takes_none_along(
    cluster: Cluster, built: dict[str, Report | Failed],
) -> None:
    assert built["deadly-99"] == Failed(
        "the worker that built it died, and so did the next one", "see whether there is enough memory for it",
    )
    # The scheduler gives a book up when two workers have died that had it, built or not, and it gets a second chance.
    assert 2 <= (cluster.folder / "deadly-99.deaths").stat().st_size <= 4


def test_the_editions_are_those_of_a_build_here(
    built: dict[str, Report | Failed], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    shutil.copytree(SMALLEST, tmp_path / "a")
    library.build_book(tmp_path / "a", Order(("epub",), uses_cache=False), NO_PROGRESS)
    for path in built["a"].artifacts:
        assert path.read_bytes() == (tmp_path / "a" / "dist" / path.name).read_bytes()


def test_books_that_have_not_changed_are_left_alone(cluster: Cluster, built: dict[str, Report | Failed]) -> None:
    assert built["a"].artifacts
    before = cluster.completed()
    cluster.build("a", "b")
    cluster.build("a", "b")
    assert cluster.completed() - before == {"a": 1, "b": 1}


def test_what_cannot_run_is_told_as_it_is_here(cluster: Cluster) -> None:
    missing = cluster.folder / "nowhere"
    assert cluster.build("nowhere") == {
        "nowhere": Failed(f"there is no folder {str(missing)!r}", "name the folder of a book"),
    }


def test_the_command_tells_of_them_with_the_folders_as_they_were_named(cluster: Cluster) -> None:
    command = [sys.executable, "-m", "kirovbook", "build", "-e", "epub", "--scheduler", cluster.address]
    ended = subprocess.run(
        [*command, "c", "d"], cwd=cluster.folder, env={**os.environ, "PYTHONPATH": os.pathsep.join(PATHS)},
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert ended.stdout.splitlines() == [f"{book}/dist/{file}" for book in "cd" for file in BOTH]
    assert ended.stderr.splitlines() == ["c: built", "d: built", "2 books, 2 built"]
    assert ended.returncode == 0


def test_workers_with_another_version_are_named(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "__version__", "99.0")
    with pytest.raises(CannotRunError, match=rf"the worker tcp://\S+ has kirovbook {__version__}; this is 99.0"):
        cluster.build("a")


@pytest.mark.parametrize("address", ["", "nonsense", "tcp://127.0.0.1", "127.0.0.1:port", "127.0.0.1:99999"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(CannotRunError, match="is no address of a scheduler"):
        next(build_there((), Display(None), address))


@pytest.mark.parametrize(("answer", "said"), [
    (None, "no scheduler answers at 'tcp://127.0.0.1:"),
    (b"", "no scheduler answers at 'tcp://127.0.0.1:"),
    (b"SSH-2.0-OpenSSH_9.2\r\n", "what answers at 'tcp://127.0.0.1:"),
])
def test_a_scheduler_that_is_not_there_is_soon_given_up(
    answer: bytes | None, said: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clusters, "_PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        if answer is None:
            server.close()
        else:
            threading.Thread(target=lambda: answers(server, answer), daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(CannotRunError, match=re.escape(said)):
            next(build_there((), Display(None), address))
        assert time.monotonic() - begun < 3


def answers(server: socket.socket, words: bytes) -> None:
    connection, _ = server.accept()
    connection.sendall(words)
    time.sleep(1)
    connection.close()


def test_a_missing_library_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CannotRunError) as caught:
        next(build_there((), Display(None), "tcp://127.0.0.1:1"))
    assert caught.value.hint == "pip install 'kirovbook[cluster]'"
