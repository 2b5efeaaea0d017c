"""Settle a manuscript into a book: its notes numbered, its citations printed, its references leading somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kirovbook.diagnostics import ADVICE, ERROR, WARNING, Diagnostic, Outcome, Place
from kirovbook.model.apparatus import EVERY_WORK, Apparatus, ShortForms
from kirovbook.model.book import Book, Chapter, Manuscript, MatterPart, WrittenChapter, WrittenSource
from kirovbook.model.citation import Cite, CiteMode
from kirovbook.model.index import SourceIndex
from kirovbook.model.inlines import Inlines, Missing, Text
from kirovbook.model.source import PrimarySource, Question, Work
from kirovbook.parse.punctuation import quotes_of
from kirovbook.resolve.citeproc import Citeproc, Descriptions, Printed, print_citations
from kirovbook.resolve.cross_references import Signposts, mentions_of, put_up_signposts
from kirovbook.resolve.csl import HOUSE_STYLE, Style, find_style, house_style, with_quotes
from kirovbook.resolve.filling import FilledUnit, Filling
from kirovbook.resolve.likeness import nearest
from kirovbook.resolve.merging import Aliases, merge_same_works
from kirovbook.resolve.names_index import index_names
from kirovbook.resolve.note_references import put_up_note_signposts
from kirovbook.resolve.notes import NumberedUnit, Numbering, unknown_work
from kirovbook.resolve.pandoc import Ask, PandocRefusedError, run_pandoc
from kirovbook.resolve.punctuation import cut_stop
from kirovbook.resolve.sheet import Asked
from kirovbook.resolve.source_index import (
    DescribedWorks,
    Uses,
    citing_notes,
    compile_index,
    complete_entries,
    with_aliases,
)
from kirovbook.resolve.units import settle_references, unit_texts
from kirovbook.resolve.unsaid import entries_for, says_a_work
from kirovbook.resolve.works import describe


def resolve(
    manuscript: Manuscript, csl: str, csl_place: Place, is_draft: bool = False, ask: Ask = run_pandoc
) -> Outcome[Book]:
    """Settle every citation, note and cross-reference of the manuscript.

    ``csl`` is the name of a citation style or the text of one; ``csl_place`` is where the author named it.
    A style that cannot be used is an error, and the book is settled in the house style. ``ask`` may remember
    what Pandoc has answered before.

    :raises CannotRunError: Pandoc is missing, or did not come to an end.
    """
    merged = merge_same_works(manuscript)
    manuscript, aliases = merged.value
    try:
        settled = _settle_in_style(manuscript, csl, csl_place, is_draft, ask, aliases)
    except PandocRefusedError as error:
        settled = _settle_in_style(manuscript, HOUSE_STYLE, csl_place, is_draft, ask, aliases)
        settled = Outcome(settled.value, (_refused(error, csl_place), *settled.diagnostics))
    return Outcome(settled.value, (*merged.diagnostics, *settled.diagnostics))


def _settle_in_style(
    manuscript: Manuscript, csl: str, csl_place: Place, is_draft: bool, ask: Ask, aliases: Aliases
) -> Outcome[Book]:
    lang = manuscript.identity.lang
    styled = find_style(csl, csl_place)
    found = list(styled.diagnostics)
    style = with_quotes(styled.value or house_style(), quotes_of(lang))
    works = {work.key: work for work in manuscript.works}
    signposts = put_up_signposts(manuscript)
    numbering = Numbering(works, style.is_note)
    units = [numbering.number(settle_references(text, signposts)) for text in unit_texts(manuscript)]
    wanted, unwanted = _wanted(manuscript.apparatus, works)
    described, unread = _describe_used(manuscript, units, works, wanted)
    asked, provenances = tuple(numbering.asked), _provenance_cites(manuscript, described)
    citeproc = Citeproc(style, lang, ask)
    descriptions = print_citations(citeproc, asked, provenances, described, manuscript.apparatus.short_forms)
    entries = complete_entries(citeproc, descriptions.entries, described)
    citations = _with_entries(descriptions.citations, asked, entries) if style.is_note else descriptions.citations
    filling = Filling(citations, works, style.is_note, lang)
    filled = tuple(filling.fill(unit) for unit in units)
    if signposts.names_notes:
        goals = (*signposts.chapters.values(), *signposts.sources.values())
        posts = put_up_note_signposts(units, goals, lang)
        filled = tuple(posts.settle(unit) for unit in filled)
        found += posts.found
    cited = citing_notes(units)
    uses = {key: Uses(cited.get(key, ()), _sources_of(key, manuscript.sources)) for key in described}
    index = compile_index((works[key] for key in described), described, entries, uses, style)
    index = with_aliases(index, aliases)
    named = index_names(manuscript, units, filled)
    told = _provenances(manuscript.sources, provenances, descriptions, entries)
    book = _assemble(manuscript, named.value.units, signposts, told)
    found += [*unwanted, *_short_forms_refused(manuscript.apparatus, style, csl_place)]
    found += [*numbering.found, *signposts.found, *unread, *_look_at_sources(manuscript, works, book)]
    found += named.diagnostics
    found += [_unused(work) for work in manuscript.works if work.key not in described]
    return Outcome(replace(book, index=index, names=named.value.index, is_draft=is_draft), tuple(found))


def _with_entries(
    printed: tuple[Printed, ...], asked: tuple[Asked, ...], entries: Mapping[str, Inlines]
) -> tuple[Printed, ...]:
    """Print the index's entry in a note that says no work: some styles know no speeches, some no unsigned entries."""
    return tuple(
        one if says_a_work(one.note, ask.citation) else replace(one, note=said, spelled_out=said)
        for one, ask in zip(printed, asked, strict=True)
        for said in (entries_for(ask.citation, entries),)
    )


def _describe_used(
    manuscript: Manuscript, units: list[NumberedUnit], works: Mapping[str, Work], wanted: tuple[str, ...]
) -> tuple[DescribedWorks, tuple[Diagnostic, ...]]:
    """Describe the works that are cited or that a source is taken from, in the order of their first use.

    ``wanted`` are the keys of those that the index is to have besides.
    """
    cited = (cite.key for unit in units for slot in unit.slots for one in slot.citations for cite in one.cites)
    keys = dict.fromkeys((*cited, *(source.header.work for source in manuscript.sources), *wanted))
    in_english = manuscript.identity.lang.lower().startswith("en")
    outcomes = {key: describe(works[key], key, in_english=in_english) for key in keys if key in works}
    found = tuple(one for outcome in outcomes.values() for one in outcome.diagnostics)
    return {key: (outcome.value, works[key].place) for key, outcome in outcomes.items()}, found


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
    sources: tuple[WrittenSource, ...],
    cites: tuple[Cite, ...],
    descriptions: Descriptions,
    entries: Mapping[str, Inlines],
) -> dict[int, Inlines]:
    """Give the provenance of each source by its number: a full note, or the entry where the style has no notes."""
    printed = iter(descriptions.provenances or tuple(_entry_with_locator(cite, entries) for cite in cites))
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


def _assemble(
    manuscript: Manuscript, filled: tuple[FilledUnit, ...], signposts: Signposts, told: Mapping[int, Inlines]
) -> Book:
    following = iter(filled)
    front = tuple(_chapter(one, 0, next(following)) for one in manuscript.front_matter)
    chapters = tuple(_chapter(one, number, next(following)) for number, one in manuscript.numbered_chapters())
    sources = tuple(
        _source(one, number, next(following), told[number], (signposts, manuscript))
        for number, one in enumerate(manuscript.sources, start=1)
    )
    back = tuple(_chapter(one, 0, next(following)) for one in manuscript.back_matter)
    return Book(manuscript.identity, front, chapters, sources, back, SourceIndex(), manuscript.apparatus,
                typography=manuscript.typography)


def _chapter(written: WrittenChapter, number: int, filled: FilledUnit) -> Chapter:
    text = filled.text
    printed = number if written.part is MatterPart.BODY else 0
    return Chapter(
        text.unit, written.part, written.role, printed, text.title, text.texts[0], filled.notes, written.place
    )


def _source(
    written: WrittenSource,
    number: int,
    filled: FilledUnit,
    provenance: Inlines,
    context: tuple[Signposts, Manuscript],
) -> PrimarySource:
    signposts, manuscript = context
    text = filled.text
    questions = tuple(
        Question(content, question.marks, question.lines)
        for content, question in zip(text.questions, written.header.questions, strict=True)
    )
    header = replace(written.header, title=text.title, questions=questions)
    called = f"{manuscript.identity.source_label} {number}"
    mentions = mentions_of(text.unit, signposts, manuscript.chapters)
    headnote, passage = text.texts
    return PrimarySource(
        text.unit, number, called, header, headnote, passage, provenance, mentions, filled.notes
    )


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
