"""Worker processes end when they are to, whatever becomes of those who should tell them."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

from kirovbook.workers import open_composers

_SECONDS = 10


@pytest.mark.slow
def test_composers_that_nobody_tells_to_end_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    # A pool tells its process in a thread, whose pipe Python may have closed already when it comes to its end.
    monkeypatch.setattr(ProcessPoolExecutor, "shutdown", lambda *_, **__: None)
    before = multiprocessing.active_children()
    with open_composers(1) as composers:
        assert composers.submit(int).result() == 0
        hired = [child for child in multiprocessing.active_children() if child not in before]
    assert hired
    for child in hired:
        child.join(_SECONDS)
        assert not child.is_alive()
