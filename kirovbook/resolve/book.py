"""Settle a manuscript into a book: its notes numbered, its citations printed, its references leading somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kirovbook.diagnostics import ADVICE, ERROR, WARNING, Diagnostic, Outcome, Place
from kirovbook.memory import FORGETFUL, Memory, mark_of_content
from kirovbook.model.apparatus import EVERY_WORK, Apparatus, ShortForms
from kirovbook.model.book import Book, Chapter, Manuscript, WrittenSource
from kirovbook.model.citation import Cite, CiteMode
from kirovbook.model.index import CitedIn, SourceIndex
from kirovbook.model.inlines import Inlines, Missing, Text
from kirovbook.model.source import PrimarySource, Work
from kirovbook.parse.punctuation import quotes_of
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.cross_references import Signposts, mentions_of, put_up_signposts, unit_of
from kirovbook.resolve.csl import HOUSE_STYLE, Style, find_style, house_style, with_quotes
from kirovbook.resolve.likeness import nearest
from kirovbook.resolve.merging import Aliases, merge_same_works
from kirovbook.resolve.names_index import NOT_INDEXED
from kirovbook.resolve.note_references import put_up_note_signposts
from kirovbook.resolve.notes import unknown_work
from kirovbook.resolve.numbered import Counting, ReadyUnit
from kirovbook.resolve.pandoc import Ask, PandocRefusedError, run_pandoc
from kirovbook.resolve.printed import Printing
from kirovbook.resolve.printing import Order, Printer, print_book
from kirovbook.resolve.punctuation import cut_stop
from kirovbook.resolve.settled import SettledUnit, Settling, Standing
from kirovbook.resolve.sheet import SOURCE_UNIT
from kirovbook.resolve.units import unit_texts

if TYPE_CHECKING:
    from kirovbook.resolve.source_index import DescribedWorks


def resolve(
    manuscript: Manuscript, csl: str, csl_place: Place, is_draft: bool = False, ask: Ask = run_pandoc,
    memory: Memory = FORGETFUL,
) -> Outcome[Book]:
    """Settle every citation, note and cross-reference of the manuscript.

    ``csl`` is the name of a citation style or the text of one; ``csl_place`` is where the author named it.
    A style that cannot be used is an error, and the book is settled in the house style. ``ask`` may remember
    what Pandoc has answered before, ``memory`` what came of each chapter and source.

    :raises CannotRunError: Pandoc is missing, or did not come to an end.
    """
    merged = merge_same_works(manuscript, memory)
    manuscript, aliases = merged.value
    try:
        settled = _settle_in_style(manuscript, csl, _Way(csl_place, is_draft, ask, aliases, memory))
    except PandocRefusedError as error:
        settled = _settle_in_style(manuscript, HOUSE_STYLE, _Way(csl_place, is_draft, ask, aliases, memory))
        settled = Outcome(settled.value, (_refused(error, csl_place), *settled.diagnostics))
    return Outcome(settled.value, (*merged.diagnostics, *settled.diagnostics))


@dataclass(frozen=True, slots=True)
class _Way:
    """How a manuscript is settled, whatever its style: see ``resolve``."""

    csl_place: Place
    is_draft: bool
    ask: Ask
    aliases: Aliases
    memory: Memory


def _settle_in_style(manuscript: Manuscript, csl: str, way: _Way) -> Outcome[Book]:
    lang, memory = manuscript.identity.lang, way.memory
    styled = find_style(csl, way.csl_place)
    style = with_quotes(styled.value or house_style(), quotes_of(lang))
    works = {work.key: work for work in manuscript.works}
    signposts = put_up_signposts(manuscript, memory)
    written = tuple(unit_texts(manuscript))
    counting = Counting(works, signposts, style.is_note, memory)
    units = tuple(counting.make_ready(written, memory.mark_of(manuscript.works)))
    wanted, unwanted = _wanted(manuscript.apparatus, works)
    described = _describe_used(manuscript, units, works, wanted, memory)
    provenances = _provenance_cites(manuscript, described.value)
    order = Order(units, provenances, described.value, manuscript.apparatus.short_forms)
    printing = print_book(Printer(style, lang, way.ask, memory), order)
    told = _provenances(manuscript.sources, provenances, printing)
    posts = None
    if signposts.names_notes:
        goals = (*signposts.chapters.values(), *signposts.sources.values())
        posts = put_up_note_signposts((unit.numbered for unit in units), goals, lang)
    settling = Settling(manuscript, works, style.is_note, posts, memory)
    pairs = tuple((one, unit) for (one, _), unit in zip(written, units, strict=True))
    settled = settling.settle(pairs, printing, tuple(_standings(manuscript, signposts, told)))
    names = settling.compile_names(settled)
    index = _compile_index(manuscript, units, described.value, printing, style, way)
    book = replace(_assemble(manuscript, settled), index=index, names=names.value, is_draft=way.is_draft)
    found = (
        *styled.diagnostics, *(one for unit in settled for one in unit.found), *unwanted,
        *_short_forms_refused(manuscript.apparatus, style, way.csl_place),
        *(one for unit in units for one in unit.found), *signposts.found, *described.diagnostics,
        *_look_at_sources(manuscript, works, book), *names.diagnostics,
        *(_unused(work) for work in manuscript.works if work.key not in described.value),
    )
    return Outcome(book, found)


def _describe_used(
    manuscript: Manuscript, units: Iterable[ReadyUnit], works: Mapping[str, Work], wanted: tuple[str, ...],
    memory: Memory,
) -> Outcome[DescribedWorks]:
    """Describe the works that are cited or that a source is taken from, in the order of their first use.

    ``wanted`` are the keys of those that the index is to have besides.
    """
    cited = dict.fromkeys(key for unit in units for key, _ in unit.citing)
    keys = dict.fromkeys((*cited, *(source.header.work for source in manuscript.sources), *wanted))
    in_english = manuscript.identity.lang.lower().startswith("en")

    def described() -> Outcome[DescribedWorks]:
        from kirovbook.resolve.works import describe  # noqa: PLC0415 - most builds find the works described

        outcomes = {key: describe(works[key], key, in_english=in_english) for key in keys if key in works}
        found = tuple(one for outcome in outcomes.values() for one in outcome.diagnostics)
        return Outcome({key: (outcome.value, works[key].place) for key, outcome in outcomes.items()}, found)

    return memory.outcome(described, "described works", memory.mark_of(manuscript.works), str(in_english), *keys)


def _compile_index(
    manuscript: Manuscript, units: tuple[ReadyUnit, ...], described: DescribedWorks, printing: Printing, style: Style,
    way: _Way,
) -> SourceIndex:
    memory = way.memory

    def compiled() -> SourceIndex:
        from kirovbook.resolve.source_index import Uses, compile_index, with_aliases  # noqa: PLC0415

        works = {work.key: work for work in manuscript.works}
        cited: dict[str, dict[CitedIn, None]] = {}
        for key, places in (pair for unit in units for pair in unit.citing):
            cited.setdefault(key, {}).update(dict.fromkeys(places))
        uses = {key: Uses(tuple(cited.get(key, ())), _sources_of(key, manuscript.sources)) for key in described}
        index = compile_index((works[key] for key in described), described, printing.entries, uses, style)
        return with_aliases(index, way.aliases)

    if not memory.remembers:
        return compiled()
    taken = repr(([source.header.work for source in manuscript.sources], sorted(way.aliases.items())))
    known = (memory.mark_of(one) for one in (manuscript.works, described, printing.entries))
    forms = (unit.citing_form for unit in units)
    return memory.made(SourceIndex, compiled, "source index", mark_of_content(style), taken, *known, *forms)


def _wanted(apparatus: Apparatus, works: Mapping[str, Work]) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Give the keys that ``nocite`` asks for, in its order, and what it asks for in vain."""
    keys: list[str] = []
    found: list[Diagnostic] = []
    for wanted in apparatus.nocite:
        if wanted.key == EVERY_WORK:
            keys += works
        elif wanted.key in works:
            keys.append(wanted.key)
        else:
            found.append(unknown_work(wanted.key, wanted.place, works, len(wanted.key)))
    return tuple(dict.fromkeys(keys)), tuple(found)


def _short_forms_refused(apparatus: Apparatus, style: Style, csl_place: Place) -> list[Diagnostic]:
    if apparatus.short_forms is not ShortForms.BOOK or not style.names_note_numbers:
        return []
    message = "the citation style refers to notes by number, and notes are numbered afresh in each chapter"
    hint = "take a style that repeats the author and a short title, or leave out short_forms"
    return [Diagnostic("C112", WARNING, csl_place, message, hint)]


def _provenance_cites(manuscript: Manuscript, described: DescribedWorks) -> tuple[Cite, ...]:
    """Cite the work of each source with its locator, unless the work's own shelf-mark says the same."""
    cites = []
    for header in (source.header for source in manuscript.sources if source.header.work in described):
        shelf = described[header.work][0].get("archive_location", "").split(", ")
        suffix = (Text(f", {header.locator}"),) if header.locator and header.locator not in shelf else ()
        cites.append(Cite(header.work, CiteMode.NORMAL, (), suffix, header.work_place))
    return tuple(cites)


def _refused(error: PandocRefusedError, csl_place: Place) -> Diagnostic:
    said = " ".join(str(error).split())[:200].rstrip(".")
    message = f"the citation style cannot be used: {said}"
    return Diagnostic("C111", ERROR, csl_place, message, "give the name of a style, or mend the file")


def _sources_of(key: str, sources: tuple[WrittenSource, ...]) -> tuple[int, ...]:
    return tuple(number for number, source in enumerate(sources, start=1) if source.header.work == key)


def _provenances(
    sources: tuple[WrittenSource, ...], cites: tuple[Cite, ...], printing: Printing
) -> dict[int, Inlines]:
    """Give the provenance of each source by its number: a full note, or the entry where the style has no notes."""
    printed = iter(printing.provenances or tuple(_entry_with_locator(cite, printing.entries) for cite in cites))
    told: dict[int, Inlines] = {}
    keys = {cite.key for cite in cites}
    for number, source in enumerate(sources, start=1):
        header = source.header
        if header.work in keys:
            told[number] = next(printed)
        elif header.work:
            told[number] = (Missing(f"@{header.work}", header.work_place),)
        else:
            told[number] = ()
    return told


def _entry_with_locator(cite: Cite, entries: Mapping[str, Inlines]) -> Inlines:
    entry = entries[cite.key]
    return (*cut_stop(entry), *cite.suffix, Text(".")) if cite.suffix else entry


def _standings(
    manuscript: Manuscript, signposts: Signposts, told: Mapping[int, Inlines]
) -> Iterator[Standing]:
    """Give each unit its place in the book, in the book's order."""
    pieces = (*manuscript.front_matter, *manuscript.chapters, *manuscript.back_matter)
    passed_over = {unit_of(piece) for piece in pieces if piece.role in NOT_INDEXED}
    for piece in manuscript.front_matter:
        yield Standing(0, unit_of(piece) not in passed_over)
    for number, chapter in manuscript.numbered_chapters():
        yield Standing(number, unit_of(chapter) not in passed_over)
    for number, source in enumerate(manuscript.sources, start=1):
        unit, called = f"{SOURCE_UNIT}{source.header.id}", f"{manuscript.identity.source_label} {number}"
        read_with = mentions_of(unit, signposts, manuscript.chapters)
        yield Standing(number, unit not in passed_over, called, told[number], read_with)
    for piece in manuscript.back_matter:
        yield Standing(0, unit_of(piece) not in passed_over)


def _assemble(manuscript: Manuscript, settled: Iterable[SettledUnit]) -> Book:
    contents = [unit.content for unit in settled]
    chapters = tuple(one for one in contents if isinstance(one, Chapter))
    sources = tuple(one for one in contents if isinstance(one, PrimarySource))
    front, body = len(manuscript.front_matter), len(manuscript.front_matter) + len(manuscript.chapters)
    return Book(manuscript.identity, chapters[:front], chapters[front:body], sources, chapters[body:], SourceIndex(),
                manuscript.apparatus, typography=manuscript.typography)


def _look_at_sources(manuscript: Manuscript, works: Mapping[str, Work], book: Book) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for written, source in zip(manuscript.sources, book.sources, strict=True):
        header = written.header
        if not header.work:
            hint = "give the key of its work, for example work: orlov1953"
            found.append(Diagnostic("S201", WARNING, header.place, f"{source.called} is taken from no work", hint))
        elif header.work not in works:
            near = nearest(header.work, works)
            hint = f"did you mean '{near}'?" if near else "add the work to the bibliography"
            message = f"no work has the key '{header.work}', which {source.called} is taken from"
            found.append(Diagnostic("S202", ERROR, header.work_place, message, hint, len(header.work)))
    return found


def _unused(work: Work) -> Diagnostic:
    message = f"nothing in the book cites '{work.key}'"
    return Diagnostic("B107", ADVICE, work.place, message, "cite it, or leave it out of the bibliography")
