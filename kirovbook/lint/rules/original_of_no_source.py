"""S310: a text kept for comparison with a source that isn't there."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import Place
from kirovbook.lint.collection import Collection
from kirovbook.lint.registry import Finding, rule
from kirovbook.resolve.likeness import nearest


@rule("S310", hint="name the file after the id of a source")
def original_of_no_source(collection: Collection) -> Iterator[Finding]:
    """A file in manuscript/originals/ isn't named after a source of the book, so that nothing is held against it.

    Originals are never printed: a precis is held against them, so that it has none of their sentences.

    Wrong:  manuscript/originals/07-orlov.txt
    Right:  manuscript/originals/orlov.txt, for the source with  id: orlov
    """
    ids = tuple(held.header.id for held in collection)
    for id_, files in collection.originals.items():
        if id_ not in ids:
            near = nearest(id_, ids)
            hint = f"did you mean '{near}'?" if near else ""
            for file in files:
                yield Finding(Place(file.path), f"no source has the id '{id_}'", hint=hint)
