"""Join the descriptions of one work into the fullest of them, so that nothing any of them says is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kirovbook.diagnostics import WARNING, Diagnostic, Outcome, Related
from kirovbook.model.source import Field, Work
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.description import describe, look_closer
from kirovbook.resolve.dedupe.folding import fold
from kirovbook.resolve.dedupe.persons import Accord, compare_persons, read_persons
from kirovbook.resolve.dedupe.search import Group
from kirovbook.resolve.dedupe.titles import Match, compare_publishers, compare_titles
from kirovbook.resolve.dedupe.verdicts import Verdict

_TITLES = frozenset({"title", "subtitle", "titleaddon", "maintitle", "mainsubtitle"})
_PEOPLE = frozenset({"author", "editor", "translator", "bookauthor"})
_OTHER_NAMES = {"year": "date", "date": "year", "journal": "journaltitle", "journaltitle": "journal",
                "address": "location", "location": "address", "issue": "number"}  # fmt: skip
_POINTERS = frozenset({"ids", "crossref", "xdata", "xref", "month", "day"})
_UNSAID = frozenset({"abstract", "annotation", "annote", "file", "keywords", "langid", "timestamp", "url", "urldate"})
"""Fields in which two descriptions of one work may differ without a word: no reader sees the difference."""


@dataclass(frozen=True, slots=True)
class Clash:
    """What another description says of a field that the kept one has; ``is_grave`` where the two contradict."""

    kept: Field
    other: Field
    key: str
    is_grave: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """What a kept description takes from the others, and what they say otherwise."""

    added: tuple[Field, ...]
    clashes: tuple[Clash, ...]


def merge_works(
    works: Sequence[Work], groups: Sequence[Group]
) -> Outcome[tuple[tuple[Work, ...], Mapping[str, str]]]:
    """Join the groups that are the same; give the works left, in their order, and a key for each alias.

    An alias is the key of a description that was joined, or a name in a work's ``ids``. Groups that are
    possible change nothing. Contradictions between joined descriptions are warnings (B201), and so is an
    alias that is another work's key (B204).
    """
    known = {work.key: work for work in works}
    aliases: dict[str, str] = {}
    joined: dict[str, Work] = {}
    found: list[Diagnostic] = []
    for group in groups:
        if group.verdict is not Verdict.SAME or group.keep not in known:
            continue
        kept, others = known[group.keep], [known[key] for key in group.merged if key in known]
        result = join(kept, others)
        joined[kept.key] = replace(kept, fields=(*kept.fields, *result.added))
        aliases |= {other.key: kept.key for other in others}
        found += [_say(kept, clash) for clash in result.clashes if clash.is_grave]
    left = tuple(joined.get(work.key, work) for work in works if work.key not in aliases)
    for work in works:
        for alias, place_of in _ids(work):
            kept_key = aliases.get(work.key, work.key)
            if alias in known and aliases.get(alias, alias) != kept_key:
                found.append(_taken(alias, work, place_of, known[alias]))
            elif alias != kept_key and alias not in known:
                aliases.setdefault(alias, kept_key)
    return Outcome((left, aliases), tuple(found))


def _ids(work: Work) -> Iterator[tuple[str, Field]]:
    for field in work.fields:
        if field.name == "ids":
            for alias in field.value.split(","):
                if alias.strip():
                    yield alias.strip(), field


def join(kept: Work, others: Sequence[Work]) -> Joined:
    """Give what the kept description takes from the others, the first to say it, and what they say otherwise."""
    has = {field.name: field for field in kept.fields if field.value}
    added: dict[str, Field] = {}
    clashes: list[Clash] = []
    for other in others:
        for field in other.fields:
            if field.name in _POINTERS or not field.value:
                continue
            mine = _counterpart(field.name, has) or added.get(field.name)
            if mine is None:
                added[field.name] = field
            elif mine.value != field.value:
                clashes.append(Clash(mine, field, other.key, _contradict(kept, other, mine, field)))
    return Joined(tuple(added.values()), tuple(clashes))


def _counterpart(name: str, has: Mapping[str, Field]) -> Field | None:
    """Give the kept field that answers to a name; a title answers for its subtitle, which it may hold itself."""
    if name in has:
        return has[name]
    if name in _TITLES and "title" in has:
        return has["title"]
    return has.get(_OTHER_NAMES.get(name, ""))


def _contradict(kept: Work, other: Work, mine: Field, field: Field) -> bool:
    name = field.name
    if name in _UNSAID or fold(mine.value) == fold(field.value):
        return False
    if name in _TITLES:
        match = compare_titles(describe(kept), describe(other)).match
        return match < Match.HEAD and name == "title"
    if name in _PEOPLE:
        return compare_persons(read_persons(mine.value), read_persons(field.value)) is not Accord.AGREED
    if name in {"publisher", "journal", "journaltitle", "booktitle", "institution", "school", "location", "address"}:
        return compare_publishers(fold(mine.value), fold(field.value)) is Accord.CONFLICT
    if name in {"doi", "isbn"}:
        return not set(describe(kept).identifiers) & set(describe(other).identifiers)
    if name in {"volume", "part"}:
        return bool(getattr(describe(kept), name) != getattr(describe(other), name))
    if name in {"date", "year", "pages", "edition"}:
        a, b = look_closer(describe(kept)), look_closer(describe(other))
        which = "date" if name == "year" else name
        return bool(getattr(a, which) != getattr(b, which))
    return True


def _say(kept: Work, clash: Clash) -> Diagnostic:
    first, second = clash.kept.value[:60], clash.other.value[:60]
    return Diagnostic(
        "B201",
        WARNING,
        clash.other.place,
        f"'{clash.key}' is the work '{kept.key}', but its {clash.other.name} is '{second}', not '{first}'",
        "find out which is right, or say in book.toml that the two differ",
        related=(Related(clash.kept.place, f"the {clash.kept.name} that is used"),),
    )


def _taken(alias: str, work: Work, field: Field, other: Work) -> Diagnostic:
    return Diagnostic(
        "B204",
        WARNING,
        field.place,
        f"'{work.key}' has the alias '{alias}', which is the key of another work",
        "take it out of 'ids', or give the other work another key",
        len("ids"),
        (Related(other.place, f"the work with the key '{alias}'"),),
    )


def warn_of_possible(groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """Name the groups that the author should look at (B203)."""
    for group in groups:
        if group.verdict is Verdict.POSSIBLE:
            names = ", ".join(f"'{key}'" for key in group.merged[:5])
            yield Diagnostic(
                "B203",
                WARNING,
                group.places[0],
                f"'{group.keep}' may be the same work as {names}: {', '.join(group.reasons)}",
                "keep one of them, or say that they are the same or that they differ",
                related=tuple(
                    Related(place, f"'{key}'") for key, place in zip(group.merged[:5], group.places[1:6], strict=True)
                ),
            )
