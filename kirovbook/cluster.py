"""The workers of a Dask cluster. The only module that knows distributed."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kirovbook import __version__
from kirovbook.diagnostics import CannotRunError
from kirovbook.hands import Hands, Message, Say

_TOPIC = "kirovbook"
_PATIENCE = 5.0
"""In seconds."""

_ADDRESS = re.compile(r"(?P<protocol>[a-z]+://)?(?:\[(?P<ip>[0-9a-fA-F:]+)\]|(?P<host>[^\s:/\[\]]+)):(?P<port>\d{1,5})")
_LENGTH, _LONGEST_GREETING = 8, 1 << 20
"""In bytes."""

_HINT = "see whether it runs, and name it as it names itself: tcp://HOST:8786"
_EXTRA = "pip install 'kirovbook[cluster]'"


@contextmanager
def cluster_hands(address: str, hear: Say) -> Iterator[Hands]:
    """Have the workers of the scheduler at that address; ``hear`` is told what they say.

    Raises CannotRunError where distributed is missing, where no scheduler answers, and where its workers have another
    version of the program than this one.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra, and half a second
    except ImportError as trouble:
        raise CannotRunError("a scheduler needs the library distributed, which is missing", _EXTRA) from trouble
    _knock(address)
    # What a lost scheduler means is said by us, book by book.
    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as trouble:
        raise CannotRunError(f"no scheduler answers at {address!r}", _HINT) from trouble
    with client:
        _compare_versions(client)
        client.subscribe_topic(_TOPIC, lambda event: hear(Message(*event[1])))
        executor = client.get_executor(pure=False)
        try:
            yield Hands(executor, say, (distributed.KilledWorker,), are_here=False)
        finally:
            executor.shutdown(wait=False)


def say(message: Message) -> None:
    """Say in a worker of a cluster what its job is at."""
    from distributed import get_worker  # noqa: PLC0415

    get_worker().log_event(_TOPIC, list(message))


def _knock(address: str) -> None:
    """Look whether a scheduler listens there: a client of something else takes long to give up, or chokes on it.

    A scheduler speaks first, and begins with the length of what it says (distributed/comm/tcp.py); with TLS it waits.
    """
    read = _ADDRESS.fullmatch(address)
    if read is None or not 0 < int(read["port"]) < 1 << 16:
        raise CannotRunError(f"{address!r} is no address of a scheduler", "name it as it names itself: tcp://HOST:8786")
    try:
        with socket.create_connection((read["ip"] or read["host"], int(read["port"])), _PATIENCE) as line:
            is_plain = read["protocol"] in (None, "tcp://")
            said = line.recv(_LENGTH, socket.MSG_WAITALL) if is_plain else bytes(_LENGTH)
    except (OSError, UnicodeError) as trouble:
        raise CannotRunError(f"no scheduler answers at {address!r}", _HINT) from trouble
    if len(said) < _LENGTH or int.from_bytes(said, "little") > _LONGEST_GREETING:
        raise CannotRunError(f"what answers at {address!r} is no scheduler", _HINT)


def _compare_versions(client: Any) -> None:
    """Look whether the workers have the program, and the same one."""
    found = client.run(_version, on_error="return")
    for worker, version in found.items():
        if version != __version__:
            what = f"kirovbook {version}" if isinstance(version, str) else "no kirovbook"
            raise CannotRunError(
                f"the worker {worker} has {what}; this is {__version__}", "install the same version on each worker"
            )


def _version() -> str:
    return __version__
