"""Let the book know each work by one key, however many of the author's descriptions it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kirovbook.diagnostics import ADVICE, Diagnostic, Outcome, Related
from kirovbook.memory import Memory
from kirovbook.model.apparatus import EVERY_WORK, Ruling
from kirovbook.model.book import Manuscript, WrittenChapter, WrittenNote, WrittenSource
from kirovbook.model.citation import Citation
from kirovbook.model.inlines import Inline, Inlines
from kirovbook.model.source import Work
from kirovbook.model.walk import map_blocks, map_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.facts import every_fact
from kirovbook.resolve.notes import unknown_work

if TYPE_CHECKING:
    from kirovbook.resolve.dedupe import Group

Aliases = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Merged:
    """The works that are left, a key for each alias, and which descriptions are of one work, or may be."""

    works: tuple[Work, ...]
    aliases: Aliases
    groups: tuple[Group, ...]


def merge_same_works(manuscript: Manuscript, memory: Memory) -> Outcome[tuple[Manuscript, Aliases]]:
    """Give the manuscript with one description of each work, every citation by its key; and the key of each alias.

    What was joined is advice (B205), with the reason; what may be one work, and is used in the book, a warning
    (B203); descriptions that contradict each other another (B201).
    """
    apparatus = manuscript.apparatus
    known = {work.key: work for work in manuscript.works}
    rulings = repr((_pairs(apparatus.same), _pairs(apparatus.different)))
    merged = memory.outcome(partial(_merge, manuscript), "merged works", memory.mark_of(manuscript.works), rulings)
    groups, aliases = merged.value.groups, merged.value.aliases
    used = _used_keys(manuscript, memory)
    in_use = tuple(group for group in groups if used.intersection((group.keep, *group.merged)))
    found = (
        *_unknown_rulings((*apparatus.same, *apparatus.different), known),
        *merged.diagnostics,
        *(_said(groups, in_use, known) if groups else ()),
    )
    memory.know(merged.value.works, merged.value)
    manuscript = replace(manuscript, works=merged.value.works)
    if used.intersection(aliases):
        manuscript = _by_one_key(manuscript, aliases, memory)
    return Outcome((manuscript, aliases), found)


def _said(
    groups: tuple[Group, ...], in_use: tuple[Group, ...], known: Mapping[str, Work]
) -> Iterator[Diagnostic]:
    from kirovbook.resolve.dedupe import Verdict, warn_of_possible  # noqa: PLC0415 - see ``_merge``

    yield from (_joined(group, known) for group in groups if group.verdict is Verdict.SAME)
    yield from warn_of_possible(in_use)


def _merge(manuscript: Manuscript) -> Outcome[_Merged]:
    from kirovbook.resolve.dedupe import find_duplicates, merge_works  # noqa: PLC0415 - most builds find it done

    apparatus = manuscript.apparatus
    groups = tuple(find_duplicates(manuscript.works, _pairs(apparatus.same), _pairs(apparatus.different)))
    merged = merge_works(manuscript.works, groups)
    return Outcome(_Merged(*merged.value, groups), merged.diagnostics)


def _pairs(rulings: Iterable[Ruling]) -> tuple[tuple[str, str], ...]:
    return tuple((ruling.key, ruling.other) for ruling in rulings)


def _unknown_rulings(rulings: Iterable[Ruling], known: Mapping[str, Work]) -> Iterator[Diagnostic]:
    for ruling in rulings:
        for key in (ruling.key, ruling.other):
            if key not in known:
                yield unknown_work(key, ruling.place, known, 0)


def _joined(group: Group, known: Mapping[str, Work]) -> Diagnostic:
    others = ", ".join(f"'{key}'" for key in group.merged)
    message = f"'{group.keep}' and {others} are one work: {', '.join(group.reasons)}"
    hint = "cite either; if they are two works, say so in book.toml below [different]"
    place = known[group.merged[0]].place
    return Diagnostic("B205", ADVICE, place, message, hint, related=(Related(known[group.keep].place, "the one kept"),))


def _used_keys(manuscript: Manuscript, memory: Memory) -> set[str]:
    """Give the keys that the author cites, takes a source from, or wants listed."""
    keys = {source.header.work for source in manuscript.sources}
    keys |= {wanted.key for wanted in manuscript.apparatus.nocite if wanted.key != EVERY_WORK}
    return keys.union(key for facts in every_fact(manuscript, memory) for key in facts.keys)


def _by_one_key(manuscript: Manuscript, aliases: Aliases, memory: Memory) -> Manuscript:
    """Put the one key of each work into the place of its aliases."""
    told = repr(sorted(aliases.items()))

    def renamed(inline: Inline) -> Inlines:
        if not isinstance(inline, Citation) or not any(cite.key in aliases for cite in inline.cites):
            return (inline,)
        cites = tuple(replace(cite, key=aliases.get(cite.key, cite.key)) for cite in inline.cites)
        return (replace(inline, cites=cites),)

    def notes(written: tuple[WrittenNote, ...]) -> tuple[WrittenNote, ...]:
        return tuple(replace(note, content=map_blocks(note.content, renamed)) for note in written)

    def chapter(one: WrittenChapter) -> WrittenChapter:
        title, blocks = map_inlines(one.title, renamed), map_blocks(one.blocks, renamed)
        return replace(one, title=title, blocks=blocks, notes=notes(one.notes))

    def chapters(written: tuple[WrittenChapter, ...]) -> tuple[WrittenChapter, ...]:
        return tuple(memory.made(WrittenChapter, partial(chapter, one), "by one key", told, memory.mark_of(one))
                     for one in written)

    def source(written: WrittenSource) -> WrittenSource:
        header = written.header
        questions = tuple(
            replace(question, content=map_inlines(question.content, renamed)) for question in header.questions
        )
        header = replace(
            header,
            work=aliases.get(header.work, header.work),
            title=map_inlines(header.title, renamed),
            questions=questions,
        )
        headnote, passage = map_blocks(written.headnote, renamed), map_blocks(written.passage, renamed)
        return replace(written, header=header, headnote=headnote, passage=passage, notes=notes(written.notes))

    apparatus = manuscript.apparatus
    nocite = tuple(replace(wanted, key=aliases.get(wanted.key, wanted.key)) for wanted in apparatus.nocite)
    return replace(
        manuscript,
        front_matter=chapters(manuscript.front_matter),
        chapters=chapters(manuscript.chapters),
        sources=tuple(memory.made(WrittenSource, partial(source, one), "by one key", told, memory.mark_of(one))
                      for one in manuscript.sources),
        back_matter=chapters(manuscript.back_matter),
        apparatus=replace(apparatus, nocite=nocite),
    )
