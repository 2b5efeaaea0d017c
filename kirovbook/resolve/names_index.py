"""Make the index of names: each person under the preferred form, each subject under its heading.

What a reader would look for elsewhere in the alphabet sends to the entry (Chicago Manual of Style, 18th edition,
chapter 15: a cross-reference that would stand beside the entry it leads to is not made).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from kirovbook.diagnostics import WARNING, Diagnostic, Outcome
from kirovbook.model.book import Authority
from kirovbook.model.names import IndexKey, MentionedIn, NamesEntry, NamesIndex
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.collation import collation_key
from kirovbook.resolve.likeness import likeness, nearest
from kirovbook.resolve.mentions import Ledger, Signpost, subject_path
from kirovbook.resolve.person_forms import COMMA, preferred_name

SortKey = tuple[tuple[int, ...], ...]

NOT_INDEXED = frozenset({"imprint", "colophon", "dedication", "epigraph"})
"""The roles of pieces that an index passes over: they speak of the book, and most bear no page number."""

_ONE_NAME = 0.7  # Ezhov and Yezhov have 0.9, Nicolaiev and Nikolaev 0.8, Kostrikov and Kirov 0.6.
_OPENS = "“‘«„\"'([…"


@dataclass(slots=True)
class _Draft:
    """An entry while its mentions are gathered."""

    heading: str
    key: IndexKey
    dates: str = ""
    cited: list[MentionedIn] = field(default_factory=list)
    variants: dict[str, None] = field(default_factory=dict)
    see: dict[str, None] = field(default_factory=dict)
    see_also: dict[str, None] = field(default_factory=dict)
    under: dict[str, _Draft] = field(default_factory=dict)

    @property
    def leads_somewhere(self) -> bool:
        """Whether a reader finds places here, or below."""
        return bool(self.cited) or any(one.leads_somewhere for one in self.under.values())


def compile_names(ledger: Ledger) -> Outcome[NamesIndex]:
    """Make the index of what a ledger holds, and warn of each ``see`` that leads nowhere."""
    drafts: dict[str, _Draft] = {}
    for mention in ledger.mentions:
        draft = _draft_of(mention.key, drafts, ledger)
        draft.cited.append(mention.place)
        if mention.key.person:
            draft.variants.setdefault(" ".join(mention.words.split()))
    found = tuple(_put_up(ledger, drafts))
    has_subjects = any(mention.key.subject for mention in ledger.mentions) or bool(ledger.signposts)
    people = [ledger.people[draft.key.person] for draft in drafts.values() if draft.key.person]
    entries = tuple(_entry(draft) for draft in drafts.values() if draft.leads_somewhere or draft.see)
    sent = _sent_from(people, entries)
    return Outcome(NamesIndex(_in_order((*entries, *sent)), has_subjects), found)


def _draft_of(key: IndexKey, drafts: dict[str, _Draft], ledger: Ledger) -> _Draft:
    """Find the entry of a key, or begin it; what is written under a person's preferred form stands below that."""
    path = (ledger.people[key.person].preferred,) if key.person else key.subject
    here = drafts
    for depth, heading in enumerate(path, start=1):
        whose = ledger.by_preferred.get(heading, "") if depth == 1 else ""
        dates = ledger.people[whose].dates if whose else ""
        filed = IndexKey(person=whose) if whose else IndexKey(subject=path[:depth])
        draft = here.setdefault(heading, _Draft(heading, filed, dates))
        here = draft.under
    return draft


def _put_up(ledger: Ledger, drafts: dict[str, _Draft]) -> Iterator[Diagnostic]:
    """Let headings send to others; the targets must be there, so that all are looked up before any is put up."""
    goals = dict(_goals(drafts, ()))
    called = {one.id: one.preferred for one in ledger.people.values() if one.preferred in goals}
    settled: list[tuple[Signpost, str]] = []
    for post in ledger.signposts:
        path = subject_path(post.target)
        wanted = called.get(post.target, _said(path))
        if wanted in goals and path != post.heading:
            settled.append((post, wanted))
        else:
            yield _leads_nowhere(post, goals)
    for post, wanted in settled:
        draft = _draft_of(ledger.key_of(post.heading), drafts, ledger)
        (draft.see_also if post.is_also or draft.leads_somewhere else draft.see).setdefault(wanted)


def _goals(drafts: Mapping[str, _Draft], above: tuple[str, ...]) -> Iterator[tuple[str, _Draft]]:
    for heading, draft in drafts.items():
        if draft.leads_somewhere:
            yield _said((*above, heading)), draft
            yield from _goals(draft.under, (*above, heading))


def _said(path: tuple[str, ...]) -> str:
    return ": ".join(path)


def _leads_nowhere(post: Signpost, goals: Iterable[str]) -> Diagnostic:
    near = nearest(post.target, goals)
    hint = f"did you mean '{near}'?" if near else "give an entry that has places, as the index prints it"
    message = f"'{_said(post.heading)}' sends to '{post.target}', which the index does not have"
    return Diagnostic("X113", WARNING, post.place, message, hint)


def _entry(draft: _Draft) -> NamesEntry:
    under = tuple(_entry(one) for one in draft.under.values() if one.leads_somewhere or one.see)
    return NamesEntry(
        draft.key, draft.heading, draft.dates, tuple(dict.fromkeys(draft.cited)), tuple(draft.see),
        tuple(draft.see_also), tuple(draft.variants), _in_order(under),
    )


def _in_order(entries: Iterable[NamesEntry]) -> tuple[NamesEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (_filed(entry.heading), entry.heading)))


def _filed(heading: str) -> SortKey:
    """File a heading by what stands before its first comma, then by the rest: "Orlov, A." before "Orlova"."""
    head, *rest = re.split(COMMA, heading.lstrip(_OPENS), maxsplit=1)
    return collation_key(head), collation_key("".join(rest).strip())


def _sent_from(people: Iterable[Authority], entries: tuple[NamesEntry, ...]) -> Iterator[NamesEntry]:
    """Give a line for each variant that a reader would look for elsewhere in the alphabet."""
    filed = sorted(_filed(entry.heading) for entry in entries)
    taken = {entry.heading for entry in entries}
    sent: dict[str, NamesEntry] = {}
    for person in people:
        for heading in dict.fromkeys(_headings_of(person)):
            if heading not in taken and _is_elsewhere(heading, person.preferred, filed):
                line = sent.setdefault(heading, NamesEntry(IndexKey(), heading))
                sent[heading] = replace(line, see=(*line.see, person.preferred))
    yield from sent.values()


def _headings_of(person: Authority) -> Iterator[str]:
    """Give the headings under which the variants would be filed; of two that begin alike, the shorter."""
    head = preferred_name(person.preferred).head
    seen: set[str] = set()
    for variant in sorted(person.variants, key=lambda one: (len(one.split()), person.variants.index(one))):
        if variant != head and not variant.endswith(f" {head}"):
            heading = _inverted(variant)
            surname = heading.partition(",")[0]
            if surname not in seen:
                seen.add(surname)
                yield heading


def _inverted(variant: str) -> str:
    """Put the surname first, where the last word can be one."""
    given, _, last = variant.rpartition(" ")
    is_surname = last[:1].isupper() and not last.isupper() and not last.endswith(".")
    return f"{last}, {given}" if given and "," not in variant and is_surname else variant


def _is_elsewhere(heading: str, preferred: str, filed: list[SortKey]) -> bool:
    """Answer whether a reader who looks for a heading would not come upon the entry.

    A spelling of the surname is elsewhere where it begins with another letter, or where its second letter is another
    and entries stand between; another name (Kostrikov, of Kirov) also where either is so.
    """
    here, there = _letters(heading), _letters(preferred)
    if here[:1] != there[:1]:
        return True
    is_spelling = likeness(here, _letters(preferred_name(preferred).head)) >= _ONE_NAME
    has_other_start = here[:2] != there[:2]
    if has_other_start and not is_spelling:
        return True
    first, second = sorted((_filed(heading), _filed(preferred)))
    between = bisect_left(filed, second) - bisect_left(filed, first) - int(first == _filed(preferred))
    return between > 0 and (has_other_start or not is_spelling)


def _letters(words: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", words).casefold() if sign.isalpha())
