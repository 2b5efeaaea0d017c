"""Run every rule over the views of a book, and leave out what its author has allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, in_reading_order
from kirovbook.lint.allow import (
    Allowance,
    idle_allowance,
    read_allowances,
    read_bib_allowances,
    read_toml_allowances,
    unknown_names,
    unknown_rule,
)
from kirovbook.lint.collection import collection_of
from kirovbook.lint.headers import headers_of
from kirovbook.lint.inventory import inventory_of
from kirovbook.lint.naming import naming_of
from kirovbook.lint.own_words import own_words_of, wording_of
from kirovbook.lint.permissions import Permissions, QuotedWords, WordsQuoted, permissions_of
from kirovbook.lint.prose import prose_of
from kirovbook.lint.quotations import Quotations, quotations_of
from kirovbook.lint.registry import all_rules, run_rules
from kirovbook.lint.works import works_of
from kirovbook.model.book import Authority, Book, Manuscript
from kirovbook.model.edition import Edition
from kirovbook.model.house_rules import USUAL_HOUSE, HouseRules, RuleNamed
from kirovbook.model.source import Work
from kirovbook.project import ManuscriptFile, Project


def lint(project: Project, manuscript: Manuscript, book: Book) -> tuple[Diagnostic, ...]:
    """Find in a book what the rules describe; of works that nothing cites it is enough to say so (B107)."""
    lang, house = manuscript.identity.lang, project.settings.house_rules
    narrative = (*project.front, *project.chapters, *project.back)
    files = (*project.front, *project.chapters, *project.sources, *project.back)
    cited = {key for entry in book.index.entries for key in (entry.key, *entry.aliases)}
    prose = prose_of(files, lang, house)
    own_words = own_words_of(narrative, project.sources, lang, house)
    quotations = quotations_of(project, manuscript, book)
    views = (
        manuscript,
        prose,
        own_words,
        wording_of(prose),
        works_of(project.bibliographies, tuple(work for work in manuscript.works if work.key in cited)),
        naming_of(own_words.of(narrative), prose, files, project.authorities),
        collection_of(project, manuscript, own_words),
        headers_of(files),
        inventory_of(manuscript),
        quotations,
        permissions_of(manuscript, book, project.settings.editions, _words_quoted(quotations)),
    )
    allowances = (
        *read_allowances(files), *read_bib_allowances(project.bibliographies), *read_toml_allowances(project.people),
    )
    left, idle = _not_allowed(run_rules(views), allowances)
    said = (*left, *map(idle_allowance, idle), *unknown_names(allowances, _codes()))
    return tuple(in_reading_order(_enforced(_as_the_house_wants(said, house), manuscript)))


def lint_rights(
    project: Project, manuscript: Manuscript, book: Book, editions: tuple[Edition, ...]
) -> tuple[Diagnostic, ...]:
    """Find what is wrong with the rights in what some editions print; a build must know no more of the linter."""
    found = run_rules((permissions_of(manuscript, book, editions),))
    left, _ = _not_allowed(found, read_allowances(project.sources))
    house = project.settings.house_rules
    wanted = _as_the_house_wants(left, HouseRules(_known(house.allow), _known(house.errors)))
    return tuple(in_reading_order(_enforced(wanted, manuscript)))


def _known(named: tuple[RuleNamed, ...]) -> tuple[RuleNamed, ...]:
    codes = _codes()
    return tuple(one for one in named if one.name in codes)


def _enforced(found: Iterable[Diagnostic], manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Take warnings about rights for errors, where the book says so."""
    codes = {rule.code for rule in all_rules() if rule.reads is Permissions and manuscript.apparatus.rights.enforce}
    for each in found:
        yield replace(each, severity=ERROR) if each.code in codes and each.severity is WARNING else each


def _words_quoted(quotations: Quotations) -> WordsQuoted:
    """Give the quotations of the narrative by the work that each is taken from."""
    by_work: dict[str, tuple[QuotedWords, ...]] = {}
    for one in quotations.judged:
        for key in one.works:
            by_work[key] = (*by_work.get(key, ()), QuotedWords(one.count, one.place))
    return by_work


def lint_files(files: tuple[ManuscriptFile, ...], lang: str = "en-GB",
               house: HouseRules = USUAL_HOUSE) -> tuple[Diagnostic, ...]:
    """Find in some Markdown files, in the order of the book, what the rules over prose describe."""
    prose = prose_of(files, lang, house)
    views = (prose, wording_of(prose), own_words_of(files, (), lang, house))
    return _find(views, read_allowances(files))


def lint_works(files: tuple[ManuscriptFile, ...], works: tuple[Work, ...]) -> tuple[Diagnostic, ...]:
    """Find in some works of the bibliography's files what the rules describe."""
    return _find((works_of(files, works),), read_bib_allowances(files))


def lint_names(
    narrative: tuple[ManuscriptFile, ...],
    sources: tuple[ManuscriptFile, ...],
    people: tuple[ManuscriptFile, ...],
    authorities: tuple[Authority, ...],
) -> tuple[Diagnostic, ...]:
    """Find in the prose what the rules describe of the persons of people.toml, and in that file."""
    allowances = (*read_allowances(narrative), *read_toml_allowances(people))
    files = (*narrative, *sources)
    return _find((naming_of(own_words_of(narrative).stretches, prose_of(files), files, authorities),), allowances)


def _find(views: Iterable[object], allowances: tuple[Allowance, ...]) -> tuple[Diagnostic, ...]:
    """Run the rules that read one of some views; what is allowed for others may well find nothing."""
    left, _ = _not_allowed(run_rules(views), allowances)
    return tuple(in_reading_order((*left, *unknown_names(allowances, _codes()))))


def _codes() -> dict[str, str]:
    """Give the names that authors allow rules by, with the codes they stand for; a code stands for itself."""
    return {name: rule.code for rule in all_rules() for name in (rule.name, rule.code)}


def _not_allowed(
    found: Iterable[Diagnostic], allowances: tuple[Allowance, ...]
) -> tuple[tuple[Diagnostic, ...], tuple[Allowance, ...]]:
    """Part what is found from what is allowed; give what is left, and the allowances that were not needed."""
    codes, by_place = _codes(), dict[tuple[str, str], list[Allowance]]()
    for one in allowances:
        by_place.setdefault((one.place.file, codes.get(one.name, "")), []).append(one)
    left, needed = [], set[Allowance]()
    for each in found:
        here = [one for one in by_place.get((each.place.file, each.code), ()) if each.place.line in one.lines]
        needed.update(here)
        if not here:
            left.append(each)
    return tuple(left), tuple(one for one in allowances if one not in needed and one.name in codes)


def _as_the_house_wants(found: Iterable[Diagnostic], house: HouseRules) -> Iterator[Diagnostic]:
    codes = _codes()
    allowed = {codes.get(named.name) for named in house.allow}
    errors = {codes.get(named.name) for named in house.errors}
    for each in found:
        if each.code not in allowed:
            yield replace(each, severity=ERROR) if each.code in errors else each
    for named in (*house.allow, *house.errors):
        if named.name not in codes:
            yield unknown_rule(named.name, named.place, codes)
