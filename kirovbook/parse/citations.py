"""Make citations and cross-references of what the author wrote with '@'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kirovbook.model.citation import Citation, CitationMode, Cite, CrossReference, Target
from kirovbook.model.inlines import Inline, Inlines, Text
from kirovbook.model.walk import walk_inlines
from kirovbook.parse.commonmark import Token
from kirovbook.parse.inline_rules import CiteTokens
from kirovbook.parse.reading import Reading
from kirovbook.parse.sheet import Origin

_CROSS_REFERENCE: Final = re.compile(r"(src|ch|note):(.+)", re.DOTALL)

Make = Callable[[Reading, Sequence[Token], Origin], Inlines]


def cited(reading: Reading, token: Token, origin: Origin, make: Make) -> Inlines:
    """Make the inlines of one citation.

    A cite whose key begins with ``src:``, ``ch:`` or ``note:`` is a cross-reference, whose place is its '@'. Where a
    bracket holds both kinds, the cross-references stand first, in the text, and the works follow as one citation.
    """
    place = origin.place(token.meta["pos"])
    mode: CitationMode = token.meta["mode"]
    length: int = token.meta["length"]
    cites = [_cite(reading, written, origin, make) for written in token.meta["cites"]]
    works = tuple(cite for cite in cites if not _CROSS_REFERENCE.fullmatch(cite.key))
    references = [
        CrossReference(Target(found[1]), found[2], cite.prefix, cite.suffix, cite.place, 1 + len(cite.key))
        for cite in cites
        if (found := _CROSS_REFERENCE.fullmatch(cite.key))
    ]
    if not references:
        return (Citation(mode, works, place, length),)
    rest = (Citation(CitationMode.BRACKET, works, place, length),) if works else ()
    return (*_joined_with_semicolons(references), *rest)


def _joined_with_semicolons(references: Iterable[CrossReference]) -> Iterable[Inline]:
    for index, reference in enumerate(references):
        if index:
            yield Text("; ")
        yield reference


def _cite(reading: Reading, written: CiteTokens, origin: Origin, make: Make) -> Cite:
    inner = reading.within_note("a citation")
    cite = written.cite
    prefix = make(inner, written.prefix, origin.within(cite.prefix[0]))
    suffix = make(inner, written.suffix, origin.within(cite.suffix[0]))
    _report_nested(reading, (*prefix, *suffix))
    if cite.spaced:
        suffix = (Text(" "), *suffix) if suffix else ()
        if len(suffix) > 1 and isinstance(suffix[1], Text):
            suffix = (Text(" " + suffix[1].words), *suffix[2:])
    return Cite(cite.key.name, cite.mode, prefix, suffix, origin.place(cite.key.at))


def _report_nested(reading: Reading, around: Inlines) -> None:
    for inline in walk_inlines(around):
        if isinstance(inline, Citation):
            reading.warn(
                "M126",
                inline.place,
                "a citation stands within a citation",
                "part the works of one citation with ';'",
                inline.length,
            )
