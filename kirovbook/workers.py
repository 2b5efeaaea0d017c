"""Worker processes of this machine, each by itself: one that dies takes no other's job along."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar
from weakref import WeakSet

from kirovbook import fork_server
from kirovbook.cache import FOLDER
from kirovbook.hands import Hands, Message, Say

_T = TypeVar("_T")
_GLANCE = 0.1
_LONGEST = 100
"""In characters. A message of this length goes through a pipe in one piece, whoever else writes (POSIX: 512 bytes)."""


@contextmanager
def local_hands(count: int, hear: Say) -> Iterator[Hands]:
    """Have that many worker processes, begun when there is work for them; ``hear`` is told what they say.

    All have ended when this has, and if it ends by an exception they are killed at once.
    """
    inlet, outlet = fork_server.CONTEXT.Pipe(duplex=False)
    listener = threading.Thread(target=_listen, args=(inlet, hear), name="listener", daemon=True)
    listener.start()
    workers = Workers(count, fork_server.FOR_BOOKS, outlet)
    try:
        yield Hands(workers, say, (BrokenExecutor,), are_here=True)
    except BaseException:
        workers.kill()
        raise
    finally:
        workers.shutdown(cancel_futures=True)
        outlet.send_bytes(b"")
        listener.join()


@contextmanager
def open_composers(count: int) -> Iterator[Executor]:
    """Have that many processes that set pages; they begin at once to load what that needs, and are ended in the end."""
    composers = Workers(count, fork_server.FOR_PAGES)
    composers.submit(int)
    try:
        yield composers
    finally:
        composers.kill()


def say(message: Message) -> None:
    """Say in a worker process what its job is at; nothing where nobody listens any more."""
    words = json.dumps(message._replace(words=message.words[:_LONGEST]), ensure_ascii=False)
    if _outlets:
        try:
            _outlets[-1].send_bytes(words.encode("utf-8", "replace"))
        except OSError:
            _outlets.clear()


_outlets: list[Connection] = []


class Workers(Executor):
    """A pool of one process for each of so many threads, made anew after its process has died.

    ``loads`` is the module that a process has loaded when it begins; ``outlet`` is where it says what it does.
    """

    def __init__(self, count: int, loads: str, outlet: Connection | None = None) -> None:
        self._loads = loads
        self._threads = ThreadPoolExecutor(count, "worker")
        # A process that is killed leaves behind what it has put aside.
        self._aside = tempfile.TemporaryDirectory(prefix="kirovbook-workers-", ignore_cleanup_errors=True)
        self._outlet = outlet
        self._own = threading.local()
        self._pools: list[ProcessPoolExecutor] = []
        self._strangers = multiprocessing.active_children()
        self._jobs: WeakSet[Future[Any]] = WeakSet()
        self._is_over = False

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Let one of the processes do it; nothing is waited for here."""
        future = self._threads.submit(self._carry_out, fn, *args, **kwargs)
        self._jobs.add(future)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when their jobs are done."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for pool in self._pools:
            pool.shutdown(wait=wait)
        if wait:
            self._aside.cleanup()

    def kill(self) -> None:
        """End the processes in the middle of their jobs.

        They are not only told to end: a pool says so in a thread, which at the end of Python comes too late.
        """
        self._is_over = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        # A thread may just be about to begin another one.
        while running := [future for future in self._jobs if not future.done()]:
            fork_server.end()
            self._terminate()
            wait(running, _GLANCE)
        for pool in self._pools:
            pool.shutdown(wait=False)
        self._terminate()
        self._aside.cleanup()

    def _terminate(self) -> None:
        for child in multiprocessing.active_children():
            if child not in self._strangers:
                child.terminate()

    def _carry_out(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> _T:
        if self._is_over:
            raise BrokenExecutor
        pool: ProcessPoolExecutor | None = getattr(self._own, "pool", None)
        if pool is None:
            told = (self._outlet, os.environ.get(FOLDER), self._aside.name)
            self._own.pool = pool = ProcessPoolExecutor(1, fork_server.context(self._loads), _begin, told)
            self._pools.append(pool)
        try:
            return pool.submit(fn, *args, **kwargs).result()
        except BrokenExecutor:
            self._own.pool = None
            raise


def _begin(outlet: Connection | None, cache: str | None, aside: str) -> None:
    """Make a worker of a new process: it dies at once with Ctrl-C or with the process that it works for."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_die_with_parent, name="parent", daemon=True).start()
    gc.set_threshold(50_000, 50, 100)
    tempfile.tempdir = aside
    if outlet is not None:
        _outlets.append(outlet)
    # The server that processes are forked from has the environment of the time when it was begun.
    os.environ.pop(FOLDER, None)
    if cache is not None:
        os.environ[FOLDER] = cache


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _listen(inlet: Connection, hear: Say) -> None:
    while words := inlet.recv_bytes():
        hear(Message(*json.loads(words)))
