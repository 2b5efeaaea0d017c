"""Find words where a citation style has none: for a work without an author in the text, for a note left empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kirovbook.model.citation import Citation, CitationMode, Cite, CiteMode
from kirovbook.model.inlines import Emphasis, Inline, Inlines, Text
from kirovbook.model.plain import plain_inlines
from kirovbook.parse.punctuation import quotes_of
from kirovbook.resolve.names import CslName
from kirovbook.resolve.printed import Printed
from kirovbook.resolve.punctuation import cut_stop
from kirovbook.resolve.sheet import Asked
from kirovbook.resolve.works import CslItem, joining_word

_ROLES = ("author", "editor", "compiler", "director", "translator")
_IN_ITALICS = {
    "book", "classic", "collection", "graphic", "map", "motion_picture", "musical_score", "pamphlet", "periodical",
    "report", "song",
}  # fmt: skip
# A year, and perhaps a page: "1998", "(1998), p. 3."
_BARE_YEAR = re.compile(r"\W*\d{4}[a-z]?\W*(?:\w{0,3}\W{0,3}[\d–]+\W*)?")
_TAG = re.compile(r"<[^<>]*>")


def name_in_text(item: CslItem, lang: str) -> Inlines:
    """Give what stands in the sentence for ``@key says``: the author or editors, else the work's title.

    Styles of notes say "As J. Arch Getty, ed. says", or nothing at all of an unsigned article: "As says".
    """
    names: list[CslName] = next((item[role] for role in _ROLES if item.get(role)), [])
    if said := _joined([_name(name) for name in names], lang):
        return (Text(said),)
    title = _TAG.sub("", item.get("title-short") or item.get("title", ""))
    if not title:
        return ()
    if item["type"] in _IN_ITALICS:
        return (Emphasis((Text(title),)),)
    opening, closing, _, _ = quotes_of(lang)
    return (Text(f"{opening}{title}{closing}"),)


def _name(name: CslName) -> str:
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return name.get("literal") or " ".join(filter(None, (name.get(part) for part in parts)))


def _joined(names: list[str], lang: str) -> str:
    names = [name for name in names if name]
    if len(names) < 2:  # noqa: PLR2004 - one name, or none
        return "".join(names)
    comma = "," if len(names) > 2 and lang.lower() == "en-us" else ""  # noqa: PLR2004 - three names or more
    return f"{', '.join(names[:-1])}{comma} {joining_word(lang)} {names[-1]}"


def is_said(inlines: Iterable[Inline]) -> bool:
    """Answer whether a reader would see a letter or a digit."""
    return any(sign.isalnum() for sign in plain_inlines(inlines))


def says_a_work(note: Inlines, citation: Citation) -> bool:
    """Answer whether a note says more than nothing, and more than the year of a work that has no author."""
    is_whole = citation.mode is CitationMode.BRACKET and citation.cites[0].mode is CiteMode.NORMAL
    return is_said(note) and not (is_whole and _BARE_YEAR.fullmatch(plain_inlines(note)))


def with_entries(
    printed: tuple[Printed, ...], asked: tuple[Asked, ...], entries: Mapping[str, Inlines]
) -> Iterator[Printed]:
    """Print the index's entry in a note that says no work: some styles know no speeches, some no unsigned entries."""
    for one, ask in zip(printed, asked, strict=True):
        if says_a_work(one.note, ask.citation):
            yield one
        else:
            said = entries_for(ask.citation, entries)
            yield replace(one, note=said, spelled_out=said)


def entries_for(citation: Citation, entries: Mapping[str, Inlines]) -> Inlines:
    """Give the index's entries of the works, with what the author wrote before and behind them."""
    parts = [part for cite in citation.cites if (part := _with_affixes(cite, entries))]
    joined = [inline for part in parts for inline in (Text("; "), *part)]
    return (*joined[1:], Text(".")) if joined else ()


def _with_affixes(cite: Cite, entries: Mapping[str, Inlines]) -> Inlines:
    entry = entries.get(cite.key, ())
    before = (*cite.prefix, Text(" ")) if cite.prefix else ()
    return (*before, *cut_stop(entry), *cite.suffix) if entry else ()
