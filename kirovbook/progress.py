"""Say what is being done, and how far it is, to whoever wants to know."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Whom to tell what is being done now."""

    def begins(self, words: str, parts: int = 0) -> None:
        """Another thing is being done now, of so many parts; 0: nobody knows of how many."""

    def advances(self, parts: int = 1) -> None:
        """So many more parts of it are done."""


class _Unheard:
    """Tells nobody."""

    def begins(self, words: str, parts: int = 0) -> None:
        pass

    def advances(self, parts: int = 1) -> None:
        pass


NO_PROGRESS: Progress = _Unheard()
