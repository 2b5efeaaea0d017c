"""Give each work that the book uses one entry in the index, whatever its style leaves out.

A style may print no bibliography, or leave speeches and encyclopedias out of it; such works are described
again as something near to them that is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kirovbook.diagnostics import Place
from kirovbook.model.index import CitedIn, IndexEntry, SourceIndex
from kirovbook.model.inlines import Inlines, Text
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import Standing, Work
from kirovbook.parse.punctuation import quotes_of
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.citeproc import Citeproc, is_empty, print_citations
from kirovbook.resolve.collation import collation_key
from kirovbook.resolve.csl import Style, house_style, with_quotes
from kirovbook.resolve.names import CslName
from kirovbook.resolve.works import CslItem

DescribedWorks = Mapping[str, tuple[CslItem, Place]]

_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SIGNS = "“”‘’\"'[]()«»„… "
_FILED_UNDER = ("author", "editor", "compiler", "director", "translator", "container-author")


@dataclass(frozen=True, slots=True)
class Uses:
    """Where a work is used: the notes that cite it, and the sources taken from it."""

    cited: tuple[CitedIn, ...]
    sources: tuple[int, ...]


def compile_index(
    works: Iterable[Work],
    described: DescribedWorks,
    entries: Mapping[str, Inlines],
    uses: Mapping[str, Uses],
    style: Style,
) -> SourceIndex:
    """Make the index of the used works: in the order of the alphabet, or in that of the numbers of a numeric style."""
    filed = [(_filed_under(described[work.key][0], entries[work.key], style), work) for work in works]
    filed.sort(key=lambda pair: (tuple(collation_key(words) for words in pair[0]), pair[1].key))
    if style.is_numeric:
        order = {key: number for number, key in enumerate(entries)}
        filed.sort(key=lambda pair: order[pair[1].key])
    archives = {key: str(item.get("archive", "")) for key, (item, _) in described.items()}
    made = tuple(
        _entry(words, work, entries[work.key], uses[work.key], archives[work.key]) for words, work in filed
    )
    return SourceIndex(made, style.is_numeric)


def with_aliases(index: SourceIndex, aliases: Mapping[str, str]) -> SourceIndex:
    """Give each entry the other keys by which its work can be cited."""
    others: dict[str, list[str]] = {}
    for alias, key in aliases.items():
        others.setdefault(key, []).append(alias)
    if not others:
        return index
    entries = (replace(entry, aliases=tuple(sorted(others.get(entry.key, ())))) for entry in index.entries)
    return replace(index, entries=tuple(entries))


def _entry(filed_under: tuple[str, ...], work: Work, entry: Inlines, uses: Uses, archive: str) -> IndexEntry:
    sort_key = " ".join(filter(None, filed_under))
    return IndexEntry(work.key, (), entry, sort_key, _standing(work, uses), uses.cited, uses.sources, archive)


def _filed_under(item: CslItem, entry: Inlines, style: Style) -> tuple[str, ...]:
    """Give the words by which a work is filed: surname, given names, title, year; else what is printed first."""
    names: list[CslName] = next((item[role] for role in _FILED_UNDER if item.get(role)), [])
    if not names:
        words = plain_inlines(entry).lstrip(_SIGNS)
        article = _ARTICLE.match(words)
        return (words[article.end() :] if article else words,)
    parts = ("family", "given", "non-dropping-particle")
    parts = parts if style.demotes_particles else (parts[-1], *parts[:-1])
    people = ", ".join(
        name.get("literal") or " ".join(filter(None, (name.get(part) for part in parts))) for name in names
    )
    title = _TAG.sub("", item.get("title", "")).lstrip(_SIGNS)
    article = _ARTICLE.match(title)
    title = title[article.end() :] if article else title
    return (people, title, _year(item))


def _year(item: CslItem) -> str:
    parts = item.get("issued", {}).get("date-parts")
    return str(parts[0][0]) if parts else ""


def _standing(work: Work, uses: Uses) -> Standing:
    keywords = {word.strip().lower() for word in re.split("[,;]", work.get("keywords"))}
    for standing in Standing:
        if standing.value in keywords:
            return standing
    return Standing.PRIMARY if uses.sources else Standing.SECONDARY


def complete_entries(
    citeproc: Citeproc, entries: Mapping[str, Inlines], described: DescribedWorks
) -> Mapping[str, Inlines]:
    """Give every work an entry: those that the style left out are described as something it does print.

    :raises CannotRunError: Pandoc is missing or took too long.
    """
    unknown = [key for key in described if _says_nothing(described[key][0])]
    completed = {**entries, **{key: _plain(key, described[key][0]) for key in unknown}}
    style = citeproc.style
    left_out = [key for key, (item, _) in described.items() if _falls_short(completed.get(key, ()), item, style)]
    if not style.has_bibliography:
        citeproc = replace(citeproc, style=with_quotes(house_style(), quotes_of(citeproc.lang)))
    # One call for each kind of variant: variants of one work would tell each other apart ("1998a").
    for number in range(1 if style.has_bibliography else 0, _MOST_VARIANTS):
        variants = {
            key: (_variants(described[key][0], is_note=style.is_note)[number], described[key][1]) for key in left_out
        }
        made = print_citations(citeproc, (), (), variants).entries
        better = [key for key in left_out if not _falls_short(made.get(key, ()), described[key][0], style)]
        completed.update((key, made[key]) for key in better)
        left_out = [key for key in left_out if key not in better]
    for key in left_out:
        if is_empty(completed.get(key, ())):
            completed[key] = _plain(key, described[key][0])
    return completed


def _falls_short(entry: Inlines, item: CslItem, style: Style) -> bool:
    """Answer whether an entry is empty, or says neither the work's title nor what holds it.

    Some styles print "Khrushchev 1956" of a speech. Titles of articles are left out by many; and an entry that has a
    number must stay as it is.
    """
    if is_empty(entry) or style.is_numeric or item["type"].startswith(("article", "review")):
        return is_empty(entry)
    said = _letters(plain_inlines(entry))
    told = [_letters(_TAG.sub("", item.get(name, ""))) for name in ("title", "container-title", "archive")]
    return any(told) and not any(words[:_ENOUGH] in said for words in told if words)


def _letters(words: str) -> str:
    return "".join(sign for sign in words.casefold() if sign.isalnum())


def _says_nothing(item: CslItem) -> bool:
    """Answer whether a reader could not tell from an entry what the work is: it would be "n.d." alone."""
    return not any(item.get(name) for name in (*_FILED_UNDER, "title", "container-title", "note", "archive"))


_MOST_VARIANTS = 3
_ENOUGH = 12


def _variants(item: CslItem, *, is_note: bool) -> tuple[CslItem, ...]:
    """Give the work itself, then as something published in itself, which every style prints.

    Notes name an encyclopaedia's entry, the text of an author-date style the encyclopaedia: the index does the same.
    """
    held_in = item.get("container-title") or item.get("event-title")
    dated = item.get("issued") or item.get("event-date")
    near = {
        **item,
        "type": "chapter" if is_note and item["type"].startswith("entry") else "webpage",
        "container-title": held_in,
        "issued": dated,
        "publisher-place": item.get("publisher-place") or item.get("event-place"),
    }
    gone = ("event-title", "event-place", "event-date")
    published = {name: value for name, value in near.items() if value and name not in gone}
    return (item, published, {**item, "type": "book"})


def _plain(key: str, item: CslItem) -> Inlines:
    """Describe a work of which no style prints anything: it has hardly a field."""
    names = [name.get("literal") or name.get("family", "") for name in item.get("author", [])]
    words = [", ".join(filter(None, names)), _TAG.sub("", item.get("title", "")), _year(item)]
    return (Text(". ".join(filter(None, words)) or key), Text("."))
