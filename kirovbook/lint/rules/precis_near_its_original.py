"""S306: a precis that says whole strings of its original's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kirovbook.diagnostics import Related
from kirovbook.lint.collection import Collection, Held
from kirovbook.lint.own_words import MARKUP, QUOTED
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.runs import CUT, shared_runs, shared_shingles, shingles
from kirovbook.model.source import SourceKind

_LEAST = 8
_INK = re.compile(r"[^\n]")
_SHOWN = 60


@rule("S306", hint="say it in other words, or put it between quotation marks")
def precis_near_its_original(collection: Collection) -> Iterator[Finding]:
    """A precis shares eight words in a row with its original, outside quotation marks.

    A retelling is the editor's own text only as far as its words are. The original is an extract of the same work in
    the book, or a text that is kept beside it and never printed: manuscript/originals/ID.txt, or .md, where ID is the
    id of the source.

    Wrong:  He says that the suspects were rounded up in the night and shot at dawn.
    Right:  He says that those under suspicion were "rounded up in the night" and did not live to see the morning.
    """
    for held in collection:
        if held.header.kind is not SourceKind.PRECIS:
            continue
        told = tuple(_without_quotations(stretch) for stretch in held.passage)
        rows = shingles((stretch.words for stretch in told), _LEAST)
        texts = [file.text for file in collection.originals.get(held.header.id, ())]
        extracts = [other for other in collection if _is_original(other, held)]
        passages = [stretch.words for other in extracts for stretch in other.passage]
        related = tuple(Related(other.header.place, "an extract of the same work") for other in extracts)
        for run in shared_runs(told, shared_shingles((*texts, *passages), rows, _LEAST), _LEAST):
            words = run.words if len(run.words) <= _SHOWN else f"{run.words[:_SHOWN]}…"
            message = f"the precis has the words of its original: {words!r}"
            yield Finding(run.stretch.place(run.start), message, run.stretch.length(run.start, run.end), related)


def _is_original(other: Held, held: Held) -> bool:
    is_extract = other.header.kind is SourceKind.EXTRACT
    return is_extract and other.header.work == held.header.work != "" and other is not held


def _without_quotations(stretch: Stretch) -> Stretch:
    words = stretch.words
    for pattern in (MARKUP, QUOTED):
        words = pattern.sub(lambda found: _INK.sub(CUT, found[0]), words)
    return replace(stretch, words=words)
