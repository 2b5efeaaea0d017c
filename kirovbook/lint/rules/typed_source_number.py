"""S301: the number of a source, typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Related
from kirovbook.lint.collection import Collection, Held
from kirovbook.lint.registry import Finding, rule


@rule("S301", hint="write [@src:ID], with the id of the source that is meant")
def typed_source_number(collection: Collection) -> Iterator[Finding]:
    """The narrative calls a source by a number that somebody typed.

    The book numbers its sources itself, in their order, and a typed number leads astray as soon as one is moved. Where
    the sources have a ``label``, the number that each bore where it was found, the hint names those that bore this one.

    Wrong:  Orlov tells it otherwise (Source 2).
    Right:  Orlov tells it otherwise ([@src:orlov]).
    """
    if not collection.sources or not collection.called.strip():
        return
    called = re.escape(collection.called.strip())
    typed = re.compile(rf"(?<![\w-]){called}s?[ \n\u00a0](?P<number>\d{{1,3}})(?!\w|\.\d)")
    for stretch in collection.own_words:
        for found in typed.finditer(stretch.words):
            meant = _meant(found["number"], collection)
            now = next((held for held in collection if str(held.number) == found["number"]), None)
            related = (Related(now.header.place, f"this is {collection.called} {now.number} now"),) if now else ()
            words = " ".join(found[0].split())
            yield Finding(
                stretch.place(found.start()), f"the number of a source is typed: {words!r}",
                stretch.length(*found.span()), related, hint=_hint(meant),
            )


def _meant(number: str, collection: Collection) -> tuple[Held, ...]:
    """Give the sources that bore a number where they were found; where none has a label, the one that has it now."""
    if any(held.header.label for held in collection):
        return tuple(held for held in collection if held.header.label.strip() == number)
    return tuple(held for held in collection if str(held.number) == number)


def _hint(meant: tuple[Held, ...]) -> str:
    return f"write {' or '.join(f'[@src:{held.header.id}]' for held in meant)}" if meant else ""
