"""Remember from one build to the next what took long to make, in the user's cache folder.

Nothing depends on it: a cache that cannot be opened, is damaged, or is busy is as good as an empty one. What is kept
is a text, or a value made of the project's own frozen types.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field, fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import sha256
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import diskcache
import platformdirs
from diskcache.core import MODE_BINARY, MODE_RAW

from kirovbook.quick_dataclass import dataclass

FOLDER = "KIROVBOOK_CACHE"
"""The environment's variable that names another folder than the user's own for caches; empty: no cache at all."""

_LARGEST = 1_000_000_000
_BUSY_SECONDS = 2.0
_DIGEST = 32
_OTHER_TYPES = frozenset({
    ("builtins", "frozenset"), ("builtins", "set"), ("builtins", "bytearray"), ("datetime", "date"),
    ("markupsafe", "Markup"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath"),
})
_TROUBLE = (sqlite3.Error, OSError, diskcache.Timeout, ValueError, TypeError, KeyError)
_UNREADABLE = (pickle.UnpicklingError, ValueError, TypeError, KeyError, AttributeError, EOFError, ImportError,
               IndexError, MemoryError, RecursionError)
_Value = TypeVar("_Value")


class _BytesDisk(diskcache.Disk):  # type: ignore[misc]
    """Keeps bytes alone: what stands in a cache is never run, as diskcache's own pickles would be."""

    def store(self, value: Any, read: bool, key: Any = diskcache.UNKNOWN) -> Any:
        if not isinstance(value, bytes):
            raise TypeError
        return super().store(value, read, key)

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
        if mode not in (MODE_RAW, MODE_BINARY):
            raise ValueError(mode)
        return super().fetch(mode, filename, value, read)


class _OwnTypes(pickle.Unpickler):
    """Makes values of the project's own types, of a few that hold data alone, and of nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        is_ours = module.startswith("kirovbook.") and "." not in name
        if not is_ours and (module, name) not in _OTHER_TYPES:
            raise pickle.UnpicklingError(f"{module}.{name}")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


class _OwnTypesPickler(pickle.Pickler):
    """Writes a frozen type as what it is made from: read back so, it takes a third of the time.

    Python 3.11.0 to 3.11.3 write a member of an enumeration as what is got from it by a name, which is not read back.
    """

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return type(value), (value.value,)
        read = _reader_of(type(value))  # type: ignore[arg-type] # a type can be hashed
        return NotImplemented if read is None else (type(value), read(value))


@cache
def _reader_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Give what reads off an object of a type all that the type is called with to make it; None for other types."""
    if not is_dataclass(kind) or hasattr(kind, "__post_init__"):
        return None
    names = [each.name for each in fields(kind)]
    if not names or not all(each.init and not each.kw_only for each in fields(kind)):
        return None
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda value: (read(value),)


def written_value(value: object, *, is_flat: bool = False) -> bytes:
    """Give a value as bytes; ``is_flat``: equal values the same, what they hold twice written twice."""
    written = BytesIO()
    pickler = _OwnTypesPickler(written, protocol=5)
    pickler.fast = is_flat
    pickler.dump(value)
    return written.getvalue()


@dataclass(slots=True)
class Recent:
    """What is at hand in a process that builds more than once: all that this build and the one before it have used."""

    now: dict[str, object] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)

    def turn(self) -> None:
        """Begin the next build: what the one before the last has used is let go."""
        self.before, self.now = self.now, {}

    def get(self, mark: str) -> object | None:
        """Give what is at hand under a mark, or None."""
        found = self.now.get(mark)
        found = self.before.get(mark) if found is None else found
        if found is not None:
            self.now[mark] = found
        return found


@dataclass(frozen=True, slots=True)
class Cache:
    """Texts and values by what they were made from. Safe for several builds at once; old entries make room for new.

    A value that was kept or fetched by this process is given again as it is, from ``recent``.
    """

    _kept: diskcache.Cache | None
    recent: Recent | None = None

    def made(self, ingredients: tuple[str, ...], make: Callable[[], str]) -> str:
        """Give the text that ``make`` makes from the ingredients, which must name all that it depends on."""
        return self.value(digest_of(*ingredients), str, make)

    def known(self, mark: str) -> str | None:
        """Give the text that was kept under a mark, or None."""
        return self.known_value(mark, str)

    def value(self, mark: str, kind: type[_Value], make: Callable[[], _Value]) -> _Value:
        """Give the value kept under a mark that stands for all that it depends on, or make it and keep it.

        ``kind`` is what it must be. It is made of frozen types of the project, tuples, texts, numbers and dates.
        """
        found = self.known_value(mark, kind)
        if found is None:
            found = make()
            self.keep(mark, found)
        return found

    def at_hand(self, mark: str, kind: type[_Value], make: Callable[[], _Value]) -> _Value:
        """Give the value that this process has under a mark, or make it and have it at hand: it is not kept on disk."""
        found = self.recent.get(mark) if self.recent else None
        if not isinstance(found, kind):
            found = make()
            self._have_at_hand(mark, found)
        return found

    def known_value(self, mark: str, kind: type[_Value]) -> _Value | None:
        """Give the value that was kept under a mark, if it is of that kind; else None."""
        found = self.recent.get(mark) if self.recent else None
        if found is None and (written := self._get(mark)) is not None:
            try:
                found = _OwnTypes(BytesIO(written)).load()
            except _UNREADABLE:
                return None
            self._have_at_hand(mark, found)
        return found if isinstance(found, kind) else None

    def lacks(self, mark: str) -> bool:
        """Answer whether nothing is kept under a mark, without a look at what is: it may be damaged."""
        if self.recent is not None and self.recent.get(mark) is not None:
            return False
        try:
            return self._kept is None or mark not in self._kept
        except _TROUBLE:
            return False

    def keep(self, mark: str, value: object) -> None:
        """Keep a value, or a text, under a mark that stands for all that it depends on."""
        self._have_at_hand(mark, value)
        if self._kept is None:
            return
        written = written_value(value)
        try:
            self._kept.set(mark, _digest_bytes(mark, written) + written, retry=False)
        except _TROUBLE:
            return

    def _have_at_hand(self, mark: str, value: object) -> None:
        if self.recent is not None:
            self.recent.now[mark] = value

    def _get(self, mark: str) -> bytes | None:
        if self._kept is None:
            return None
        try:
            found = self._kept.get(mark, retry=False)
        except _TROUBLE:
            return None
        if not isinstance(found, bytes) or found[:_DIGEST] != _digest_bytes(mark, found[_DIGEST:]):
            return None
        return found[_DIGEST:]


NO_CACHE = Cache(None)


@contextmanager
def open_cache(recent: Recent | None = None) -> Iterator[Cache]:
    """Open the cache in the user's folder, or where the environment says; one that remembers nothing if it fails.

    A process that builds again and again hands in what it has at hand.
    """
    if recent is not None:
        recent.turn()
    kept = _open()
    try:
        yield Cache(kept, recent)
    finally:
        if kept is not None:
            kept.close()


def digest_of(*parts: str) -> str:
    """Give a mark (SHA-256) of texts, in their order, which no other texts have."""
    digest = sha256()
    for part in parts:
        written = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(written)}:".encode())
        digest.update(written)
    return digest.hexdigest()


def _open() -> diskcache.Cache | None:
    named = os.environ.get(FOLDER)
    if named == "":
        return None
    folder = Path(named) if named else Path(platformdirs.user_cache_dir("kirovbook"))
    try:
        # To note each use would make a write of every look-up: four times the time, and a lock that others wait for.
        return diskcache.Cache(
            str(folder / "kept"), timeout=_BUSY_SECONDS, disk=_BytesDisk, size_limit=_LARGEST,
            eviction_policy="least-recently-stored",
        )
    except _TROUBLE:
        return None


def _digest_bytes(mark: str, written: bytes) -> bytes:
    digest = sha256(mark.encode())
    digest.update(written)
    return digest.digest()
