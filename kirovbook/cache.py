"""Remember from one build to the next what took long to make, in the user's cache folder.

Nothing depends on it: a cache that cannot be opened, is damaged, or is busy is as good as an empty one.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import diskcache
import platformdirs
from diskcache.core import MODE_BINARY, MODE_RAW

FOLDER = "KIROVBOOK_CACHE"
"""The environment's variable that names another folder than the user's own for caches; empty: no cache at all."""

_LARGEST = 512_000_000
_BUSY_SECONDS = 2.0
_TROUBLE = (sqlite3.Error, OSError, diskcache.Timeout, zlib.error, ValueError, TypeError, KeyError)


class _TextDisk(diskcache.JSONDisk):  # type: ignore[misc]
    """Keeps JSON alone: what stands in a cache is never run, as a pickle would be."""

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> Any:
        if mode not in (MODE_RAW, MODE_BINARY):
            raise ValueError(mode)
        return super().fetch(mode, filename, value, read)


@dataclass(frozen=True, slots=True)
class Cache:
    """Texts by what they were made from. Safe for several builds at once; old entries make room for new ones."""

    _kept: diskcache.Cache | None

    def made(self, ingredients: tuple[str, ...], make: Callable[[], str]) -> str:
        """Give the text that ``make`` makes from the ingredients, which must name all that it depends on."""
        if self._kept is None:
            return make()
        name = _digest(*ingredients)
        if (text := self._get(name)) is not None:
            return text
        text = make()
        self._put(name, text)
        return text

    def known(self, mark: str) -> str | None:
        """Give what was kept under a mark, or None."""
        return None if self._kept is None else self._get(_digest(mark))

    def keep(self, mark: str, text: str) -> None:
        """Keep a text under a mark that stands for all that it depends on."""
        if self._kept is not None:
            self._put(_digest(mark), text)

    def _get(self, name: str) -> str | None:
        try:
            text, digest = self._kept.get(name, retry=False)  # type: ignore[union-attr]
        except _TROUBLE:
            return None
        return text if isinstance(text, str) and digest == _digest(name, text) else None

    def _put(self, name: str, text: str) -> None:
        try:
            self._kept.set(name, (text, _digest(name, text)), retry=False)  # type: ignore[union-attr]
        except _TROUBLE:
            return


NO_CACHE = Cache(None)


@contextmanager
def open_cache() -> Iterator[Cache]:
    """Open the cache in the user's folder, or where the environment says; one that remembers nothing if it fails."""
    kept = _open()
    try:
        yield Cache(kept)
    finally:
        if kept is not None:
            kept.close()


def _open() -> diskcache.Cache | None:
    named = os.environ.get(FOLDER)
    if named == "":
        return None
    folder = Path(named) if named else Path(platformdirs.user_cache_dir("kirovbook"))
    try:
        return diskcache.Cache(
            str(folder / "texts"), timeout=_BUSY_SECONDS, disk=_TextDisk, size_limit=_LARGEST,
            eviction_policy="least-recently-used",
        )
    except _TROUBLE:
        return None


def _digest(*parts: str) -> str:
    digest = sha256()
    for part in parts:
        written = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(written)}:".encode())
        digest.update(written)
    return digest.hexdigest()
