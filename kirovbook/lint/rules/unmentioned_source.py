"""X104: a source that the narrative never uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.collection import Collection, Held
from kirovbook.lint.prose import stretches
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.runs import shared_shingles, shingles

_QUOTED_WORDS = 6


@rule("X104", hint="refer to it with [@src:ID], or leave it out", severity=ADVICE)
def unmentioned_source(collection: Collection) -> Iterator[Finding]:
    """The narrative never uses a primary source.

    No chapter refers to it, cites its work or quotes six of its words in a row. A reader then meets it without having
    been sent to it. Where a work has several sources, its citation may be of any and counts for none.
    Allow it at the head of the source's header: # allow: unmentioned-source

    Wrong:  a source 'orlov', and no word of Orlov in any chapter
    Right:  Orlov tells it otherwise ([@src:orlov]).
    """
    shares = Counter(held.header.work for held in collection)
    for held in collection:
        key = held.header.work
        is_cited = key in collection.cited and shares[key] == 1
        if held.header.id not in collection.referred and not is_cited and not _is_quoted(held, collection):
            message = f"the narrative never uses {collection.called} {held.number}"
            hint = f"refer to it with [@src:{held.header.id}], or leave it out"
            yield Finding(held.header.place, message, hint=hint)


def _is_quoted(held: Held, collection: Collection) -> bool:
    passage = shingles((stretch.words for stretch in held.passage), _QUOTED_WORDS)
    return bool(shared_shingles((one.words for one in stretches(collection.narrative)), passage, _QUOTED_WORDS))
