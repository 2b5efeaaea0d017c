"""Rehearse a layout while composers set what has changed of it, with the last setting of that in its place."""

from __future__ import annotations

from collections.abc import Sequence

from kirovbook.export.composing_room import NOTHING, ComposingRoom, Meanwhile
from kirovbook.export.set_gathering import SetGathering
from kirovbook.export.specification import Copy, Specification


class UnrehearsedError(Exception):
    """A gathering has never been set."""


class Rehearsal(ComposingRoom):
    """A composing room in which nothing is set: it gives what ``room`` knows, or knew of a unit before it changed.

    What is fetched and made for a rehearsal is at hand when it is asked for in earnest; nothing else comes of it.
    """

    def __init__(self, room: ComposingRoom) -> None:
        super().__init__(room.memory)
        self._room = room

    def set_all(
        self, specification: Specification, copies: Sequence[Copy], meanwhile: Meanwhile = NOTHING,  # noqa: ARG002
        order: Sequence[int] = (),  # noqa: ARG002
    ) -> tuple[SetGathering, ...]:
        """Give what is known of these copies. Raises ``UnrehearsedError`` where nothing is."""
        found = list[SetGathering]()
        for gathering in self._room.recall(specification, copies):
            if gathering is None:
                raise UnrehearsedError
            found.append(gathering)
        return tuple(found)
