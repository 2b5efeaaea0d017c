"""Those who build books for us, wherever they are: worker processes here, or a cluster's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import NamedTuple

from kirovbook.quick_dataclass import dataclass


class Message(NamedTuple):
    """What a worker says of the job with that number: what it begins, of how many parts, or how many more are done."""

    job: int
    words: str
    parts: int
    done: int


Say = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class Hands:
    """Who carries jobs out, how a job says there what it is at, and which exceptions tell that its worker died.

    ``say`` is called in the worker and goes there by its name. ``are_here``: the workers are in our working folder.
    """

    executor: Executor
    say: Say
    deaths: tuple[type[BaseException], ...]
    are_here: bool
