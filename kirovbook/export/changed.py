"""Change a library for a while, as all does that makes WeasyPrint quicker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def changed(*changes: tuple[Any, str, Any]) -> Iterator[None]:
    """Within this context each owner has another value under that name; then it has its own again."""
    originals = [getattr(owner, name) for owner, name, _ in changes]
    for owner, name, value in changes:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for (owner, name, _), original in zip(changes, originals, strict=True):
            setattr(owner, name, original)
